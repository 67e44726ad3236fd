import CoreEngine
import Testing

/// The engine against values computed by PyTorch (Tests/CoreEngineTests/References, or the folder
/// named by the environment variable REFERENCES).
@Suite struct ReferenceTests {
  @Test("values and gradients agree with PyTorch", arguments: Reference.all.filter(\.isOperation))
  func operation(_ reference: Reference) {
    for (dtype, tolerance) in [(DType.float64, 1e-9), (.float32, 1e-4)] {
      let names = reference.inputs.keys.sorted()
      let points = names.map { reference.tensor($0, dtype) }
      guard let upstream = reference.upstream?.tensor(dtype), let expected = reference.output
      else {
        Issue.record("\(reference.name) has no output or no upstream")
        return
      }
      var output: Tensor?
      let gradients = gradient(at: points) { variables in
        let y = apply(reference, Dictionary(uniqueKeysWithValues: zip(names, variables)))
        output = y.detached
        return (y * upstream).sum()
      }
      let error = relativeError(output!, expected)
      #expect(error <= tolerance, "\(reference.name) \(dtype): output off by \(error)")
      for (name, values) in reference.gradients {
        guard let i = names.firstIndex(of: name) else {
          Issue.record("\(reference.name): a gradient for the unknown input \(name)")
          continue
        }
        let error = relativeError(gradients[i], values)
        #expect(
          error <= tolerance, "\(reference.name) \(dtype): gradient of \(name) off by \(error)")
      }
    }
  }

  @Test(
    "optimizers follow PyTorch's trajectories",
    arguments: Reference.all.filter { $0.op == "optimizer" })
  func optimizer(_ reference: Reference) {
    for (dtype, tolerance) in [(DType.float64, 1e-9), (.float32, 1e-4)] {
      let optimizer = makeOptimizer(reference)
      let w = Parameter(reference.tensor("w0", dtype))
      let (c, t) = (reference.tensor("c", dtype), reference.tensor("t", dtype))
      // The trajectory may or may not begin with the starting point.
      let steps =
        relativeError(w.value, reference.trajectory[0]) < 1e-7
        ? Array(reference.trajectory.dropFirst()) : reference.trajectory
      for (i, expected) in steps.enumerated() {
        let (_, gradients) = valueAndGradient(at: [NamedParameter("w", w)]) {
          (c * (w.value - t).squared()).sum() + w.value.sin().sum()
        }
        optimizer.update(gradients)
        let error = relativeError(w.value, expected)
        #expect(error <= tolerance, "\(reference.name) \(dtype): step \(i + 1) off by \(error)")
      }
    }
  }

  @Test(
    "whole training runs follow PyTorch's losses",
    arguments: Reference.all.filter { $0.op == "training" })
  func training(_ reference: Reference) {
    for (dtype, tolerance) in [(DType.float64, 1e-9), (.float32, 1e-3)] {
      let (model, loss, optimizer) = makeTraining(reference)
      for named in model.state {
        // A recurrent net's parts are called rnn and head; a Sequential counts them.
        let own = named.name.drop { $0 != "." }
        let names = [named.name] + ["rnn", "lstm", "gru", "head"].map { "\($0)\(own)" }
        guard let values = names.compactMap({ reference.parameters[$0] }).first else {
          Issue.record("\(reference.name) has no parameter \(named.name)")
          return
        }
        named.parameter.value = values.tensor(dtype)
      }
      let (x, y) = (reference.tensor("X", dtype), reference.tensor("Y", dtype))
      for (i, expected) in reference.losses.enumerated() {
        let (value, gradients) = valueAndGradient(at: model.parameters) { loss(model(x), y) }
        let error = abs(value.item - expected) / max(1, abs(expected))
        #expect(error <= tolerance, "\(reference.name) \(dtype): loss \(i) off by \(error)")
        optimizer.update(gradients)
      }
      if let expected = reference.finalOutput {
        let error = relativeError(model(x), expected)
        #expect(error <= tolerance, "\(reference.name) \(dtype): final output off by \(error)")
      }
    }
  }

  @Test("the number of cases compared is printed")
  func count() {
    print("compared \(Reference.all.count) reference cases from \(Reference.folder)")
    #expect(!Reference.all.isEmpty)
  }
}

