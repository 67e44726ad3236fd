/// A chain of models: each takes the output of the one before.
///
///     let model = Sequential {
///       Conv2D(1, 6, kernel: 5, padding: 2); ReLU(); MaxPool2D(2)
///       Flatten(); Dense(1176, 10)
///     }
///
/// Neighbouring layers that say so (`Layer.fusion`) run as one operation, unless an observer
/// watches the layers: a convolution with the activation and the pooling after it.
public final class Sequential: Model {
  /// The models in order; their parameters are named by position, `0.weight`.
  public let models: [any Model]
  private let steps: [Step]

  private enum Step {
    case model(any Model)
    case fused(FusedLayers)
  }

  /// The models of an array, in its order.
  public init(_ models: [any Model]) {
    self.models = models
    steps = Self.plan(models)
  }

  /// Builds the list from statements, `if` and `for` included.
  public convenience init(@SequentialBuilder _ models: () -> [any Model]) { self.init(models()) }

  /// The output of the last model, each having taken that of the one before.
  /// - Returns: the shape that the last model gives.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    if isObservingLayers { return models.reduce(x) { $1($0) } }
    return steps.reduce(x) { x, step in
      switch step {
      case .model(let model): model(x)
      case .fused(let layers): layers(x)
      }
    }
  }

  /// The model at a position.
  public subscript(position: Int) -> any Model { models[position] }

  /// Joins neighbouring layers that say they can run together.
  private static func plan(_ models: [any Model]) -> [Step] {
    var steps: [Step] = []
    var rest = models[...]
    while let model = rest.popFirst() {
      guard var fused = FusedLayers(beginningWith: model) else {
        steps.append(.model(model))
        continue
      }
      while let next = rest.first, fused.take(next) { rest.removeFirst() }
      steps.append(fused.isWorthwhile ? .fused(fused) : .model(model))
    }
    return steps
  }
}

/// A convolution with the layers after it that run in the same operation.
private struct FusedLayers {
  private var block: ConvolutionBlock
  private let weight: Parameter, bias: Parameter?

  /// Nil if the model does not begin a block.
  init?(beginningWith model: any Model) {
    guard case .convolution(let block, let weight, let bias) = Self.part(of: model) else {
      return nil
    }
    (self.block, self.weight, self.bias) = (block, weight, bias)
  }

  private static func part(of model: any Model) -> LayerFusion.Part {
    (model as? any Layer)?.fusion.part ?? .nothing
  }

  /// Adds the model to the block if it can follow what is there: first an activation, then a pooling.
  mutating func take(_ model: any Model) -> Bool {
    switch Self.part(of: model) {
    case .activation(let activation) where block.activation == .none && block.pool == .none:
      block.activation = activation
      return true
    case .pooling(let pool, let window, let stride) where block.pool == .none:
      (block.pool, block.window, block.windowStride) = (pool, window, stride)
      return true
    case .nothing, .convolution, .activation, .pooling: return false
    }
  }

  var isWorthwhile: Bool { block.isWorthwhile }

  func callAsFunction(_ x: Tensor) -> Tensor { block(x, weight.value, bias: bias?.value) }
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
