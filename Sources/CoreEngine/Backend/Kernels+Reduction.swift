internal import CEngine

/// An axis with what stands before and behind it: a tensor seen as `[outer, length, inner]`.
struct AxisLayout {
  let outer, length, inner: Int
}

/// How the elements along an axis become one.
enum ReduceOperation {
  case sum, max, min

  fileprivate var code: Int32 {
    switch self {
    case .sum: Int32(ce_sum)
    case .max: Int32(ce_max)
    case .min: Int32(ce_min)
    }
  }
}

extension Kernels {
  /// Reduces `[outer, length, inner]` to `[outer, inner]`.
  static func reduce(
    _ operation: ReduceOperation, _ x: Storage, _ axis: AxisLayout, into out: Storage
  ) {
    ce_reduce(
      x.dtype.code, operation.code, Int64(axis.outer), Int64(axis.length), Int64(axis.inner),
      x.pointer, out.pointer)
  }

  /// Positions of the first greatest or least elements along the axis; a NaN counts as either.
  static func argReduce(
    _ operation: ReduceOperation, _ x: Storage, _ axis: AxisLayout, into out: Storage
  ) {
    ce_arg_reduce(
      x.dtype.code, operation.code, Int64(axis.outer), Int64(axis.length), Int64(axis.inner),
      x.pointer, out.pointer)
  }

  /// The greatest `|a[i] - b[i]|`; NaN when one is NaN.
  static func maxAbsoluteDifference(_ a: Storage, _ b: Storage) -> Double {
    ce_distance(a.dtype.code, Int64(a.count), a.pointer, b.pointer)
  }

  /// Whether no element is NaN or infinite.
  static func isFinite(_ x: Storage) -> Bool {
    ce_is_finite(x.dtype.code, Int64(x.count), x.pointer) != 0
  }

  /// The softmax along the axis, or its logarithm.
  static func softmax(
    _ x: Storage, _ axis: AxisLayout, logarithm: Bool, into out: Storage
  ) {
    ce_softmax(
      x.dtype.code, logarithm ? 1 : 0, Int64(axis.outer), Int64(axis.length), Int64(axis.inner),
      x.pointer, out.pointer)
  }

  /// The gradient of `softmax` from its result `y` and the gradient `upstream` that arrives there.
  static func softmaxGradient(
    _ y: Storage, _ upstream: Storage, _ axis: AxisLayout, logarithm: Bool, into dx: Storage
  ) {
    ce_softmax_gradient(
      y.dtype.code, logarithm ? 1 : 0, Int64(axis.outer), Int64(axis.length), Int64(axis.inner),
      y.pointer, upstream.pointer, dx.pointer)
  }

  /// The mean of `-log softmax(x)[label]` over rows of `classes` scores, and its gradient `dx`.
  static func crossEntropy(
    _ x: Storage, labels: Storage, classes: Int, into loss: Storage, gradient dx: Storage
  ) {
    ce_cross_entropy(
      x.dtype.code, Int64(labels.count), Int64(classes), x.pointer, labels.pointer, loss.pointer,
      dx.pointer)
  }

  /// `(x - mean) / √(variance + epsilon)` for each index of the axis, over all others.
  ///
  /// - Parameters:
  ///   - x: the elements.
  ///   - axis: the groups are its indices.
  ///   - epsilon: added to each variance.
  ///   - y: gets the result.
  ///   - mean: gets the mean of each group.
  ///   - inverse: gets `1 / √(variance + epsilon)` of each group.
  static func normalise(
    _ x: Storage, _ axis: AxisLayout, epsilon: Double, into y: Storage, mean: Storage,
    inverse: Storage
  ) {
    ce_normalise(
      x.dtype.code, Int64(axis.outer), Int64(axis.length), Int64(axis.inner), epsilon, x.pointer,
      y.pointer, mean.pointer, inverse.pointer)
  }

  /// The gradient of `normalise` from its result `y` and the gradient `upstream` that arrives there.
  static func normaliseGradient(
    _ y: Storage, inverse: Storage, _ upstream: Storage, _ axis: AxisLayout, into dx: Storage
  ) {
    ce_normalise_gradient(
      y.dtype.code, Int64(axis.outer), Int64(axis.length), Int64(axis.inner), y.pointer,
      inverse.pointer, upstream.pointer, dx.pointer)
  }
}
