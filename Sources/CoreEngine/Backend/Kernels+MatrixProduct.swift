internal import CEngine

/// The lengths of a batch of matrix products, `m` by `k` times `k` by `n`.
struct MatrixProductGeometry {
  var m, n, k: Int
  /// Whether an operand is stored `k` by `m`, or `n` by `k`.
  var transposesA = false, transposesB = false
  /// The number of products.
  var batch = 1
  /// Elements between the matrices of an operand; 0 repeats one matrix.
  var strideA = 0, strideB = 0
}

extension Kernels {
  /// `out = op(a) op(b)` for each product of the batch, plus `bias[column]`.
  static func matmul(
    _ a: Storage, _ b: Storage, bias: Storage? = nil, _ g: MatrixProductGeometry,
    into out: Storage
  ) {
    ce_matmul(
      out.dtype.code, g.transposesA ? 1 : 0, g.transposesB ? 1 : 0, Int64(g.m), Int64(g.n),
      Int64(g.k), a.pointer, b.pointer, bias?.pointer, out.pointer, Int64(g.batch),
      Int64(g.strideA), Int64(g.strideB))
  }
}
