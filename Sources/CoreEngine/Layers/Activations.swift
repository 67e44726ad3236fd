/// A layer without parameters that applies one function.
public class FunctionLayer: Layer, BuiltInLayer {
  /// Properties of the function besides its values.
  fileprivate enum Nature {
    /// Each element of the result depends on the element at its place.
    case elementwise(LayerFusion)
    /// The shape stays; an element depends on others too.
    case sameShape
    /// Axes are joined, elements stay as they are.
    case flattening
  }

  private let function: (Tensor) -> Tensor
  private let name: String
  private let nature: Nature

  fileprivate init(name: String, _ nature: Nature, _ function: @escaping (Tensor) -> Tensor) {
    self.name = name
    self.nature = nature
    self.function = function
  }

  /// The function of `x`.
  /// - Returns: the shape that the function gives; the same shape for all but `Flatten`.
  public final func forward(_ x: Tensor) -> Tensor { function(x) }
  public final var ownParameters: [NamedParameter] { [] }
  public final var description: String { name }

  public final func outputShape(for input: [Int]) -> [Int] {
    switch nature {
    case .elementwise, .sameShape: return input
    case .flattening:
      return input.count < 2 ? input : [input[0], elementCount(Array(input[1...]))]
    }
  }
  public final func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public final var receptiveWindow: ReceptiveWindow {
    switch nature {
    case .elementwise: .position
    case .sameShape, .flattening: .everything
    }
  }
  public final var fusion: LayerFusion {
    if case .elementwise(let fusion) = nature { return fusion }
    return .none
  }
}

/// `max(x, 0)`, elementwise. See `Tensor.relu`.
public final class ReLU: FunctionLayer {
  /// The layer; it has no options.
  public init() {
    super.init(name: "ReLU", .elementwise(LayerFusion(.activation(.relu)))) { $0.relu() }
  }
}

/// `x` above 0, `slope * x` below, elementwise. See `Tensor.leakyReLU`.
public final class LeakyReLU: FunctionLayer {
  /// The layer with a given slope.
  /// - Parameter slope: the factor below 0.
  public init(slope: Double = 0.01) {
    super.init(name: "LeakyReLU(\(slope))", .elementwise(.none)) { $0.leakyReLU(slope: slope) }
  }
}

/// `x Φ(x)`, elementwise. See `Tensor.gelu`.
public final class GELU: FunctionLayer {
  /// The layer; it has no options.
  public init() { super.init(name: "GELU", .elementwise(.none)) { $0.gelu() } }
}

/// `1 / (1 + exp(-x))`, elementwise. See `Tensor.sigmoid`.
public final class Sigmoid: FunctionLayer {
  /// The layer; it has no options.
  public init() {
    super.init(name: "Sigmoid", .elementwise(LayerFusion(.activation(.sigmoid)))) { $0.sigmoid() }
  }
}

/// The hyperbolic tangent, elementwise. See `Tensor.tanh`.
public final class Tanh: FunctionLayer {
  /// The layer; it has no options.
  public init() {
    super.init(name: "Tanh", .elementwise(LayerFusion(.activation(.tanh)))) { $0.tanh() }
  }
}

/// `log(1 + exp(x))`, elementwise. See `Tensor.softplus`.
public final class Softplus: FunctionLayer {
  /// The layer; it has no options.
  public init() { super.init(name: "Softplus", .elementwise(.none)) { $0.softplus() } }
}

/// `exp(x) / Σ exp(x)` along one axis. A model that `crossEntropy` trains ends without it.
public final class Softmax: FunctionLayer {
  /// The layer for a given axis.
  /// - Parameter axis: the axis whose values add up to 1, counted from the end when negative.
  public init(axis: Int = -1) {
    super.init(name: "Softmax", .sameShape) { $0.softmax(axis: axis) }
  }
}

/// Joins all axes but the first: `[batch, channels, height, width]` to `[batch, features]`.
public final class Flatten: FunctionLayer {
  /// The layer; it has no options.
  public init() { super.init(name: "Flatten", .flattening) { $0.flattened(from: 1) } }
}

/// A function of your own as a layer: `Sequential { Dense(4, 4); Lambda { $0.sin() } }`.
public final class Lambda: Layer, BuiltInLayer {
  public let description: String
  private let function: (Tensor) -> Tensor

  /// The layer for a given function.
  /// - Parameters:
  ///   - name: as `summary` shows it.
  ///   - function: what the layer computes.
  public init(_ name: String = "Lambda", _ function: @escaping (Tensor) -> Tensor) {
    (description, self.function) = (name, function)
  }

  /// The function of `x`.
  /// - Returns: the shape that the function gives.
  public func forward(_ x: Tensor) -> Tensor { function(x) }
  public var ownParameters: [NamedParameter] { [] }
}

/// Sets elements to zero at random while training, and divides the others by `1 - rate`.
///
/// Source: Srivastava et al., Journal of Machine Learning Research 15, 2014.
public final class Dropout: FunctionLayer {
  /// The layer for a given rate.
  /// - Parameters:
  ///   - rate: the probability of zero, `0 <= rate < 1`.
  ///   - random: where the numbers come from.
  public init(_ rate: Double = 0.5, random: Random = .shared) {
    require(rate >= 0 && rate < 1, "Dropout: rate \(rate) is not in 0..<1")
    super.init(name: "Dropout(\(rate))", .elementwise(.none)) { $0.dropout(rate, random: random) }
  }
}

extension Tensor {
  /// Zero with probability `rate`, else `x / (1 - rate)`, while training; else unchanged.
  ///
  /// - Parameters:
  ///   - rate: the probability of zero, `0 <= rate < 1`.
  ///   - random: where the numbers come from.
  /// - Returns: the same shape; its mean is that of `x`. The gradient passes where the element did.
  /// - Precondition: the rate is in range.
  ///
  /// Source: Srivastava et al., Journal of Machine Learning Research 15, 2014.
  public func dropout(_ rate: Double, random: Random = .shared) -> Tensor {
    require(rate >= 0 && rate < 1, "dropout: rate \(rate) is not in 0..<1")
    guard isTraining && rate > 0 else { return self }
    return self * random.mask(shape, rate: rate, dtype: dtype)
  }
}