extension Reference {
  var isOperation: Bool { op != "optimizer" && op != "training" }
}

/// Runs the operation of a case on given inputs; an unknown name is a failure.
private func apply(_ r: Reference, _ inputs: [String: Tensor]) -> Tensor {
  func x(_ name: String = "input") -> Tensor {
    guard let tensor = inputs[name] else { fatalError("\(r.name): no input \(name)") }
    return tensor
  }
  let stride = r.attributes["stride"]?.size
  let padding = r.attributes["padding"]?.size ?? Size(0, 0)
  let dilation = r.attributes["dilation"]?.size ?? Size(1, 1)
  let groups = r.attributes["groups"]?.integer ?? 1
  let kernel = r.attributes["kernel"]?.size ?? Size(1, 1)
  let axis = r.attributes["axis"]?.integer
  let keepDims = r.attributes["keepDims"]?.flag ?? false
  let epsilon = r.attributes["epsilon"]?.number ?? 1e-5
  switch r.op {
  case "add": return x("a") + x("b")
  case "sub": return x("a") - x("b")
  case "mul": return x("a") * x("b")
  case "div": return x("a") / x("b")
  case "matmul": return matmul(x("a"), x("b"))
  case "linear": return x().linear(x("weight"), bias: inputs["bias"])
  case "conv1d":
    return x().conv1d(
      x("weight"), bias: inputs["bias"], stride: stride?.width ?? 1, padding: padding.width,
      dilation: dilation.width, groups: groups)
  case "conv2d":
    return x().conv2d(
      x("weight"), bias: inputs["bias"], stride: stride ?? Size(1, 1), padding: padding,
      dilation: dilation, groups: groups)
  case "convTranspose2d":
    return x().convTranspose2d(
      x("weight"), bias: inputs["bias"], stride: stride ?? Size(1, 1), padding: padding,
      outputPadding: r.attributes["outputPadding"]?.size ?? Size(0, 0))
  case "maxPool2d": return x().maxPool2d(kernel, stride: stride, padding: padding)
  case "avgPool2d":
    return x().avgPool2d(
      kernel, stride: stride, padding: padding,
      countPadding: r.attributes["countIncludePad"]?.flag ?? true)
  case "batchNorm2d": return x().batchNorm2d(x("weight"), x("bias"), epsilon: epsilon).output
  case "layerNorm": return x().layerNorm(x("weight"), x("bias"), epsilon: epsilon)
  case "relu": return x().relu()
  case "leakyRelu":
    return x().leakyReLU(
      slope: r.attributes["slope"]?.number ?? r.attributes["negativeSlope"]?.number ?? 0.01)
  case "gelu": return x().gelu()
  case "sigmoid": return x().sigmoid()
  case "tanh": return x().tanh()
  case "softplus": return x().softplus()
  case "exp": return x().exp()
  case "log": return x().log()
  case "sqrt": return x().sqrt()
  case "abs": return x().abs()
  case "softmax": return x().softmax(axis: axis ?? -1)
  case "logSoftmax": return x().logSoftmax(axis: axis ?? -1)
  case "logSumExp": return x().logSumExp(axis: axis ?? -1, keepDims: keepDims)
  case "sum": return axis.map { x().sum(axis: $0, keepDims: keepDims) } ?? x().sum()
  case "mean": return axis.map { x().mean(axis: $0, keepDims: keepDims) } ?? x().mean()
  case "rnn", "lstm", "gru":
    let kind: RecurrentKind =
      r.op == "lstm"
      ? .lstm : r.op == "gru" ? .gru : r.attributes["nonlinearity"]?.text == "relu" ? .relu : .tanh
    let weights = RecurrentWeights(
      inputWeight: x("weight_ih_l0"), hiddenWeight: x("weight_hh_l0"), inputBias: x("bias_ih_l0"),
      hiddenBias: x("bias_hh_l0"))
    let initial = inputs["h0"].map { RecurrentState(hidden: $0, cell: inputs["c0"]) }
    return x().recurrent(kind, weights, initial: initial).output
  case "embedding": return x("weight").rows(at: x("indices"))
  case "crossEntropy": return crossEntropy(x("logits"), x("target"))
  case "mse": return meanSquaredError(x(), x("target"))
  case "binaryCrossEntropyWithLogits": return binaryCrossEntropy(x("logits"), x("target"))
  default: fatalError("\(r.name): unknown operation \(r.op)")
  }
}

