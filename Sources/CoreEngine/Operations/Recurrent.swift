/// The weights of one recurrent layer in one direction, gates stacked as PyTorch stacks them: LSTM
/// input, forget, cell, output; GRU reset, update, new; the plain RNN has one.
public struct RecurrentWeights {
  /// Shape `[gates * hidden, inputs]`.
  public var inputWeight: Tensor
  /// Shape `[gates * hidden, hidden]`.
  public var hiddenWeight: Tensor
  /// Shape `[gates * hidden]` each.
  public var inputBias, hiddenBias: Tensor

  /// Weights of given tensors.
  ///
  /// - Parameters:
  ///   - inputWeight: W, shape `[gates * hidden, inputs]`.
  ///   - hiddenWeight: U, shape `[gates * hidden, hidden]`.
  ///   - inputBias: b, shape `[gates * hidden]`.
  ///   - hiddenBias: c, shape `[gates * hidden]`; it is added to b, but for the GRU's n.
  public init(inputWeight: Tensor, hiddenWeight: Tensor, inputBias: Tensor, hiddenBias: Tensor) {
    self.inputWeight = inputWeight
    self.hiddenWeight = hiddenWeight
    self.inputBias = inputBias
    self.hiddenBias = hiddenBias
  }
}

/// The computation of a recurrent layer at each step.
public enum RecurrentKind: String, Sendable {
  /// `h' = tanh(W x + U h + b)`.
  case tanh
  /// `h' = max(W x + U h + b, 0)`.
  case relu
  /// Gates i, f, o (sigmoid) and g (tanh): `c' = f c + i g`, `h' = o tanh(c')`.
  case lstm
  /// Gates r, z (sigmoid): `n = tanh(W x + b + r (U h + c))`, `h' = (1 - z) n + z h`.
  case gru

  /// Blocks of `hidden` rows in the weights.
  public var gates: Int { self == .lstm ? 4 : self == .gru ? 3 : 1 }
}

/// The state of a recurrent layer between two steps.
public struct RecurrentState {
  /// Shape `[batch, hidden]`.
  public var hidden: Tensor
  /// The LSTM's cell, of the same shape; nil for the others.
  public var cell: Tensor?

  /// A state of given tensors.
  ///
  /// - Parameters:
  ///   - hidden: shape `[batch, hidden]`.
  ///   - cell: the LSTM's cell, of the same shape; nil for the others.
  public init(hidden: Tensor, cell: Tensor? = nil) {
    self.hidden = hidden
    self.cell = cell
  }

  /// The same state, cut off from its past: truncated back-propagation through time.
  public var detached: RecurrentState {
    RecurrentState(hidden: hidden.detached, cell: cell?.detached)
  }
}

/// One step of a recurrent layer, made of elementary operations.
///
/// - Parameters:
///   - kind: the computation.
///   - x: shape `[batch, inputs]`.
///   - state: the state before, parts of shape `[batch, hidden]`.
///   - weights: see `RecurrentWeights`.
/// - Returns: the state after the step, of the same shape; its `hidden` is also the output. All is
///   differentiable any number of times.
/// - Precondition: the shapes above.
public func recurrentStep(
  _ kind: RecurrentKind, _ x: Tensor, _ state: RecurrentState, _ weights: RecurrentWeights
) -> RecurrentState {
  require(
    x.rank == 2 && weights.hiddenWeight.rank == 2
      && state.hidden.shape == [x.shape[0], weights.hiddenWeight.shape[1]]
      && (state.cell == nil || state.cell!.shape == state.hidden.shape),
    "recurrentStep (\(kind.rawValue)): input \(x.signature), state \(state.hidden.signature), weights "
      + "\(weights.inputWeight.signature) and \(weights.hiddenWeight.signature)")
  let a = x.linear(weights.inputWeight, bias: weights.inputBias)
  let b = state.hidden.linear(weights.hiddenWeight, bias: weights.hiddenBias)
  let size = state.hidden.shape[1]
  func gate(_ t: Tensor, _ i: Int) -> Tensor { t[0..., i * size..<(i + 1) * size] }
  switch kind {
  case .tanh: return RecurrentState(hidden: (a + b).tanh())
  case .relu: return RecurrentState(hidden: (a + b).relu())
  case .lstm:
    let sum = a + b
    let (i, f) = (gate(sum, 0).sigmoid(), gate(sum, 1).sigmoid())
    let (g, o) = (gate(sum, 2).tanh(), gate(sum, 3).sigmoid())
    let cell = f * (state.cell ?? .zeros(like: state.hidden)) + i * g
    return RecurrentState(hidden: o * cell.tanh(), cell: cell)
  case .gru:
    let r = (gate(a, 0) + gate(b, 0)).sigmoid()
    let z = (gate(a, 1) + gate(b, 1)).sigmoid()
    let n = (gate(a, 2) + r * gate(b, 2)).tanh()
    return RecurrentState(hidden: n + z * (state.hidden - n))
  }
}

