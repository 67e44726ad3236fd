import CoreEngine

extension Reference {
  /// The optimizer that a case's options describe.
  func makeOptimizer() throws -> any Optimizer {
    let options = Options(attributes)
    func number(_ names: String..., or fallback: Double) -> Double {
      for name in names { if let value = options(name)?.number { return value } }
      return fallback
    }
    let name = plain(options("optimizer", "name", "kind")?.text ?? "")
    let rate = number("lr", "learningrate", or: 1e-3)
    let decay = number("weightdecay", "decay", or: name.hasPrefix("adamw") ? 0.01 : 0)
    let momentum = number("momentum", or: 0)
    let betas = options("betas")?.flattened ?? []
    let beta1 = betas.first ?? number("beta1", or: 0.9)
    let beta2 = betas.last ?? number("beta2", or: 0.999)
    let epsilon = number("epsilon", "eps", or: 1e-8)
    let alpha = number("alpha", "rho", or: 0.99)
    let amsgrad = options("amsgrad")?.flag ?? false
    let nesterov = options("nesterov")?.flag ?? false
    let dampening = number("dampening", or: 0)
    let centred = options("centered", "centred")?.flag ?? false
    if let option = options.unknown.first {
      throw ReferenceFailure(self, "\(name) has no option \(option)")
    }
    if name.hasPrefix("sgd") {
      return SGD(
        learningRate: rate, momentum: momentum, weightDecay: decay, nesterov: nesterov,
        dampening: dampening)
    }
    if name.hasPrefix("adamw") {
      return AdamW(
        learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay,
        amsgrad: amsgrad)
    }
    if name.hasPrefix("adam") {
      return Adam(
        learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay,
        amsgrad: amsgrad)
    }
    if name.hasPrefix("rmsprop") {
      return RMSProp(
        learningRate: rate, alpha: alpha, epsilon: epsilon, momentum: momentum,
        weightDecay: decay, centred: centred)
    }
    throw ReferenceFailure(self, "unknown optimizer \(name)")
  }

  /// A training case: its network with the parameters it begins with, its data and its rule.
  struct Training {
    let model: Sequential
    let loss: (Tensor, Tensor) -> Tensor
    let optimizer: any Optimizer
    let x, y: Tensor
  }

  func makeTraining(_ dtype: DType) throws -> Training {
    let layers = attributes["layers"]?.list?.compactMap(\.text) ?? []
    let model = Sequential(try layers.flatMap { try makeLayers($0) })
    try setParameters(of: model, dtype)
    let words = attributes["loss"]?.text ?? "crossEntropy"
    let reduction: Reduction = words.hasSuffix("sum") ? .sum : .mean
    let loss: (Tensor, Tensor) -> Tensor
    switch plain(String(words.prefix { $0 != " " })) {
    case "mse", "meansquarederror": loss = { meanSquaredError($0, $1, reduction: reduction) }
    case "crossentropy": loss = { crossEntropy($0, $1, reduction: reduction) }
    case let name where name.hasPrefix("bce") || name.hasPrefix("binarycrossentropy"):
      loss = { binaryCrossEntropy($0, $1, reduction: reduction) }
    default: throw ReferenceFailure(self, "unknown loss \(words)")
    }
    return Training(
      model: model, loss: loss, optimizer: try makeOptimizer(attributes["optimizer"]?.text ?? ""),
      x: tensor("X", dtype), y: tensor("Y", dtype))
  }

  /// "SGD lr 0.1 momentum 0.9 nesterov", "AdamW lr 0.01 weightDecay 0.1".
  private func makeOptimizer(_ text: String) throws -> any Optimizer {
    let words = text.split { $0 == " " || $0 == "," || $0 == "=" }.map(String.init)
    func number(_ names: String..., or fallback: Double) -> Double {
      let place = words.firstIndex { names.contains(plain($0)) }
      return place.flatMap { $0 + 1 < words.count ? Double(words[$0 + 1]) : nil } ?? fallback
    }
    let rate = number("lr", "learningrate", or: 1e-3)
    let momentum = number("momentum", or: 0)
    switch plain(words.first ?? "") {
    case "sgd":
      return SGD(
        learningRate: rate, momentum: momentum, weightDecay: number("weightdecay", or: 0),
        nesterov: words.contains { plain($0) == "nesterov" })
    case "adam": return Adam(learningRate: rate, weightDecay: number("weightdecay", or: 0))
    case "adamw": return AdamW(learningRate: rate, weightDecay: number("weightdecay", or: 0.01))
    case "rmsprop":
      return RMSProp(
        learningRate: rate, alpha: number("alpha", or: 0.99), momentum: momentum,
        weightDecay: number("weightdecay", or: 0))
    default: throw ReferenceFailure(self, "unknown optimizer \(text)")
    }
  }

