extension Tensor {
  /// Brings each channel to mean 0 and variance 1 over the batch and the image, then scales it.
  ///
  /// `(x - mean) / √(variance + ε) · weight + bias`, the variance with divisor n.
  /// - Parameters:
  ///   - weight: the new standard deviation of each channel, shape `[channels]`.
  ///   - bias: the new mean of each channel, shape `[channels]`.
  ///   - epsilon: keeps the divisor away from 0.
  /// - Returns: the result in the shape of the input; the channels' means and variances,
  ///   `[channels]`.
  /// - Precondition: shape `[batch, channels, …]` with at least one element a channel.
  ///
  /// Source: Ioffe and Szegedy, arXiv:1502.03167.
  public func batchNorm2d(
    _ weight: Tensor, _ bias: Tensor, epsilon: Double = 1e-5
  ) -> (output: Tensor, mean: Tensor, variance: Tensor) {
    require(
      rank >= 2 && weight.shape == [shape[1]] && bias.shape == [shape[1]] && count > 0,
      "batchNorm2d: input \(signature), weight \(weight.signature), bias \(bias.signature)")
    let channels = shape[1]
    let inner = elementCount(Array(shape.dropFirst(2)))
    let (y, mean, inverse) = normalised(outer: shape[0], n: channels, inner: inner, epsilon)
    let along = [1, channels] + [Int](repeating: 1, count: rank - 2)
    let output = y * weight.reshaped(along) + bias.reshaped(along)
    let variance = 1 / inverse.squared() - epsilon
    return (output, mean, variance)
  }

  /// Moves and scales each channel by given statistics: batch normalisation after training.
  ///
  /// `(x - mean) / √(variance + ε) · weight + bias`.
  /// - Parameters:
  ///   - weight: the new standard deviation of each channel, shape `[channels]`.
  ///   - bias: the new mean of each channel, shape `[channels]`.
  ///   - mean: what is taken for each channel's mean, shape `[channels]`.
  ///   - variance: what is taken for each channel's variance, shape `[channels]`.
  ///   - epsilon: keeps the divisor away from 0.
  /// - Returns: the shape of the input.
  /// - Precondition: shape `[batch, channels, …]` with at least one element a channel.
  ///
  /// Source: Ioffe and Szegedy, arXiv:1502.03167, algorithm 2.
  public func batchNorm2d(
    _ weight: Tensor, _ bias: Tensor, mean: Tensor, variance: Tensor, epsilon: Double = 1e-5
  ) -> Tensor {
    require(
      rank >= 2 && count > 0
        && [weight, bias, mean, variance].allSatisfy { $0.shape == [shape[1]] },
      "batchNorm2d: input \(signature), weight \(weight.signature), bias \(bias.signature), mean "
        + "\(mean.signature), variance \(variance.signature)")
    let along = [1, shape[1]] + [Int](repeating: 1, count: rank - 2)
    let scale = weight / (variance + epsilon).sqrt()
    let shift = bias - mean * scale
    return self * scale.reshaped(along) + shift.reshaped(along)
  }

  /// Brings each row to mean 0 and variance 1 over its last axes, then scales it.
  ///
  /// `(x - mean) / √(variance + ε) · weight + bias`, the variance with divisor n.
  /// - Parameters:
  ///   - weight: the new standard deviation of each feature; its shape, `[features]` or more axes, says over
  ///     which last axes is normalised.
  ///   - bias: the new mean of each feature, the shape of `weight`.
  ///   - epsilon: ε, keeps the divisor away from 0.
  /// - Returns: the same shape.
  /// - Precondition: shape `[…] + weight.shape` with at least one row.
  ///
  /// Source: Ba, Kiros and Hinton, arXiv:1607.06450.
  public func layerNorm(_ weight: Tensor, _ bias: Tensor, epsilon: Double = 1e-5) -> Tensor {
    let last = weight.shape
    require(
      rank >= last.count && Array(shape.suffix(last.count)) == last && bias.shape == last
        && count > 0,
      "layerNorm: input \(signature), weight \(weight.signature), bias \(bias.signature)")
    let inner = weight.count
    let (y, _, _) = normalised(outer: 1, n: count / inner, inner: inner, epsilon)
    return y * weight + bias
  }

  /// The groups along the middle axis of `[outer, n, inner]` at mean 0 and variance 1.
  private func normalised(
    outer: Int, n: Int, inner: Int, _ epsilon: Double
  ) -> (Tensor, mean: Tensor, inverse: Tensor) {
    let y = Tensor(uninitialized: shape, dtype: dtype)
    let mean = Tensor(uninitialized: [n], dtype: dtype)
    let inverse = Tensor(uninitialized: [n], dtype: dtype)
    let layout = AxisLayout(outer: outer, length: n, inner: inner)
    Kernels.normalise(
      storage, layout, epsilon: epsilon, into: y.storage, mean: mean.storage,
      inverse: inverse.storage)
    let tracked = recorded(y, from: self) { upstream, _ in
      guard isDifferentiatingGradient else {
        let dx = Tensor(uninitialized: upstream.shape, dtype: upstream.dtype)
        Kernels.normaliseGradient(
          y.storage, inverse: inverse.storage, upstream.storage, layout, into: dx.storage)
        return dx
      }
      // The same formula out of differentiable parts: x has to be normalised once more.
      let grouped = self.reshaped([outer, n, inner])
      let centred = grouped - grouped.mean(axes: [0, 2], keepDims: true)
      let scale = 1 / (centred.squared().mean(axes: [0, 2], keepDims: true) + epsilon).sqrt()
      let z = centred * scale
      let d = upstream.reshaped([outer, n, inner])
      let dx =
        scale
        * (d - d.mean(axes: [0, 2], keepDims: true)
          - z * (d * z).mean(axes: [0, 2], keepDims: true))
      return dx.reshaped(self.shape)
    }
    return (tracked, mean, inverse)
  }
}