extension Tensor {
  /// Runs a recurrent layer over a whole sequence.
  ///
  /// - Parameters:
  ///   - kind: the computation of each step.
  ///   - weights: see `RecurrentWeights`.
  ///   - initial: the state before the first step; zeros when left out.
  /// - Returns: the hidden state after every step, shape `[time, batch, hidden]`, and the last
  ///   state. The gradient is back-propagation through the full time.
  /// - Precondition: `self` has shape `[time, batch, inputs]` with at least one step and one row.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, sections 10.2 and 10.10.
  public func recurrent(
    _ kind: RecurrentKind, _ weights: RecurrentWeights, initial: RecurrentState? = nil
  ) -> (output: Tensor, state: RecurrentState) {
    var what: String {
      "recurrent (\(kind.rawValue)): input \(signature), weights \(weights.inputWeight.signature) "
        + "and \(weights.hiddenWeight.signature)"
    }
    require(
      rank == 3 && weights.inputWeight.rank == 2 && weights.hiddenWeight.rank == 2,
      "\(what): expected [time, batch, inputs]")
    let (time, batch, inputs) = (shape[0], shape[1], shape[2])
    let hidden = weights.hiddenWeight.shape[1]
    let width = kind.gates * hidden
    require(
      time >= 1 && weights.inputWeight.shape == [width, inputs]
        && weights.hiddenWeight.shape == [width, hidden]
        && weights.inputBias.shape == [width] && weights.hiddenBias.shape == [width]
        && weights.inputWeight.dtype == dtype,
      "\(what), biases \(weights.inputBias.signature) and \(weights.hiddenBias.signature): "
        + "expected [\(width), \(inputs)], [\(width), \(hidden)], [\(width)]")
    require(batch > 0 && inputs > 0 && hidden > 0, "\(what): the batch is empty")
    func start(_ state: Tensor?) -> Tensor {
      guard let state else { return .zeros([batch, hidden], dtype: dtype) }
      require(
        state.count == batch * hidden && state.shape.suffix(2) == [batch, hidden],
        "\(what): initial state \(state.signature), expected [\(batch), \(hidden)]")
      return state.reshaped([batch, hidden])
    }
    let h0 = start(initial?.hidden)
    let c0 = kind == .lstm ? start(initial?.cell) : nil
    let sequence = RecurrentSequence(
      geometry: RecurrentGeometry(
        kind: kind, time: time, batch: batch, inputs: inputs, hidden: hidden))
    let result = sequence.run(self, h0, c0, weights)
    guard kind == .lstm else {
      return (result, RecurrentState(hidden: result[time - 1]))
    }
    let output = result[0..<time]
    return (output, RecurrentState(hidden: output[time - 1], cell: result[time]))
  }
}

/// One pass over a sequence, with its backward pass.
private struct RecurrentSequence {
  let geometry: RecurrentGeometry

  private var kind: RecurrentKind { geometry.kind }
  private var time: Int { geometry.time }
  private var batch: Int { geometry.batch }
  private var hidden: Int { geometry.hidden }