private func makeOptimizer(_ r: Reference) -> any Optimizer {
  func number(_ name: String) -> Double { r.attributes[name]?.number ?? 0 }
  let name = r.attributes["optimizer"]?.text ?? ""
  let betas = r.attributes["betas"]?.list?.compactMap(\.number) ?? []
  switch name {
  case _ where name.hasPrefix("sgd"):
    return SGD(
      learningRate: number("lr"), momentum: number("momentum"),
      weightDecay: number("weightDecay"), nesterov: r.attributes["nesterov"]?.flag ?? false)
  case "adam":
    return Adam(
      learningRate: number("lr"), beta1: betas[0], beta2: betas[1], epsilon: number("epsilon"),
      weightDecay: number("weightDecay"))
  case "adamw":
    return AdamW(
      learningRate: number("lr"), beta1: betas[0], beta2: betas[1], epsilon: number("epsilon"),
      weightDecay: number("weightDecay"))
  case "rmsprop":
    return RMSProp(
      learningRate: number("lr"), alpha: number("alpha"), epsilon: number("epsilon"),
      momentum: number("momentum"), weightDecay: number("weightDecay"))
  default: fatalError("\(r.name): unknown optimizer \(name)")
  }
}

/// The network that a training case describes in words, its loss and its optimizer.
private func makeTraining(
  _ r: Reference
) -> (any Model, (Tensor, Tensor) -> Tensor, any Optimizer) {
  let layers = r.attributes["layers"]?.list?.compactMap(\.text) ?? []
  let model = Sequential(layers.flatMap { makeLayers($0, r.name) })
  let words = (r.attributes["optimizer"]?.text ?? "").split(separator: " ").map(String.init)
  func number(after word: String) -> Double? {
    words.firstIndex(of: word).flatMap { Double(words[$0 + 1]) }
  }
  let rate = number(after: "lr")!
  let optimizer: any Optimizer =
    words[0] == "Adam"
    ? Adam(learningRate: rate)
    : SGD(learningRate: rate, momentum: number(after: "momentum") ?? 0)
  let isSquared = r.attributes["loss"]?.text?.hasPrefix("mse") == true
  let loss: (Tensor, Tensor) -> Tensor = { output, target in
    isSquared ? meanSquaredError(output, target) : crossEntropy(output, target)
  }
  return (model, loss, optimizer)
}

/// "Conv2D(1→6,5x5,padding 2)", "RNN(3→7,tanh), last step", "Flatten" …
private func makeLayers(_ text: String, _ name: String) -> [any Model] {
  let numbers: [Int] = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
  let kind = text.prefix { $0.isLetter }
  // The digits of "Conv2D" and "MaxPool2D" stand in front.
  let n = text.dropFirst(kind.count).first == "2" ? Array(numbers.dropFirst()) : numbers
  switch kind {
  case "Conv":
    let padding = text.contains("padding") ? n[4] : 0
    return [Conv2D(n[0], n[1], kernel: Size(n[2], n[3]), padding: padding)]
  case "MaxPool": return [MaxPool2D(n[0])]
  case "AvgPool": return [AvgPool2D(n[0])]
  case "Dense", "Linear": return [Dense(n[0], n[1])]
  case "Flatten": return [Flatten()]
  case "ReLU": return [ReLU()]
  case "Tanh": return [Tanh()]
  case "Sigmoid": return [Sigmoid()]
  case "RNN":
    return [RNN(n[0], n[1], nonlinearity: text.contains("relu") ? .relu : .tanh), LastStep()]
  case "LSTM": return [LSTM(n[0], n[1]), LastStep()]
  case "GRU": return [GRU(n[0], n[1]), LastStep()]
  default: fatalError("\(name): unknown layer \(text)")
  }
}