  /// Gives each parameter its tensor: by its name, else by the end of its name, else in the order
  /// of the names among those of its shape.
  private func setParameters(of model: Sequential, _ dtype: DType) throws {
    var left = parameters
    func take(_ name: String) -> Values? { left.removeValue(forKey: name) }
    for named in model.state {
      let own = named.name.drop { $0 != "." }
      let candidates = left.keys.filter { $0.hasSuffix(own) }.sorted()
      let fitting = candidates.filter { left[$0]!.shape == named.parameter.shape }
      if let value = take(named.name) ?? fitting.first.flatMap(take) {
        named.parameter.value = value.tensor(dtype)
      } else if !named.parameter.isTrainable {
        named.parameter.value = named.parameter.value.converted(to: dtype)
      } else {
        throw ReferenceFailure(self, "no parameter \(named.name) among \(left.keys.sorted())")
      }
    }
  }

  /// "Conv2D(1→6,5x5,padding 2)", "RNN(3→7,tanh), last step", "Flatten" …
  private func makeLayers(_ text: String) throws -> [any Model] {
    let kind = plain(String(text.prefix { $0 != "(" && $0 != "," && $0 != " " }))
    let inside = text.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
    // Numbers by their word, "padding 2", and those without one.
    var plainNumbers: [Int] = []
    var options: [String: [Int]] = [:]
    for part in inside.split(separator: ",") {
      let word = plain(String(part.prefix { !$0.isNumber }))
      let numbers = part.split { !$0.isNumber }.compactMap { Int($0) }
      if word.isEmpty || word == "kernel" {
        plainNumbers += numbers
      } else {
        options[word] = numbers
      }
    }
    let n = plainNumbers
    func size(_ word: String, or fallback: Int) -> Size {
      guard let numbers = options[word], let first = numbers.first else {
        return Size(fallback, fallback)
      }
      return Size(first, numbers.last!)
    }
    let kernel = n.count > 3 ? Size(n[2], n[3]) : n.count > 2 ? Size(n[2], n[2]) : Size(1, 1)
    let last: [any Model] = text.contains("last step") ? [LastStep()] : []
    let depth = (options["depth"] ?? options["layers"])?.first ?? 1
    let both = text.contains("bidirectional")
    switch kind {
    case "conv2d", "conv":
      return [
        Conv2D(
          n[0], n[1], kernel: kernel, stride: size("stride", or: 1),
          padding: size("padding", or: 0), dilation: size("dilation", or: 1),
          groups: size("groups", or: 1).width)
      ]
    case "conv1d":
      return [
        Conv1D(
          n[0], n[1], kernel: n[2], stride: size("stride", or: 1).width,
          padding: size("padding", or: 0).width)
      ]
    case "convtranspose2d":
      return [
        ConvTranspose2D(
          n[0], n[1], kernel: kernel, stride: size("stride", or: 1),
          padding: size("padding", or: 0), outputPadding: size("outputpadding", or: 0))
      ]
    case "maxpool2d", "maxpool":
      return [MaxPool2D(n[0], stride: size("stride", or: n[0]), padding: size("padding", or: 0))]
    case "avgpool2d", "avgpool":
      return [AvgPool2D(n[0], stride: size("stride", or: n[0]), padding: size("padding", or: 0))]
    case "batchnorm2d", "batchnorm": return [BatchNorm2D(n[0])]
    case "layernorm": return [LayerNorm(n[0])]
    case "embedding": return [Embedding(n[0], n[1])]
    case "dense", "linear": return [Dense(n[0], n[1])]
    case "flatten": return [Flatten()]
    case "relu": return [ReLU()]
    case "leakyrelu": return [LeakyReLU()]
    case "gelu": return [GELU()]
    case "tanh": return [Tanh()]
    case "sigmoid": return [Sigmoid()]
    case "softplus": return [Softplus()]
    case "rnn":
      let form: RNN.Nonlinearity = text.contains("relu") ? .relu : .tanh
      return [RNN(n[0], n[1], nonlinearity: form, depth: depth, bidirectional: both)] + last
    case "lstm": return [LSTM(n[0], n[1], depth: depth, bidirectional: both)] + last
    case "gru": return [GRU(n[0], n[1], depth: depth, bidirectional: both)] + last
    case "laststep", "last": return [LastStep()]
    default: throw ReferenceFailure(self, "unknown layer \(text)")
    }
  }
}
