/// One run of one layer, as an observer sees it.
struct LayerRun {
  /// The layer's name in the model; a number follows when it runs again.
  let name: String
  /// Whether the layer has run before.
  let isRepeated: Bool
  let layer: any Layer
  let inputShape: [Int]
  let output: Tensor
}

/// Watches the layers of a model while it runs, on one thread.
final class LayerObserver {
  private let names: [ObjectIdentifier: String]
  private let transform: (LayerRun) -> Tensor
  private var calls: [String: Int] = [:]

  init(_ model: any Model, transform: @escaping (LayerRun) -> Tensor) {
    var names: [ObjectIdentifier: String] = [:]
    for (name, layer) in model.layers { names[ObjectIdentifier(layer)] = name }
    self.names = names
    self.transform = transform
  }

  /// A layer that runs again gets a number: `conv`, `conv#2`, `conv#3`.
  func report(_ layer: any Layer, _ input: [Int], _ output: Tensor) -> Tensor {
    guard let name = names[ObjectIdentifier(layer)] else { return output }
    let call = (calls[name] ?? 0) + 1
    calls[name] = call
    return transform(
      LayerRun(
        name: call == 1 ? name : "\(name)#\(call)", isRepeated: call > 1, layer: layer,
        inputShape: input, output: output))
  }

  /// Runs `body` with this observer in place.
  func watch<R>(_ body: () -> R) -> R {
    let state = threadState
    let before = state.pointee.observer
    state.pointee.observer = Unmanaged.passUnretained(self).toOpaque()
    defer { state.pointee.observer = before }
    return withExtendedLifetime(self) { body() }
  }
}

/// Whether an observer watches the layers' outputs on this thread.
@inline(__always)
var isObservingLayers: Bool { threadState.pointee.observer != nil }

/// Shows `output` to the observer of this thread, if there is one.
@inline(__always)
func observed(by layer: any Layer, input: Tensor, _ output: Tensor) -> Tensor {
  guard let observer = threadState.pointee.observer else { return output }
  return Unmanaged<LayerObserver>.fromOpaque(observer).takeUnretainedValue().report(
    layer, input.shape, output)
}

extension Model {
  /// The output of every layer for `x`, by name, in the order in which the layers ran.
  ///
  /// - Parameter x: a batch `[batch, …]`, or one image `[channels, height, width]`, which is taken
  ///   as a batch of one.
  /// - Returns: name and output of each layer; a layer that runs twice appears as `name` and
  ///   `name#2`.
  public func activations(for x: Tensor) -> [(name: String, value: Tensor)] {
    layerRuns(for: x).map { ($0.name, $0.output) }
  }

  /// The run of every layer for `x`, in the order in which the layers run; see `activations(for:)`.
  func layerRuns(for x: Tensor) -> [LayerRun] {
    var runs: [LayerRun] = []
    let observer = LayerObserver(self) { run in
      runs.append(run)
      return run.output
    }
    let input = x.rank == 3 && !layers.contains { $0.layer is any SequenceLayer } ? x.expanded() : x
    _ = observer.watch { withoutGradient { self(input) } }
    return runs
  }

  /// The gradient of `loss` at the output of every layer, by name, for input `x`.
  ///
  /// - Parameters:
  ///   - x: the input.
  ///   - loss: a scalar function of the model's output.
  /// - Returns: name and gradient of each layer's output, with the output's shape, in the order in
  ///   which the layers ran; a layer that runs twice appears as `name` and `name#2`.
  public func layerGradients(
    for x: Tensor, loss: (Tensor) -> Tensor
  ) -> [(name: String, gradient: Tensor)] {
    var names: [String] = []
    var nodes: [Node] = []
    var values: [Tensor] = []
    let observer = LayerObserver(self) { run in
      let watched = variable(run.output)
      names.append(run.name)
      nodes.append(watched.node!)
      values.append(run.output.detached)
      return watched
    }
    let parts = differentiating {
      observer.watch { loss(self(x)) }
    } finish: { value in
      pullBack(value, .ones(like: value), to: nodes)
    }
    return zip(names, zip(parts, values)).map { name, pair in
      (name, pair.0 ?? .zeros(like: pair.1))
    }
  }
}

/// A layer whose whole input has three axes: sequences `[time, batch, features]` or signals
/// `[batch, inputs, length]`.
protocol SequenceLayer: BuiltInLayer {}
