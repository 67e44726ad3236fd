/// Models one after the other: each takes the output of the one before.
///
///     let model = Sequential {
///       Conv2D(1, 6, kernel: 5, padding: 2); ReLU(); MaxPool2D(2)
///       Flatten(); Dense(1176, 10)
///     }
public final class Sequential: Model {
  /// The models in order; their parameters are named by position, `0.weight`.
  public let models: [any Model]

  public init(_ models: [any Model]) { self.models = models }

  /// Builds the row from statements, `if` and `for` included.
  public convenience init(@SequentialBuilder _ models: () -> [any Model]) { self.init(models()) }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    models.reduce(x) { $1($0) }
  }

  /// The model at a position.
  public subscript(position: Int) -> any Model { models[position] }
}

/// Collects the models written in the braces of `Sequential { … }`.
@resultBuilder
public enum SequentialBuilder {
  public static func buildExpression(_ model: any Model) -> [any Model] { [model] }
  public static func buildExpression(_ models: [any Model]) -> [any Model] { models }
  public static func buildBlock(_ parts: [any Model]...) -> [any Model] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [any Model]?) -> [any Model] { part ?? [] }
  public static func buildEither(first part: [any Model]) -> [any Model] { part }
  public static func buildEither(second part: [any Model]) -> [any Model] { part }
  public static func buildArray(_ parts: [[any Model]]) -> [any Model] { parts.flatMap { $0 } }
}