  /// Hidden states `[time, batch, hidden]`; for the LSTM the last cell follows as one more row.
  func run(_ x: Tensor, _ h0: Tensor, _ c0: Tensor?, _ w: RecurrentWeights) -> Tensor {
    let rows = kind == .lstm ? time + 1 : time
    let result = Tensor(uninitialized: [rows, batch, hidden], dtype: x.dtype)
    let gates = Storage(count: time * batch * hidden * kind.gates, dtype: x.dtype)
    let extra: Storage? =
      kind == .lstm || kind == .gru
      ? Storage(count: time * batch * hidden, dtype: x.dtype) : nil
    Kernels.recur(
      operands(x, h0, c0, w), geometry, into: result.storage, gates: gates, extra: extra)
    if kind == .lstm {
      let states = batch * hidden
      result.storage.copyElements(
        from: extra!, (time - 1) * states, to: time * states, count: states)
    }
    let inputs =
      [x, h0] + (c0.map { [$0] } ?? []) + [
        w.inputWeight, w.hiddenWeight, w.inputBias, w.hiddenBias,
      ]
    return recorded(result, from: inputs, keepingOutput: true) { upstream, output in
      isDifferentiatingGradient
        ? unrolledGradients(upstream, inputs)
        : gradients(upstream, x, h0, c0, w, output, gates, extra)
    }
  }

  private func operands(
    _ x: Tensor, _ h0: Tensor, _ c0: Tensor?, _ w: RecurrentWeights
  ) -> RecurrentOperands<Storage> {
    RecurrentOperands(
      x: x.storage, hidden: h0.storage, cell: c0?.storage, inputWeight: w.inputWeight.storage,
      hiddenWeight: w.hiddenWeight.storage, inputBias: w.inputBias.storage,
      hiddenBias: w.hiddenBias.storage)
  }

  private func gradients(
    _ upstream: Tensor, _ x: Tensor, _ h0: Tensor, _ c0: Tensor?, _ w: RecurrentWeights,
    _ output: Tensor, _ gates: Storage, _ extra: Storage?
  ) -> [Tensor?] {
    func room(_ t: Tensor, _ wanted: Bool = true) -> Tensor? {
      wanted ? Tensor(uninitialized: t.shape, dtype: t.dtype) : nil
    }
    let dx = room(x, x.node != nil)
    let dh0 = room(h0)!
    let dc0 = c0.map { room($0)! }
    let dwi = room(w.inputWeight, w.inputWeight.node != nil)
    let dwh = room(w.hiddenWeight, w.hiddenWeight.node != nil)
    let biases = w.inputBias.node != nil || w.hiddenBias.node != nil
    let (dbi, dbh) = (room(w.inputBias, biases), room(w.hiddenBias, biases))
    Kernels.recurBack(
      operands(x, h0, c0, w), geometry, out: output.storage, gates: gates, extra: extra,
      upstream.storage,
      into: RecurrentOperands(
        x: dx?.storage, hidden: dh0.storage, cell: dc0?.storage, inputWeight: dwi?.storage,
        hiddenWeight: dwh?.storage, inputBias: dbi?.storage, hiddenBias: dbh?.storage))
    guard let dc0 else { return [dx, dh0, dwi, dwh, dbi, dbh] }
    return [dx, dh0, dc0, dwi, dwh, dbi, dbh]
  }

  /// The same gradients as a differentiable function: the sequence is run again step by step.
  private func unrolledGradients(_ upstream: Tensor, _ inputs: [Tensor]) -> [Tensor?] {
    let gradients = gradient(at: inputs) { v in
      let n = v.count
      let weights = RecurrentWeights(
        inputWeight: v[n - 4], hiddenWeight: v[n - 3], inputBias: v[n - 2], hiddenBias: v[n - 1])
      var state = RecurrentState(hidden: v[1], cell: kind == .lstm ? v[2] : nil)
      var outputs: [Tensor] = []
      for t in 0..<time {
        state = recurrentStep(kind, v[0][t], state, weights)
        outputs.append(state.hidden)
      }
      if let cell = state.cell { outputs.append(cell) }
      return (Tensor.stack(outputs) * upstream).sum()
    }
    return gradients.map { Optional($0) }
  }
}
