/// A tensor that training changes: a layer's weights, for example.
///
/// A reference, so that a model may be a `struct` and an optimizer still finds what to change.
public final class Parameter {
  /// The present value.
  public var value: Tensor
  /// Whether training changes it; false for a layer's running statistics.
  public let isTrainable: Bool

  /// A parameter that begins at `value`.
  ///
  /// - Parameters:
  ///   - value: its shape and number type stay.
  ///   - isTrainable: whether training changes it.
  public init(_ value: Tensor, isTrainable: Bool = true) {
    self.value = value
    self.isTrainable = isTrainable
  }

  /// The shape of the value.
  public var shape: [Int] { value.shape }
}

/// A parameter and its place in a model, such as `conv1.weight`.
public struct NamedParameter {
  /// The path from the model to the parameter.
  public let name: String
  /// The parameter itself.
  public let parameter: Parameter

  /// The parameter `parameter` under the name `name`.
  public init(_ name: String, _ parameter: Parameter) {
    self.name = name
    self.parameter = parameter
  }
}
