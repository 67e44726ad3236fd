import CoreEngine

/// A named piece of work. Names and work are those of the peer's program, so that the two tables can
/// be compared row by row.
struct Workload: Sendable {
  let name: String
  let runs, warmUps: Int
  /// Floating-point operations of one run, a multiply-add as two; 0 where it has no meaning.
  let flops: Double
  /// Prepares the data and returns the work to be timed.
  let make: @Sendable () -> () -> Void

  static let all: [Workload] =
    convolutions + [
      tinyCNN, smallCNN, lenet(batch: 256), lenet(batch: 32), vggBlock,
    ] + recurrents + [matmul, add]

  private static let convolutions: [Workload] = [
    ("n64c1h28k8f3", 64, 1, 28, 8, 3, 1), ("n64c8h28k16f3", 64, 8, 28, 16, 3, 1),
    ("n64c32h28k64f3", 64, 32, 28, 64, 3, 1), ("n32c64h14k128f3", 32, 64, 14, 128, 3, 1),
    ("n64c3h32k32f5", 64, 3, 32, 32, 5, 2), ("n1c3h224k64f7", 1, 3, 224, 64, 7, 3),
    ("n256c6h14k16f5", 256, 6, 14, 16, 5, 0),
  ].flatMap { tag, n, c, h, k, f, p -> [Workload] in
    let out = h + 2 * p - f + 1
    let flops = 2 * Double(n * k * out * out * c * f * f)
    return [
      Workload(name: "conv2d.forward.\(tag)", runs: 30, warmUps: 5, flops: flops) {
        let (x, w, b) = (
          Tensor.normal([n, c, h, h]), Tensor.normal([k, c, f, f]), Tensor.normal([k])
        )
        return { _ = x.conv2d(w, bias: b, padding: p) }
      },
      Workload(name: "conv2d.forward+backward.\(tag)", runs: 30, warmUps: 5, flops: 3 * flops) {
        let (x, w, b) = (
          Tensor.normal([n, c, h, h]), Tensor.normal([k, c, f, f]), Tensor.normal([k])
        )
        let g = Tensor.normal([n, k, out, out])
        return {
          _ = pullback(at: [x, w, b], of: { $0[0].conv2d($0[1], bias: $0[2], padding: p) })(g)
        }
      },
    ]
  }

  /// One training step: forward, loss, backward, update, and the loss read.
  private static func training(
    _ model: any Model, _ optimizer: any Optimizer, _ x: Tensor, classes: Int
  ) -> () -> Void {
    let labels = Tensor((0..<x.shape[0]).map { _ in Random.shared.integer(in: 0..<classes) })
    let parameters = model.parameters
    return {
      let (loss, gradients) = valueAndGradient(at: parameters) { crossEntropy(model(x), labels) }
      optimizer.update(gradients)
      _ = loss.item
    }
  }

  private static let tinyCNN = Workload(
    name: "train.tiny-cnn.b32", runs: 40, warmUps: 10, flops: 0
  ) {
    let model = Sequential {
      Conv2D(1, 8, kernel: 3, padding: 1)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dense(128, 10)
    }
    return training(model, SGD(learningRate: 0.1), .normal([32, 1, 8, 8]), classes: 10)
  }

  private static let smallCNN = Workload(
    name: "train.small-cnn.b64", runs: 40, warmUps: 10, flops: 0
  ) {
    let model = Sequential {
      Conv2D(1, 8, kernel: 3, padding: 1)
      ReLU()
      MaxPool2D(2)
      Conv2D(8, 16, kernel: 3, padding: 1)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dense(784, 10)
    }
    return training(
      model, SGD(learningRate: 0.1, momentum: 0.9), .normal([64, 1, 28, 28]), classes: 10)
  }

  private static func lenet(batch: Int) -> Workload {
    Workload(
      name: batch == 256 ? "train.lenet5.b256" : "train.lenet5-adam.b32", runs: 40, warmUps: 10,
      flops: 0
    ) {
      let model = Sequential {
        Conv2D(1, 6, kernel: 5, padding: 2)
        Sigmoid()
        AvgPool2D(2)
        Conv2D(6, 16, kernel: 5)
        Sigmoid()
        AvgPool2D(2)
        Flatten()
        Dense(400, 120)
        Sigmoid()
        Dense(120, 84)
        Sigmoid()
        Dense(84, 10)
      }
      let optimizer: any Optimizer =
        batch == 256 ? SGD(learningRate: 0.1) : Adam(learningRate: 1e-3)
      return training(model, optimizer, .normal([batch, 1, 28, 28]), classes: 10)
    }
  }

  private static let vggBlock = Workload(
    name: "train.vgg-block.b32", runs: 40, warmUps: 10, flops: 0
  ) {
    let model = Sequential {
      Conv2D(3, 32, kernel: 3, padding: 1)
      ReLU()
      Conv2D(32, 32, kernel: 3, padding: 1)
      ReLU()
      MaxPool2D(2)
      Conv2D(32, 64, kernel: 3, padding: 1)
      ReLU()
      Conv2D(64, 64, kernel: 3, padding: 1)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dense(4096, 128)
      ReLU()
      Dense(128, 10)
    }
    return training(
      model, SGD(learningRate: 0.01, momentum: 0.9), .normal([32, 3, 32, 32]), classes: 10)
  }

  private static let recurrents: [Workload] = [
    ("rnn.t35b32i28h128", RecurrentKind.tanh, 35, 32, 28, 128),
    ("rnn.t100b32i64h256", .tanh, 100, 32, 64, 256), ("rnn.t20b1i8h16", .tanh, 20, 1, 8, 16),
    ("lstm.t35b32i28h128", .lstm, 35, 32, 28, 128), ("gru.t35b32i28h128", .gru, 35, 32, 28, 128),
  ].map { name, kind, time, batch, inputs, hidden in
    Workload(name: "train.\(name)", runs: 30, warmUps: 5, flops: 0) {
      let layer: Recurrent =
        kind == .lstm
        ? LSTM(inputs, hidden) : kind == .gru ? GRU(inputs, hidden) : RNN(inputs, hidden)
      let head = Dense(hidden, 10)
      let parameters = Sequential([layer, head]).parameters
      let optimizer = SGD(learningRate: 0.1)
      let x = Tensor.normal([time, batch, inputs])
      let labels = Tensor((0..<batch).map { _ in Random.shared.integer(in: 0..<10) })
      return {
        let (_, gradients) = valueAndGradient(at: parameters) {
          crossEntropy(head(layer(x)[-1]), labels)
        }
        optimizer.update(gradients)
      }
    }
  }

  private static let matmul = Workload(
    name: "matmul.512", runs: 40, warmUps: 10, flops: 2 * 512 * 512 * 512
  ) {
    let (a, b) = (Tensor.normal([512, 512]), Tensor.normal([512, 512]))
    return { _ = CoreEngine.matmul(a, b) }
  }

  private static let add = Workload(
    name: "elementwise.add.4k", runs: 400, warmUps: 50, flops: 4096
  ) {
    let (a, b) = (Tensor.normal([4096]), Tensor.normal([4096]))
    return { _ = a + b }
  }
}
