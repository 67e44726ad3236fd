internal import CEngine

extension Kernels {
  /// One step of stochastic gradient descent, in place.
  ///
  /// - Parameters:
  ///   - w: the parameter.
  ///   - gradient: the slope along it.
  ///   - velocity: the state of momentum; nil without.
  ///   - rate: the size of the step.
  ///   - momentum: the share of the velocity that is kept.
  ///   - decay: the multiple of `w` that is added to the gradient.
  ///   - nesterov: whether the gradient is taken ahead along the velocity.
  ///   - isFirst: whether the velocity begins with this gradient.
  static func sgd(
    _ w: Storage, _ gradient: Storage, velocity: Storage?, rate: Double, momentum: Double,
    decay: Double, nesterov: Bool, isFirst: Bool
  ) {
    ce_sgd(
      w.dtype.code, Int64(w.count), w.pointer, gradient.pointer, velocity?.pointer, rate,
      momentum, decay, nesterov ? 1 : 0, isFirst ? 1 : 0)
  }

  /// One step of Adam, in place.
  ///
  /// - Parameters:
  ///   - w: the parameter.
  ///   - gradient: the slope along it.
  ///   - mean: the running mean of the gradient.
  ///   - square: the running mean of its square.
  ///   - rate: the size of the step.
  ///   - betas: the shares of the two means that are kept.
  ///   - epsilon: keeps the divisor from 0.
  ///   - decay: weight decay; `isDecoupled` says whether it acts on the weights, as in AdamW.
  ///   - corrections: `1 - betaᵗ` for both means.
  static func adam(
    _ w: Storage, _ gradient: Storage, mean: Storage, square: Storage, rate: Double,
    betas: (Double, Double), epsilon: Double, decay: Double, isDecoupled: Bool,
    corrections: (Double, Double)
  ) {
    ce_adam(
      w.dtype.code, Int64(w.count), w.pointer, gradient.pointer, mean.pointer, square.pointer,
      rate, betas.0, betas.1, epsilon, decay, isDecoupled ? 1 : 0, corrections.0, corrections.1)
  }

  /// One step of RMSProp, in place.
  ///
  /// - Parameters:
  ///   - w: the parameter.
  ///   - gradient: the slope along it.
  ///   - square: the running mean of the squared gradient.
  ///   - velocity: the state of momentum; nil without.
  ///   - rate: the size of the step.
  ///   - alpha: the share of the running mean that is kept.
  ///   - epsilon: keeps the divisor from 0.
  ///   - momentum: the share of the velocity that is kept.
  ///   - decay: the multiple of `w` that is added to the gradient.
  static func rmsProp(
    _ w: Storage, _ gradient: Storage, square: Storage, velocity: Storage?, rate: Double,
    alpha: Double, epsilon: Double, momentum: Double, decay: Double
  ) {
    ce_rmsprop(
      w.dtype.code, Int64(w.count), w.pointer, gradient.pointer, square.pointer,
      velocity?.pointer, rate, alpha, epsilon, momentum, decay)
  }
}
