import CoreEngine

/// A call that breaks a contract, and what the text at which the engine stops has to say.
struct BrokenContract: Sendable {
  let words: [String]
  let call: @Sendable () -> Void

  init(_ words: String..., call: @escaping @Sendable () -> Void) {
    (self.words, self.call) = (words, call)
  }

  private static func z(_ shape: Int...) -> Tensor { .zeros(shape) }

  static let convolutions: [BrokenContract] = [
    .init("conv1d: input [2, 3, 8], filter [4, 2, 3]", "takes 2 channels of 3") {
      _ = z(2, 3, 8).conv1d(z(4, 2, 3))
    },
    .init("conv1d: input [4, 8], filter [2, 2]") { _ = z(4, 8).conv1d(z(2, 2)) },
    .init("conv1d: input [0, 1, 8], filter [1, 1, 3]", "the batch is empty") {
      _ = z(0, 1, 8).conv1d(z(1, 1, 3))
    },
    .init("conv1d: input [1, 4, 8], filter [4, 1, 3]", "3 groups do not divide") {
      _ = z(1, 4, 8).conv1d(z(4, 1, 3), groups: 3)
    },
    .init("conv2d: input [5, 5], filter [1, 1, 3, 3]") { _ = z(5, 5).conv2d(z(1, 1, 3, 3)) },
    .init("conv2d: input [1, 3, 3], filter [1, 1, 5, 5]", "spans 5, the padded input only 3") {
      _ = z(1, 3, 3).conv2d(z(1, 1, 5, 5))
    },
    .init("conv2d: input [1, 1, 5, 5], filter [2, 1, 3, 3], bias [3]", "expected [2]") {
      _ = z(1, 1, 5, 5).conv2d(z(2, 1, 3, 3), bias: z(3))
    },
    .init("conv2d: input [1, 1, 5, 5]", "stride 0") {
      _ = z(1, 1, 5, 5).conv2d(z(1, 1, 3, 3), stride: 0)
    },
    .init("conv2d: input [1, 1, 5, 5]", "padding -1") {
      _ = z(1, 1, 5, 5).conv2d(z(1, 1, 3, 3), padding: -1)
    },
    .init("conv2d: input [1, 1, 5, 5], filter [1, 1, 3, 3] float64", "different number types") {
      _ = z(1, 1, 5, 5).conv2d(.zeros([1, 1, 3, 3], dtype: .float64))
    },
    .init("conv2d: input [0, 1, 6, 6]", "the batch is empty") {
      _ = Sequential([Conv2D(1, 2, kernel: 3), ReLU(), MaxPool2D(2)])(z(0, 1, 6, 6))
    },
    .init("convTranspose2d: input [0, 1, 4, 4]", "the batch is empty") {
      _ = z(0, 1, 4, 4).convTranspose2d(z(1, 1, 2, 2))
    },
    .init("convTranspose2d: input [1, 3, 4, 4], filter [2, 1, 2, 2]", "2 channels of 3") {
      _ = z(1, 3, 4, 4).convTranspose2d(z(2, 1, 2, 2))
    },
    .init("convTranspose2d: input [1, 3, 4, 4]", "2 groups do not divide") {
      _ = z(1, 3, 4, 4).convTranspose2d(z(3, 1, 2, 2), groups: 2)
    },
    .init("convTranspose2d: input [1, 1, 1, 1]", "the result would be empty") {
      _ = z(1, 1, 1, 1).convTranspose2d(z(1, 1, 2, 2), padding: 1)
    },
    .init("windows: input [0, 1, 4, 4]", "the batch is empty") {
      _ = z(0, 1, 4, 4).locallyConnected2d(z(9, 2, 4), kernel: 2)
    },
    .init("locallyConnected2d: input [1, 1, 4, 4], filters [8, 2, 4], expected [9, outputs, 4]") {
      _ = z(1, 1, 4, 4).locallyConnected2d(z(8, 2, 4), kernel: 2)
    },
    .init("maxPool2d: input [0, 2, 4, 4]", "the batch is empty") { _ = z(0, 2, 4, 4).maxPool2d(2) },
    .init("maxPool2d: input [4, 4]") { _ = z(4, 4).maxPool2d(2) },
    .init("maxPool2d: input [1, 1, 4, 4]", "stride 0") {
      _ = z(1, 1, 4, 4).maxPool2d(2, stride: 0)
    },
    .init("avgPool2d: input [1, 1, 6, 6], kernel 3", "more than half the kernel") {
      _ = z(1, 1, 6, 6).avgPool2d(3, padding: 2)
    },
    .init("maxPool1d: input [1, 2, 6], kernel 2", "more than half the kernel") {
      _ = z(1, 2, 6).maxPool1d(2, padding: 2)
    },
    .init("avgPool1d: input [1, 2, 3], kernel 4", "larger than the padded input") {
      _ = z(1, 2, 3).avgPool1d(4)
    },
  ]

