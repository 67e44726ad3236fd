/// The matrix product over the last two axes, `c[i, j] = Σ a[i, k] b[k, j]`.
///
/// - Parameters:
///   - a: shape `[..., m, k]`, or `[k]`.
///   - b: shape `[..., k, n]`, or `[k]`.
/// - Returns: shape `[..., m, n]`; the axes in front are broadcast. The axis that a vector lacks is
///   left out of the result.
/// - Precondition: the inner lengths agree.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  require(
    a.rank >= 1 && b.rank >= 1 && a.dtype == b.dtype,
    "matmul: \(a.signature) and \(b.signature) cannot be multiplied")
  if a.rank == 1 {
    let row = matmul(a.reshaped([1, a.count]), b)
    var shape = row.shape
    shape.remove(at: b.rank == 1 ? 0 : shape.count - 2)
    return row.reshaped(shape)
  }
  if b.rank == 1 {
    let column = matmul(a, b.reshaped([b.count, 1]))
    return column.reshaped(Array(column.shape.dropLast()))
  }
  return product(a, false, b, false)
}

extension Tensor {
  /// The matrix product `self · other` over the last two axes; see the free function
  /// `matmul(_:_:)`.
  ///
  /// - Parameter other: shape `[..., k, n]`, or `[k]`.
  /// - Returns: shape `[..., m, n]` for `self` of shape `[..., m, k]`.
  public func matmul(_ other: Tensor) -> Tensor { CoreEngine.matmul(self, other) }

  /// A dense layer, `x wᵀ + b`.
  ///
  /// - Parameters:
  ///   - weight: shape `[outputs, inputs]`.
  ///   - bias: shape `[outputs]`, or nil.
  /// - Returns: shape `[..., outputs]`.
  /// - Precondition: `self` has shape `[..., inputs]` with at least one row.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    require(
      rank >= 1 && weight.rank == 2 && shape[rank - 1] == weight.shape[1]
        && (bias == nil || bias!.shape == [weight.shape[0]]) && dtype == weight.dtype,
      "linear: input \(signature), weight \(weight.signature)"
        + (bias.map { ", bias \($0.signature)" } ?? ""))
    require(
      count > 0, "linear: input \(signature), weight \(weight.signature): the batch is empty")
    let (inputs, outputs) = (weight.shape[1], weight.shape[0])
    let rows = count / inputs
    var shape = self.shape
    shape[rank - 1] = outputs
    let result = Tensor(uninitialized: shape, dtype: dtype)
    Kernels.matmul(
      storage, weight.storage, bias: bias?.storage,
      MatrixProductGeometry(m: rows, n: outputs, k: inputs, transposesB: true),
      into: result.storage)
    let x = self
    let parameters = bias.map { [x, weight, $0] } ?? [x, weight]
    return recorded(result, from: parameters) { upstream, _ in
      let flat = upstream.reshaped([rows, outputs])
      let dx =
        x.node == nil ? nil : product(flat, false, weight, false).reshaped(x.shape)
      let dw =
        weight.node == nil ? nil : product(flat, true, x.reshaped([rows, inputs]), false)
      guard let bias else { return [dx, dw] }
      return [dx, dw, bias.node == nil ? nil : flat.sum(axis: 0)]
    }
  }
}

/// The product of matrices that may be taken transposed, without copying them.
package func product(
  _ a: Tensor, _ transposeA: Bool, _ b: Tensor, _ transposeB: Bool
) -> Tensor {
  let (ra, rb) = (a.rank, b.rank)
  let m = a.shape[transposeA ? ra - 1 : ra - 2]
  let k = a.shape[transposeA ? ra - 2 : ra - 1]
  let n = b.shape[transposeB ? rb - 2 : rb - 1]
  let inner = b.shape[transposeB ? rb - 1 : rb - 2]
  require(k == inner, "matmul: shapes \(a.shape) and \(b.shape) differ in the inner length")
  let (frontA, frontB) = (Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))
  guard let front = broadcastShape(frontA, frontB) else {
    fatalError("matmul: shapes \(a.shape) and \(b.shape) do not go together")
  }
  let batch = elementCount(front)
  // A side that repeats is walked with step 0 when it is one matrix, else made whole first.
  let x = frontA == front || a.count == m * k ? a : a.broadcast(to: front + a.shape.suffix(2))
  let y = frontB == front || b.count == k * n ? b : b.broadcast(to: front + b.shape.suffix(2))
  let result = Tensor(uninitialized: front + [m, n], dtype: a.dtype)
  Kernels.matmul(
    x.storage, y.storage,
    MatrixProductGeometry(
      m: m, n: n, k: k, transposesA: transposeA, transposesB: transposeB, batch: batch,
      strideA: x.count == m * k ? 0 : m * k, strideB: y.count == k * n ? 0 : k * n),
    into: result.storage)
  guard isRecording(a, b) else { return result }
  return recorded(result, from: [a, b]) { upstream, _ in
    var (da, db): (Tensor?, Tensor?)
    if a.node != nil {
      da =
        transposeA
        ? product(b, transposeB, upstream, true) : product(upstream, false, b, !transposeB)
      da = da!.summed(to: a.shape)
    }
    if b.node != nil {
      db =
        transposeB
        ? product(upstream, true, a, transposeA) : product(a, !transposeA, upstream, false)
      db = db!.summed(to: b.shape)
    }
    return [da, db]
  }
}
