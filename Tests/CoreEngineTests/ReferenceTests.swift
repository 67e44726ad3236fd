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

  @Test("the number of cases compared is printed")
  func count() {
    print("compared \(Reference.all.count) reference cases from \(Reference.folder)")
    #expect(!Reference.all.isEmpty)
  }
}

extension Reference {
  var isOperation: Bool { !["optimizer", "training", "rnn", "gru", "lstm"].contains(op) }
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
  case "embedding": return x("weight").rows(at: x("indices"))
  case "crossEntropy": return crossEntropy(x("logits"), x("target"))
  case "mse": return meanSquaredError(x(), x("target"))
  case "binaryCrossEntropyWithLogits": return binaryCrossEntropy(x("logits"), x("target"))
  default: fatalError("\(r.name): unknown operation \(r.op)")
  }
}
