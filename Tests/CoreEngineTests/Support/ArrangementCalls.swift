import CoreEngine

func arrangementCall(_ c: Call) throws -> Results? {
  let result: Tensor
  switch c.reference.op {
  case "transpose", "t", "swapaxes":
    let first = c.options.integer("dim0", "axis0", "first", or: c.axes?.first ?? -2)
    let second = c.options.integer("dim1", "axis1", "second", or: c.axes?.last ?? -1)
    result = try c.x().transposed(first, second)
  case "permute", "permuted":
    let order = (c.options("order", "permutation", "perm", "dims", "axes") ?? .null).flattened
    result = try c.x().permuted(order.map { Int($0) })
  case "reshape", "view", "reshaped":
    let shape = (c.options("shape", "size", "newshape") ?? .null).flattened
    result = try c.x().reshaped(shape.map { Int($0) })
  case "flatten":
    result = try c.x().flattened(
      from: c.options.integer("startdim", "startaxis", "from", "start", "axis", or: 0))
  case "squeeze": result = try c.x().squeezed(axis: c.axis(or: 0))
  case "unsqueeze", "expanddims", "expanded": result = try c.x().expanded(axis: c.axis(or: 0))
  case "broadcast", "broadcastto", "expand":
    let shape = (c.options("shape", "size") ?? .null).flattened
    result = try c.x().broadcast(to: shape.map { Int($0) })
  case "cat", "concat", "concatenate": result = .concatenate(c.all, axis: c.axis(or: 0))
  case "stack": result = .stack(c.all, axis: c.axis(or: 0))
  case "slice", "narrow": result = try slice(c)
  case "pad", "constantpad", "constantpadnd", "padded": result = try pad(c)
  case "roll", "rolled", "cyclicshift":
    let shifts = (c.options("shifts", "shift", "distance", "by") ?? .null).flattened.map { Int($0) }
    let x = try c.x()
    if let axes = c.axes {
      result = zip(shifts, axes).reduce(x) { $0.rolled(by: $1.0, axis: $1.1) }
    } else {
      result = x.flattened().rolled(by: shifts[0], axis: 0).reshaped(x.shape)
    }
  case "shift", "shifted":
    result = try c.x().shifted(
      dx: c.options.integer("dx", or: 0), dy: c.options.integer("dy", or: 0))
  case "flip", "flipped":
    let x = try c.x()
    result = x.flipped(axes: c.axes ?? Array(0..<x.rank))
  case "gather":
    result = try c.x().gather(axis: c.axis(or: 0), indices: c.operand("index", "indices"))
  case "indexselect", "rows", "take":
    let x = try c.x()
    let axis = c.axis(or: 0)
    let order = [axis] + (0..<x.rank).filter { $0 != axis }
    var inverse = order
    for (i, a) in order.enumerated() { inverse[a] = i }
    result = try x.permuted(order).rows(at: c.operand("index", "indices")).permuted(inverse)
  case "embedding":
    result = try c.operand("weight", "w", "table").rows(
      at: c.operand("indices", "index", "input", "x"))
  case "onehot":
    let labels = try c.operand("input", "indices", "index", "labels", "x", "target")
    let greatest = Int(labels.max().item) + 1
    result = labels.oneHot(classes: c.options.integer("classes", "numclasses", "n", or: greatest))
  default: return nil
  }
  return ["output": result]
}

/// Starts, stops and steps for the first axes, or for given ones.
private func slice(_ c: Call) throws -> Tensor {
  let x = try c.x()
  func numbers(_ attribute: Attribute?) -> [Int]? { attribute.map { $0.flattened.map { Int($0) } } }
  let starts = numbers(c.options("start", "starts", "begin")) ?? [0]
  let axes = c.axes ?? Array(starts.indices)
  let lengths = numbers(c.options("length", "lengths", "count", "counts"))
  let ends = numbers(c.options("end", "ends", "stop", "stops"))
  let steps = numbers(c.options("step", "steps", "strides", "stride"))
  var result = x
  for (i, axis) in axes.enumerated() {
    let length = x.shape[axis < 0 ? axis + x.rank : axis]
    let start = starts[i] < 0 ? starts[i] + length : starts[i]
    var end = lengths.map { start + $0[i] } ?? ends?[i] ?? length
    if end < 0 { end += length }
    result = result.strided(
      by: steps?[i] ?? 1, axis: axis, from: start, to: lengths == nil ? min(end, length) : end)
  }
  return result
}

/// PyTorch's list of widths begins with the last axis; a list of pairs begins with the first.
private func pad(_ c: Call) throws -> Tensor {
  let x = try c.x()
  guard let attribute = c.options("pad", "padding", "widths", "paddings") else {
    throw ReferenceFailure(c.reference, "no widths of padding")
  }
  let value = c.options("value", "constant", "fill")?.number ?? 0
  if let mode = c.options("mode")?.text, mode != "constant" {
    throw ReferenceFailure(c.reference, "unknown mode \(mode) of padding")
  }
  var widths = [(before: Int, after: Int)](repeating: (0, 0), count: x.rank)
  if let pairs = attribute.list, pairs.first?.list != nil {
    for (i, pair) in pairs.enumerated() {
      let numbers = pair.flattened
      widths[i] = (Int(numbers[0]), Int(numbers[numbers.count - 1]))
    }
  } else {
    let numbers = attribute.flattened.map { Int($0) }
    if numbers.count == 1 { return x.padded(numbers[0], with: value) }
    for i in 0..<numbers.count / 2 {
      widths[x.rank - 1 - i] = (numbers[2 * i], numbers[2 * i + 1])
    }
  }
  return x.padded(widths, with: value)
}
