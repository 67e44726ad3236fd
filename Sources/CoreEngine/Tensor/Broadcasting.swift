/// The shape that two operands are broadcast to: axes are aligned at the end, and an axis of length
/// 1, or one that is missing, repeats.
///
/// - Returns: nil when the shapes do not go together.
/// Source: NumPy manual, "Broadcasting".
package func broadcastShape(_ a: [Int], _ b: [Int]) -> [Int]? {
  let rank = max(a.count, b.count)
  var result = [Int](repeating: 1, count: rank)
  for axis in 0..<rank {
    let i = axis - (rank - a.count)
    let j = axis - (rank - b.count)
    let m = i < 0 ? 1 : a[i]
    let n = j < 0 ? 1 : b[j]
    guard m == n || m == 1 || n == 1 else { return nil }
    result[axis] = m == 1 ? n : m
  }
  return result
}

/// Strides by which a tensor of `shape` is walked to fill `target`: 0 along repeated axes.
package func broadcastStrides(_ shape: [Int], to target: [Int]) -> [Int] {
  let own = rowMajorStrides(shape)
  let missing = target.count - shape.count
  return target.indices.map { axis in
    let i = axis - missing
    return i < 0 || shape[i] == 1 ? 0 : own[i]
  }
}

extension Tensor {
  /// Repeats axes of length 1, and adds axes in front, to reach `target`.
  ///
  /// - Parameter target: the lengths to reach; a length that is not 1 must be there already.
  /// - Returns: shape `target`. Its adjoint sums over the repeated axes.
  /// - Precondition: the shape broadcasts to `target`.
  public func broadcast(to target: [Int]) -> Tensor {
    if shape == target { return self }
    require(
      broadcastShape(shape, target) == target, "broadcast: shape \(shape) does not fit \(target)")
    let result = Tensor(uninitialized: target, dtype: dtype)
    if count == 1 {
      Kernels.fill(result.storage, with: element(at: 0))
    } else if result.count > 0 {
      copyBlock(
        from: StridedElements(storage, strides: broadcastStrides(shape, to: target)),
        to: StridedElements(result.storage, strides: rowMajorStrides(target)), shape: target)
    }
    let original = shape
    return recorded(result, from: self) { upstream, _ in upstream.summed(to: original) }
  }

  /// Sums over the axes along which `target` would be broadcast to this shape: the adjoint of
  /// `broadcast(to:)`.
  package func summed(to target: [Int]) -> Tensor {
    if shape == target { return self }
    let missing = rank - target.count
    var axes = Array(0..<missing)
    for axis in missing..<rank where target[axis - missing] == 1 && shape[axis] != 1 {
      axes.append(axis)
    }
    return sum(axes: axes, keepDims: true).reshaped(target)
  }
}

/// Copies an n-dimensional block of elements between two layouts.
/// - Precondition: at most 8 axes.
func copyBlock(from source: StridedElements, to target: StridedElements, shape: [Int]) {
  require(shape.count <= 8, "a tensor of \(shape.count) axes: at most 8 are supported")
  if shape.contains(0) { return }
  Kernels.copyBlock(from: source, to: target, shape: shape)
}
