/// Models one after the other: each takes the output of the one before.
///
///     let model = Sequential {
///       Conv2D(1, 6, kernel: 5, padding: 2); ReLU(); MaxPool2D(2)
///       Flatten(); Dense(1176, 10)
///     }
///
/// A convolution that an activation or a pooling follows is run together with it, unless somebody
/// observes the layers.
public final class Sequential: Model {
  /// The models in order; their parameters are named by position, `0.weight`.
  public let models: [any Model]
  private let steps: [Step]

  private enum Step {
    case model(any Model)
    case block(Conv2D, ConvolutionBlock)
  }

  /// A row of models in an array.
  public init(_ models: [any Model]) {
    self.models = models
    steps = Self.plan(models)
  }

  /// Builds the row from statements, `if` and `for` included.
  public convenience init(@SequentialBuilder _ models: () -> [any Model]) { self.init(models()) }

  /// The output of the last model, each having taken that of the one before.
  /// - Returns: the shape that the last model gives.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    if isObservingLayers { return models.reduce(x) { $1($0) } }
    return steps.reduce(x) { x, step in
      switch step {
      case .model(let model): model(x)
      case .block(let convolution, let block): block(x, convolution.weight.value, bias: convolution.bias?.value)
      }
    }
  }

  /// The model at a position.
  public subscript(position: Int) -> any Model { models[position] }

  /// Joins each convolution with what follows it.
  private static func plan(_ models: [any Model]) -> [Step] {
    var steps: [Step] = []
    var rest = models[...]
    while let model = rest.popFirst() {
      guard let convolution = model as? Conv2D else {
        steps.append(.model(model))
        continue
      }
      var block = ConvolutionBlock(
        stride: convolution.stride, padding: convolution.padding, dilation: convolution.dilation,
        groups: convolution.groups)
      switch rest.first {
      case is ReLU: block.activation = .relu
      case is Sigmoid: block.activation = .sigmoid
      case is Tanh: block.activation = .tanh
      default: break
      }
      if block.activation != .none { rest.removeFirst() }
      if let pool = rest.first as? MaxPool2D, pool.padding == Size(0, 0), !pool.ceilMode {
        (block.pool, block.window, block.windowStride) = (.max, pool.kernel, pool.stride)
        rest.removeFirst()
      } else if let pool = rest.first as? AvgPool2D, pool.padding == Size(0, 0), !pool.ceilMode {
        (block.pool, block.window, block.windowStride) = (.average, pool.kernel, pool.stride)
        rest.removeFirst()
      }
      steps.append(block.isWorthwhile ? .block(convolution, block) : .model(convolution))
    }
    return steps
  }
}

/// Collects the models written in the braces of `Sequential { … }`.
@resultBuilder
public enum SequentialBuilder {
  /// One model.
  public static func buildExpression(_ model: any Model) -> [any Model] { [model] }
  /// Several models.
  public static func buildExpression(_ models: [any Model]) -> [any Model] { models }
  /// Statements one after the other.
  public static func buildBlock(_ parts: [any Model]...) -> [any Model] { parts.flatMap { $0 } }
  /// `if` without `else`.
  public static func buildOptional(_ part: [any Model]?) -> [any Model] { part ?? [] }
  /// The branch of an `if`.
  public static func buildEither(first part: [any Model]) -> [any Model] { part }
  /// The branch of an `else`.
  public static func buildEither(second part: [any Model]) -> [any Model] { part }
  /// The rounds of a `for`.
  public static func buildArray(_ parts: [[any Model]]) -> [any Model] { parts.flatMap { $0 } }
}
