/// Recurrent layers over sequences `[time, batch, inputs]`, stacked and in one or both directions.
///
/// As a model it gives the hidden states `[time, batch, hidden]`, or `[time, batch, 2 * hidden]` in
/// both directions, forward states first. Use `RNN`, `LSTM` or `GRU`.
public class Recurrent: Layer, SequenceLayer {
  /// The computation of each step.
  public let kind: RecurrentKind
  /// Input features, features of the state, layers on top of each other.
  public let inputs, hidden, depth: Int
  /// Whether a second layer reads the sequence backwards.
  public let isBidirectional: Bool
  // One set a layer and direction: layer 0 forward, layer 0 reverse, layer 1 forward …
  private let weights: [[Parameter]]

  /// A layer whose weights begin uniform in ±1/√hidden.
  ///
  /// - Parameters:
  ///   - inputs: input features at each step.
  ///   - hidden: features of the state.
  ///   - depth: layers on top of each other.
  ///   - bidirectional: whether a second layer reads the sequence backwards.
  fileprivate init(
    _ kind: RecurrentKind, _ inputs: Int, _ hidden: Int, depth: Int, bidirectional: Bool,
    random: Random
  ) {
    require(
      inputs > 0 && hidden > 0 && depth > 0,
      "Recurrent: \(inputs) inputs, \(hidden) hidden, depth \(depth)")
    self.kind = kind
    (self.inputs, self.hidden, self.depth) = (inputs, hidden, depth)
    isBidirectional = bidirectional
    let directions = bidirectional ? 2 : 1
    weights = (0..<depth * directions).map { i in
      let width = i < directions ? inputs : hidden * directions
      // All uniform in ±1/√hidden, as PyTorch begins.
      return [
        [kind.gates * hidden, width], [kind.gates * hidden, hidden], [kind.gates * hidden],
        [kind.gates * hidden],
      ].map { Parameter(Initialiser.standard($0, fanIn: hidden, fanOut: hidden, random: random)) }
    }
  }

  /// The weights of one layer and direction as tensors.
  ///
  /// - Parameters:
  ///   - layer: counted from 0, the bottom.
  ///   - reverse: those of the direction that reads backwards.
  /// - Precondition: there is such a layer and direction.
  public func weights(layer: Int = 0, reverse: Bool = false) -> RecurrentWeights {
    let directions = isBidirectional ? 2 : 1
    require(
      layer >= 0 && layer < depth && (!reverse || isBidirectional),
      "Recurrent: no layer \(layer)\(reverse ? " in reverse" : "")")
    let set = weights[layer * directions + (reverse ? 1 : 0)]
    return RecurrentWeights(
      inputWeight: set[0].value, hiddenWeight: set[1].value, inputBias: set[2].value,
      hiddenBias: set[3].value)
  }

  /// Runs the layers over a sequence.
  ///
  /// - Parameters:
  ///   - x: shape `[time, batch, inputs]`.
  ///   - initial: a state for each layer and direction, as `states` of an earlier call; zeros when
  ///     left out. Its gradient flows back to where it came from; take `detached` to truncate.
  /// - Returns: the top layer's hidden states `[time, batch, hidden * directions]`, and the last
  ///   state of each layer and direction.
  public func run(
    _ x: Tensor, from initial: [RecurrentState]? = nil
  ) -> (output: Tensor, states: [RecurrentState]) {
    let directions = isBidirectional ? 2 : 1
    require(
      initial == nil || initial!.count == depth * directions,
      "\(description): \(initial?.count ?? 0) initial states for \(depth * directions) layers and "
        + "directions")
    var sequence = x
    var states: [RecurrentState] = []
    for layer in 0..<depth {
      let forward = sequence.recurrent(
        kind, weights(layer: layer), initial: initial?[layer * directions])
      states.append(forward.state)
      guard isBidirectional else {
        sequence = forward.output
        continue
      }
      let backward = sequence.flipped(axis: 0).recurrent(
        kind, weights(layer: layer, reverse: true), initial: initial?[layer * directions + 1])
      states.append(backward.state)
      sequence = Tensor.concatenate(
        [forward.output, backward.output.flipped(axis: 0)], axis: 2)
    }
    return (sequence, states)
  }

  /// One step of the bottom layer, for loops written by hand. See also `stepJacobian(_:from:)`.
  ///
  /// - Parameters:
  ///   - x: shape `[batch, inputs]`.
  ///   - state: the state before, `[batch, hidden]`; zeros when nil. Of an LSTM without a cell the
  ///     cell is taken as zeros.
  /// - Returns: the state after; its `hidden` is also the output of the step.
  /// - Precondition: the shapes above.
  public func step(_ x: Tensor, from state: RecurrentState? = nil) -> RecurrentState {
    recurrentStep(kind, x, state ?? emptyState(for: x), weights())
  }

