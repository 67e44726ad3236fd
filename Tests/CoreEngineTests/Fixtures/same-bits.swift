// Compiled by SameBitsTests with and without optimisation: a digest of everything it computed.
import CoreEngine

/// FNV-1a over the bytes of tensors.
struct Digest {
  var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ x: Tensor) {
    x.withUnsafeBytes { for byte in $0 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 } }
  }
}

func report(_ name: String, _ tensors: [Tensor]) {
  var digest = Digest()
  for tensor in tensors { digest.add(tensor) }
  print(name, String(digest.state, radix: 16))
}

setSeed(11)
for dtype in [DType.float32, .float64] {
  let x = Tensor.normal([9, 4, 21, 19], dtype: dtype)
  let w = Tensor.normal([12, 2, 3, 3], dtype: dtype)
  let (dx, dw) = gradient(at: x, w) { x, w in
    (x.conv2d(w, stride: 2, padding: 1, groups: 2).gelu().maxPool2d(2)).squared().sum()
  }
  report("convolution \(dtype)", [dx, dw])
  let a = Tensor.uniform([150, 201], dtype: dtype)
  report(
    "reductions \(dtype)",
    [matmul(a, a.transposed()), a.softmax(), a.logSumExp(), a.variance(axis: 0), a.sum()])
  for kind in [RecurrentKind.tanh, .relu, .lstm, .gru] {
    let layer: Recurrent =
      kind == .lstm ? LSTM(5, 17) : kind == .gru ? GRU(5, 17, depth: 2) : RNN(5, 17)
    layer.convert(to: dtype)
    let sequence = Tensor.normal([14, 6, 5], dtype: dtype)
    let (value, gradients) = valueAndGradient(at: layer) { $0(sequence).squared().mean() }
    report("\(kind) \(dtype)", [value] + gradients.values)
  }
}

func train(_ optimizer: any Optimizer) {
  let digits = Digits().train[0..<300]
  let model = Sequential {
    Conv2D(1, 6, kernel: 3, padding: 1)
    BatchNorm2D(6)
    ReLU()
    AvgPool2D(2)
    Flatten()
    Dropout(0.2)
    Dense(96, 10)
  }
  let history = fit(
    model, on: digits, epochs: 2, batch: 25, optimizer: optimizer,
    augment: Augmentation.shift(by: 1))
  report("\(type(of: optimizer))", model.state.map(\.parameter.value))
  print(history.losses.map { String($0.bitPattern, radix: 16) })
}
train(SGD(learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4, nesterov: true))
train(Adam(learningRate: 0.01))
train(AdamW(learningRate: 0.01, amsgrad: true))
train(RMSProp(learningRate: 0.01, momentum: 0.5, centred: true))