  static let layers: [BrokenContract] = [
    .init("linear: input [2, 3], weight [4, 5]") { _ = z(2, 3).linear(z(4, 5)) },
    .init("linear: input [0, 5], weight [4, 5]", "the batch is empty") { _ = Dense(5, 4)(z(0, 5)) },
    .init("batchNorm2d: input [0, 3, 2, 2]") { _ = z(0, 3, 2, 2).batchNorm2d(z(3), z(3)) },
    .init("batchNorm2d: input [2, 3, 2, 2], weight [4]") {
      _ = z(2, 3, 2, 2).batchNorm2d(z(4), z(4), mean: z(4), variance: z(4))
    },
    .init("layerNorm: input [0, 3], weight [3]") { _ = z(0, 3).layerNorm(z(3), z(3)) },
    .init("layerNorm: input [2, 4], weight [3]") { _ = z(2, 4).layerNorm(z(3), z(3)) },
    .init("Embedding(5 → 2): input [0]", "the batch is empty") { _ = Embedding(5, 2)(z(0)) },
    .init("rows: index 7.0 for a tensor of shape [5, 2]") { _ = Embedding(5, 2)(Tensor([7])) },
    .init("recurrent (tanh): input [4, 0, 3]", "the batch is empty") { _ = RNN(3, 2)(z(4, 0, 3)) },
    .init("recurrent (lstm): input [0, 2, 3]") { _ = LSTM(3, 2)(z(0, 2, 3)) },
    .init("recurrent (gru): input [4, 2, 3]", "initial state [3, 2], expected [2, 2]") {
      _ = GRU(3, 2).run(z(4, 2, 3), from: [RecurrentState(hidden: z(3, 2))])
    },
    .init("GRU(3 → 2, depth 2): 1 initial states for 2") {
      _ = GRU(3, 2, depth: 2).run(z(4, 2, 3), from: [RecurrentState(hidden: z(2, 2))])
    },
    .init("recurrentStep (tanh): input [2, 3], state [1, 2]") {
      _ = RNN(3, 2).step(z(2, 3), from: RecurrentState(hidden: z(1, 2)))
    },
    .init("Conv2D: 3 → 4 channels", "2 groups") { _ = Conv2D(3, 4, kernel: 3, groups: 2) },
    .init("Dropout: rate 1.0") { _ = Dropout(1) },
    .init("crossEntropy: scores [0, 3], labels [0]") { _ = crossEntropy(z(0, 3), z(0)) },
    .init("crossEntropy: scores [2, 3], labels [3]") { _ = crossEntropy(z(2, 3), z(3)) },
    .init("crossEntropy: scores [2, 3]", "weights [2]") {
      _ = crossEntropy(z(2, 3), z(2), weights: z(2))
    },
    .init("crossEntropy: scores [1, 3]", "label smoothing 2.0") {
      _ = crossEntropy(z(1, 3), z(1), labelSmoothing: 2)
    },
    .init("meanSquaredError: output [2, 3], target [3, 2]") {
      _ = meanSquaredError(z(2, 3), z(3, 2))
    },
    .init("meanSquaredError: output [0, 3], target [0, 3]") {
      _ = meanSquaredError(z(0, 3), z(0, 3))
    },
    .init("binaryCrossEntropy: scores [2], target [3]") { _ = binaryCrossEntropy(z(2), z(3)) },
    .init("SGD: nesterov") { _ = SGD(learningRate: 1, nesterov: true) },
    .init("EarlyStopping: patience 0") { _ = EarlyStopping(patience: 0) },
  ]

  static let arrangements: [BrokenContract] = [
    .init("matmul: shapes [2, 3, 4] and [5, 4, 2] do not go together") {
      _ = matmul(z(2, 3, 4), z(5, 4, 2))
    },
    .init("reshaped: shape [2, 3] does not fill [4, -1]") { _ = z(2, 3).reshaped(4, -1) },
    .init("permuted: [0, 0] does not order shape [2, 3]") { _ = z(2, 3).permuted(0, 0) },
    .init("sum: shape [2, 3] has no axis 2") { _ = z(2, 3).sum(axis: 2) },
    .init("max: shape [0, 3] has no elements") { _ = z(0, 3).max(axis: 0) },
    .init("softmax: axis 1 of shape [2, 0]") { _ = z(2, 0).softmax() },
    .init("concatenate: [2, 4] does not go with [2, 3] along axis 0") {
      _ = Tensor.concatenate([z(2, 3), z(2, 4)])
    },
    .init("stack: shapes [[2], [3]]") { _ = Tensor.stack([z(2), z(3)]) },
    .init("gather: index 4.0 along axis 0 of shape [3]") {
      _ = z(3).gather(axis: 0, indices: Tensor([4]))
    },
    .init("strided: every 0 of 0..<4 along axis 0") { _ = z(4).strided(by: 0, axis: 0) },
    .init("select: [2], [3] and [3]") { _ = select(z(2), z(3), z(3)) },
    .init("padded: widths", "for shape [2, 2]") { _ = z(2, 2).padded([(1, 1)]) },
    .init("item: shape [2]") { _ = z(2).item },
    .init("jvp: a direction of shape [3] at a point of shape [2]") {
      _ = jvp(at: z(2), along: z(3)) { $0 }
    },
    .init("differentiable: a gradient of shape [1] for an input of shape [2]") {
      let wrong = differentiable({ $0 }, adjoint: { _, _, _ in Tensor([1]) })
      _ = gradient(at: z(2)) { wrong($0).sum() }
    },
  ]

  static let all = convolutions + layers + arrangements
}
