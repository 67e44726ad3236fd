/// Batch normalisation of images. See `Tensor.batchNorm2d`.
///
/// While training it uses the batch's own mean and variance and keeps running averages of them;
/// otherwise it uses the averages.
///
/// Source: Ioffe and Szegedy, arXiv:1502.03167.
public final class BatchNorm2D: Layer, BuiltInLayer {
  /// New standard deviation and mean of each channel, shape `[channels]`.
  public let weight, bias: Parameter
  /// Running averages, shape `[channels]`; the variance is the sample's (divisor n - 1).
  public let runningMean, runningVariance: Parameter
  /// A number that keeps the divisor away from 0; the share of a new batch in the averages.
  public let epsilon, momentum: Double

  /// A layer that begins with standard deviation 1 and mean 0.
  ///
  /// - Parameters:
  ///   - channels: channels of the images.
  ///   - epsilon: keeps the divisor away from 0.
  ///   - momentum: the share of a new batch in the running averages.
  public init(_ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) {
    require(channels > 0, "BatchNorm2D: \(channels) channels")
    weight = Parameter(.ones([channels]))
    bias = Parameter(.zeros([channels]))
    runningMean = Parameter(.zeros([channels]), isTrainable: false)
    runningVariance = Parameter(.ones([channels]), isTrainable: false)
    (self.epsilon, self.momentum) = (epsilon, momentum)
  }

  /// The normalised `x`, shape `[batch, channels, …]`; while training the running averages move.
  /// - Returns: the same shape.
  public func forward(_ x: Tensor) -> Tensor {
    guard isTraining else {
      return x.batchNorm2d(
        weight.value, bias.value, mean: runningMean.value, variance: runningVariance.value,
        epsilon: epsilon)
    }
    let (output, mean, variance) = x.batchNorm2d(weight.value, bias.value, epsilon: epsilon)
    let n = Double(x.count / x.shape[1])
    withoutGradient {
      let sample = variance.detached * (n / Swift.max(1, n - 1))
      runningMean.value = runningMean.value * (1 - momentum) + mean.detached * momentum
      runningVariance.value = runningVariance.value * (1 - momentum) + sample * momentum
    }
    return output
  }

  /// PyTorch's names: `weight`, `bias`, `running_mean`, `running_var`.
  public var ownParameters: [NamedParameter] {
    [
      NamedParameter("weight", weight), NamedParameter("bias", bias),
      NamedParameter("running_mean", runningMean), NamedParameter("running_var", runningVariance),
    ]
  }

  public func outputShape(for input: [Int]) -> [Int] { input }
  /// 0: the scaling does not count.
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .position }

  public var description: String { "BatchNorm2D(\(weight.shape[0]))" }
}

/// Layer normalisation along the last axis. See `Tensor.layerNorm`.
///
/// Source: Ba, Kiros and Hinton, arXiv:1607.06450.
public final class LayerNorm: Layer, BuiltInLayer {
  /// New standard deviation and mean of each feature, shape `[features]`.
  public let weight, bias: Parameter
  /// Keeps the divisor away from 0.
  public let epsilon: Double

  /// A layer that begins with standard deviation 1 and mean 0.
  ///
  /// - Parameters:
  ///   - features: the length of the last axis.
  ///   - epsilon: keeps the divisor away from 0.
  public init(_ features: Int, epsilon: Double = 1e-5) {
    require(features > 0, "LayerNorm: \(features) features")
    weight = Parameter(.ones([features]))
    bias = Parameter(.zeros([features]))
    self.epsilon = epsilon
  }

  /// The normalised `x`, shape `[…, features]`.
  /// - Returns: the same shape.
  public func forward(_ x: Tensor) -> Tensor {
    x.layerNorm(weight.value, bias.value, epsilon: epsilon)
  }

  public var ownParameters: [NamedParameter] {
    [NamedParameter("weight", weight), NamedParameter("bias", bias)]
  }

  public func outputShape(for input: [Int]) -> [Int] { input }
  /// 0: the scaling does not count.
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .everything }

  public var description: String { "LayerNorm(\(weight.shape[0]))" }
}

/// A table of vectors, looked up by integers: words or characters as vectors.
///
/// Takes integers of any shape and gives `shape + [features]`.
public final class Embedding: Layer, BuiltInLayer {
  /// Shape `[symbols, features]`.
  public let weight: Parameter

  /// A table whose vectors begin normally distributed with standard deviation 1.
  ///
  /// - Parameters:
  ///   - symbols: how many vectors there are.
  ///   - features: their length.
  ///   - random: where the numbers come from.
  public init(_ symbols: Int, _ features: Int, random: Random = .shared) {
    require(symbols > 0 && features > 0, "Embedding: \(symbols) symbols, \(features) features")
    weight = Parameter(random.normal([symbols, features]))
  }

  /// The vectors of the numbers in `x`, integers in `0..<symbols`.
  /// - Returns: shape `x.shape + [features]`.
  public func forward(_ x: Tensor) -> Tensor {
    require(x.count > 0, "\(description): input \(x.signature): the batch is empty")
    return weight.value.rows(at: x)
  }

  public var ownParameters: [NamedParameter] { [NamedParameter("weight", weight)] }
  public func outputShape(for input: [Int]) -> [Int] { input + [weight.shape[1]] }
  /// 0: vectors are looked up.
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .position }

  public var description: String { "Embedding(\(weight.shape[0]) → \(weight.shape[1]))" }
}
