/// A dense (fully connected) layer, `y = x Wᵀ + b`.
///
/// Takes `[…, inputs]` and gives `[…, outputs]`.
public final class Dense: Layer, BuiltInLayer {
  /// Shape `[outputs, inputs]`.
  public let weight: Parameter
  /// Shape `[outputs]`, or nil.
  public let bias: Parameter?

  /// A layer whose weights are drawn at random.
  ///
  /// - Parameters:
  ///   - inputs: input features.
  ///   - outputs: output features.
  ///   - bias: whether a number is added to each output.
  ///   - initialiser: how the weights begin; the bias always begins uniform in ±1/√inputs.
  ///   - random: where the numbers come from.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, initialiser: Initialiser = .standard,
    random: Random = .shared
  ) {
    require(inputs > 0 && outputs > 0, "Dense: \(inputs) → \(outputs)")
    weight = Parameter(
      initialiser([outputs, inputs], fanIn: inputs, fanOut: outputs, random: random))
    self.bias =
      bias
      ? Parameter(
        Initialiser.standard([outputs], fanIn: inputs, fanOut: outputs, random: random)) : nil
  }

  /// A layer with given weights.
  ///
  /// - Parameters:
  ///   - weight: shape `[outputs, inputs]`.
  ///   - bias: shape `[outputs]`, or nil.
  public init(weight: Tensor, bias: Tensor? = nil) {
    require(weight.rank == 2, "Dense: weight \(weight.signature)")
    self.weight = Parameter(weight)
    self.bias = bias.map { Parameter($0) }
  }

  /// `x Wᵀ + b` for `x` of shape `[…, inputs]`.
  /// - Returns: shape `[…, outputs]`.
  public func forward(_ x: Tensor) -> Tensor { x.linear(weight.value, bias: bias?.value) }

  public var ownParameters: [NamedParameter] {
    [NamedParameter("weight", weight)] + (bias.map { [NamedParameter("bias", $0)] } ?? [])
  }

  public func outputShape(for input: [Int]) -> [Int] { input.dropLast() + [weight.shape[0]] }
  public func multiplyAdds(for input: [Int]) -> Int? {
    elementCount(outputShape(for: input)) * weight.shape[1]
  }
  public var receptiveWindow: ReceptiveWindow { .everything }

  public var description: String { "Dense(\(weight.shape[1]) → \(weight.shape[0]))" }
}