  /// The top layer's hidden states for a sequence `[time, batch, inputs]`, begun with zeros.
  /// - Returns: shape `[time, batch, hidden]`, or `[time, batch, 2 * hidden]` in both directions.
  public func forward(_ x: Tensor) -> Tensor { run(x).output }

  /// The weights under PyTorch's names: `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`,
  /// then `weight_ih_l0_reverse` and so on.
  public var ownParameters: [NamedParameter] {
    let directions = isBidirectional ? 2 : 1
    return weights.enumerated().flatMap { i, set -> [NamedParameter] in
      let place = "l\(i / directions)" + (i % directions == 1 ? "_reverse" : "")
      return zip(["weight_ih", "weight_hh", "bias_ih", "bias_hh"], set).map {
        NamedParameter("\($0)_\(place)", $1)
      }
    }
  }

  public func outputShape(for input: [Int]) -> [Int] {
    input.dropLast() + [isBidirectional ? 2 * hidden : hidden]
  }
  /// Each step multiplies every weight once for every row of the batch.
  public func multiplyAdds(for input: [Int]) -> Int? {
    require(input.count == 3, "multiplyAdds: input \(input), expected [time, batch, inputs]")
    let matrices = weights.joined().filter { $0.value.rank == 2 }
    return input[0] * input[1] * matrices.reduce(0) { $0 + $1.value.count }
  }
  public var receptiveWindow: ReceptiveWindow { .everything }

  public var description: String {
    let name = kind == .lstm ? "LSTM" : kind == .gru ? "GRU" : "RNN"
    var text = "\(name)(\(inputs) → \(hidden)"
    if kind == .relu { text += ", relu" }
    if depth > 1 { text += ", depth \(depth)" }
    if isBidirectional { text += ", bidirectional" }
    return text + ")"
  }
}

/// The plain recurrent layer, `h' = tanh(W x + U h + b)`, or with ReLU.
public final class RNN: Recurrent {
  /// The function that is applied to the sum.
  public enum Nonlinearity: Sendable {
    /// The hyperbolic tangent.
    case tanh
    /// `max(x, 0)`.
    case relu
  }

  /// A layer whose weights begin uniform in ±1/√hidden.
  ///
  /// - Parameters:
  ///   - inputs: input features at each step.
  ///   - hidden: features of the state.
  ///   - depth: layers on top of each other.
  ///   - nonlinearity: what is applied to the sum.
  ///   - bidirectional: whether a second layer reads the sequence backwards.
  ///   - random: where the numbers come from.
  public init(
    _ inputs: Int, _ hidden: Int, nonlinearity: Nonlinearity = .tanh, depth: Int = 1,
    bidirectional: Bool = false, random: Random = .shared
  ) {
    super.init(
      nonlinearity == .tanh ? .tanh : .relu, inputs, hidden, depth: depth,
      bidirectional: bidirectional, random: random)
  }
}

/// Long short-term memory.
///
/// Source: Hochreiter and Schmidhuber, Neural Computation 9, 1997, with a forget gate.
public final class LSTM: Recurrent {
  /// A layer whose weights begin uniform in ±1/√hidden.
  ///
  /// - Parameters:
  ///   - inputs: input features at each step.
  ///   - hidden: features of the state.
  ///   - depth: layers on top of each other.
  ///   - bidirectional: whether a second layer reads the sequence backwards.
  ///   - random: where the numbers come from.
  public init(
    _ inputs: Int, _ hidden: Int, depth: Int = 1, bidirectional: Bool = false,
    random: Random = .shared
  ) {
    super.init(
      .lstm, inputs, hidden, depth: depth, bidirectional: bidirectional, random: random)
  }
}

/// Gated recurrent units.
///
/// Source: Cho et al., arXiv:1406.1078, in the form that multiplies by the reset gate after the
/// product.
public final class GRU: Recurrent {
  /// A layer whose weights begin uniform in ±1/√hidden.
  ///
  /// - Parameters:
  ///   - inputs: input features at each step.
  ///   - hidden: features of the state.
  ///   - depth: layers on top of each other.
  ///   - bidirectional: whether a second layer reads the sequence backwards.
  ///   - random: where the numbers come from.
  public init(
    _ inputs: Int, _ hidden: Int, depth: Int = 1, bidirectional: Bool = false,
    random: Random = .shared
  ) {
    super.init(
      .gru, inputs, hidden, depth: depth, bidirectional: bidirectional, random: random)
  }
}

/// The last step of a sequence: `[time, batch, features]` to `[batch, features]`.
public final class LastStep: Layer, SequenceLayer {
  /// The layer; it has no options.
  public init() {}
  /// The last step of `x`, shape `[time, batch, features]`.
  /// - Returns: shape `[batch, features]`.
  public func forward(_ x: Tensor) -> Tensor { x[-1] }
  public var ownParameters: [NamedParameter] { [] }

  public func outputShape(for input: [Int]) -> [Int] { Array(input.dropFirst()) }
  public func multiplyAdds(for input: [Int]) -> Int? { 0 }
  public var receptiveWindow: ReceptiveWindow { .position }
}
