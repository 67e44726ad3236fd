internal import CEngine

/// The lengths of one pass of a recurrent layer over a sequence.
struct RecurrentGeometry {
  var kind: RecurrentKind
  var time, batch, inputs, hidden: Int

  fileprivate var forC: ce_recurrent {
    let code =
      switch kind {
      case .tanh: ce_rnn_tanh
      case .relu: ce_rnn_relu
      case .lstm: ce_lstm
      case .gru: ce_gru
      }
    return ce_recurrent(
      kind: Int64(code), time: Int64(time), batch: Int64(batch), inputs: Int64(inputs),
      hidden: Int64(hidden))
  }
}

/// The operands of a recurrent layer, or the gradients in them; see `RecurrentWeights` for the shapes.
struct RecurrentOperands<Part> {
  /// The sequence, `[time, batch, inputs]`.
  var x: Part
  /// The first state and, of an LSTM, its cell, `[batch, hidden]`.
  var hidden: Part, cell: Storage?
  var inputWeight, hiddenWeight, inputBias, hiddenBias: Part
}

extension Kernels {
  /// Runs a whole sequence.
  ///
  /// - Parameters:
  ///   - operands: sequence, first state and weights.
  ///   - geometry: lengths.
  ///   - out: gets the hidden states, `[time, batch, hidden]`.
  ///   - gates: gets the gates for the backward pass, `[time, batch, gates * hidden]`.
  ///   - extra: gets the LSTM's cells, or the GRU's hidden part, `[time, batch, hidden]`.
  static func recur(
    _ operands: RecurrentOperands<Storage>, _ geometry: RecurrentGeometry, into out: Storage,
    gates: Storage, extra: Storage?
  ) {
    withUnsafePointer(to: geometry.forC) {
      ce_recur(
        out.dtype.code, $0, operands.x.pointer, operands.hidden.pointer, operands.cell?.pointer,
        operands.inputWeight.pointer, operands.hiddenWeight.pointer, operands.inputBias.pointer,
        operands.hiddenBias.pointer, out.pointer, gates.pointer, extra?.pointer)
    }
  }

  /// The gradients of a sequence.
  ///
  /// - Parameters:
  ///   - operands: of the forward pass.
  ///   - geometry: lengths.
  ///   - out: the hidden states, as the forward pass left them.
  ///   - gates: likewise.
  ///   - extra: likewise.
  ///   - upstream: the gradient at the hidden states, behind it for an LSTM that at the last cell.
  ///   - gradients: gets the gradients; those in the sequence, the weights and the biases may be nil,
  ///     and that in the hidden bias needs that in the input bias.
  static func recurBack(
    _ operands: RecurrentOperands<Storage>, _ geometry: RecurrentGeometry, out: Storage,
    gates: Storage, extra: Storage?, _ upstream: Storage,
    into gradients: RecurrentOperands<Storage?>
  ) {
    let states = geometry.time * geometry.batch * geometry.hidden * upstream.dtype.size
    withUnsafePointer(to: geometry.forC) {
      ce_recur_back(
        out.dtype.code, $0, operands.x.pointer, operands.hidden.pointer, operands.cell?.pointer,
        operands.inputWeight.pointer, operands.hiddenWeight.pointer, out.pointer, gates.pointer,
        extra?.pointer, upstream.pointer,
        geometry.kind == .lstm ? UnsafeRawPointer(upstream.pointer + states) : nil,
        gradients.x?.pointer, gradients.hidden?.pointer, gradients.cell?.pointer,
        gradients.inputWeight?.pointer, gradients.hiddenWeight?.pointer,
        gradients.inputBias?.pointer, gradients.hiddenBias?.pointer)
    }
  }
}
