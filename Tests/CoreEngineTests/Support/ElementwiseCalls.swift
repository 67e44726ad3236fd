import CoreEngine

/// Results of one operation by name, or nil when it belongs to another family.
typealias Results = [String: Tensor]

func elementwiseCall(_ c: Call) throws -> Results? {
  let result: Tensor
  switch c.reference.op {
  case "add", "plus": result = try c.x() + c.y() * (c.options("alpha")?.number ?? 1)
  case "sub", "subtract", "minus":
    result = try c.x() - c.y() * (c.options("alpha")?.number ?? 1)
  case "mul", "multiply", "times": result = try c.x() * c.y()
  case "div", "divide": result = try c.x() / c.y()
  case "neg", "negate", "negative": result = try -c.x()
  case "maximum": result = try maximum(c.x(), c.y())
  case "minimum": result = try minimum(c.x(), c.y())
  case "exp": result = try c.x().exp()
  case "log": result = try c.x().log()
  case "sqrt": result = try c.x().sqrt()
  case "square", "squared": result = try c.x().squared()
  case "abs": result = try c.x().abs()
  case "sign": result = try c.x().sign()
  case "floor": result = try c.x().floor()
  case "sin": result = try c.x().sin()
  case "cos": result = try c.x().cos()
  case "pow", "power":
    if let exponent = c.options("exponent", "p", "power", "n")?.number {
      result = try c.x().pow(exponent)
    } else {
      result = try c.x().pow(c.y())
    }
  case "clamp", "clip", "clamped":
    result = try c.x().clamped(
      c.options("min", "low", "lower", "minimum")?.number ?? -.infinity,
      c.options("max", "high", "upper", "maximum")?.number ?? .infinity)
  case "where", "select":
    result = try select(
      c.operand("condition", "mask", "cond"), c.operand("a", "x", "input", "self"),
      c.operand("b", "y", "other"))
  case "relu": result = try c.x().relu()
  case "leakyrelu":
    result = try c.x().leakyReLU(
      slope: c.options("slope", "negativeslope", "alpha")?.number ?? 0.01)
  case "gelu":
    let form = c.options("approximate")
    result = try c.x().gelu(approximate: form?.text == "tanh" || form?.flag == true)
  case "sigmoid", "logistic": result = try c.x().sigmoid()
  case "tanh": result = try c.x().tanh()
  case "softplus":
    c.options.ignore("threshold")
    let beta = c.options("beta")?.number ?? 1
    result = try (c.x() * beta).softplus() * (1 / beta)
  case "softmax": result = try c.x().softmax(axis: c.axis(or: -1))
  case "logsoftmax": result = try c.x().logSoftmax(axis: c.axis(or: -1))
  case "dropout":
    let rate = c.options("p", "rate", "probability")?.number ?? 0.5
    let training = c.options("training", "train")?.flag ?? false
    let x = try c.x()
    result = training ? inTraining { x.dropout(rate) } : x.dropout(rate)
  case "matmul", "mm", "bmm", "dot": result = try matmul(c.x(), c.y())
  case "linear", "dense":
    result = try c.x().linear(c.operand("weight", "w"), bias: c.optional("bias", "b"))
  default: return nil
  }
  return ["output": result]
}

func reductionCall(_ c: Call) throws -> Results? {
  let (axes, keepDims) = (c.axes, c.keepDims)
  func along(_ reduce: (Tensor, [Int]) -> Tensor) throws -> Tensor {
    let x = try c.x()
    let result = reduce(x, axes ?? Array(0..<x.rank))
    return axes == nil && keepDims
      ? result.reshaped([Int](repeating: 1, count: x.rank)) : result
  }
  let kept = keepDims && axes != nil
  let result: Tensor
  switch c.reference.op {
  case "sum": result = try along { $0.sum(axes: $1, keepDims: kept) }
  case "mean", "average": result = try along { $0.mean(axes: $1, keepDims: kept) }
  case "variance", "var":
    let unbiased = c.options("unbiased")?.flag ?? false
    let correction = c.options.integer("correction", "ddof", or: unbiased ? 1 : 0)
    result = try along { $0.variance(axes: $1, correction: correction, keepDims: kept) }
  case "max", "amax":
    if axes == nil, let other = try? c.y() {
      result = try maximum(c.x(), other)
    } else {
      result = try along { $0.max(axes: $1, keepDims: kept) }
    }
  case "min", "amin":
    if axes == nil, let other = try? c.y() {
      result = try minimum(c.x(), other)
    } else {
      result = try along { $0.min(axes: $1, keepDims: kept) }
    }
  case "argmax", "argmin":
    let flat = try axes == nil ? c.x().flattened() : c.x()
    let axis = c.axis(or: 0)
    let found = c.reference.op == "argmax" ? flat.argmax(axis: axis) : flat.argmin(axis: axis)
    result = kept ? found.expanded(axis: axis < 0 ? axis + flat.rank : axis) : found
  case "logsumexp":
    if let axes, axes.count == 1 {
      result = try c.x().logSumExp(axis: axes[0], keepDims: keepDims)
    } else {
      // Several axes as one: brought to the end and joined.
      let x = try c.x()
      let chosen = (axes ?? Array(0..<x.rank)).map { $0 < 0 ? $0 + x.rank : $0 }
      let others = (0..<x.rank).filter { !chosen.contains($0) }
      let joined = x.permuted(others + chosen).flattened(from: others.count).logSumExp()
      result =
        keepDims
        ? joined.reshaped(x.shape.indices.map { chosen.contains($0) ? 1 : x.shape[$0] }) : joined
    }
  default: return nil
  }
  return ["output": result]
}
