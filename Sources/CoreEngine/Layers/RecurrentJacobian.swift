extension RecurrentState {
  /// All that a step hands to the next as one vector a row: the hidden state, and behind it the
  /// LSTM's cell.
  ///
  /// - Returns: shape `[batch, n]`, where `n` is `hidden`, or `2 * hidden` with a cell.
  ///   Differentiable.
  public var joined: Tensor {
    guard let cell else { return hidden }
    return .concatenate([hidden, cell], axis: 1)
  }

  /// The state that was joined to `vector`: the inverse of `joined`.
  ///
  /// - Parameters:
  ///   - vector: shape `[batch, n]`.
  ///   - kind: what the layer computes; of an LSTM the second half of each row is the cell.
  /// - Precondition: two axes; for an LSTM an even number of columns.
  public init(joined vector: Tensor, of kind: RecurrentKind) {
    require(
      vector.rank == 2 && (kind != .lstm || vector.shape[1] % 2 == 0),
      "RecurrentState (\(kind.rawValue)): joined \(vector.signature), expected [batch, n]"
        + (kind == .lstm ? " with an even n" : ""))
    guard kind == .lstm else {
      self.init(hidden: vector)
      return
    }
    let hidden = vector.shape[1] / 2
    self.init(hidden: vector[0..., 0..<hidden], cell: vector[0..., hidden...])
  }
}

extension Recurrent {
  /// The Jacobian matrix of one step of the bottom layer in its state: how the state after depends
  /// on the state before.
  ///
  /// Back-propagation through time multiplies these matrices:
  /// `∂ s[T] / ∂ s[0] = J[T] J[T-1] … J[1]`, where s is the joined state.
  ///
  ///     var (state, product) = (start, Tensor.identity(4))
  ///     for t in 0..<x.shape[0] {
  ///       product = matmul(layer.stepJacobian(x[t], from: state)[0], product)
  ///       state = layer.step(x[t], from: state)
  ///     }
  ///
  /// - Parameters:
  ///   - x: the input of the step, shape `[batch, inputs]`.
  ///   - state: the state before; zeros when nil.
  /// - Returns: shape `[batch, n, n]`, `J[b, i, j] = ∂ after[b, i] / ∂ before[b, j]`, where `after`
  ///   and `before` are the joined states; `n` is `hidden`, or `2 * hidden` for an LSTM (hidden
  ///   state first, then cell). Rows of the batch do not depend on each other.
  /// - Precondition: as for `step(_:from:)`.
  /// - Complexity: n reverse passes through the step.
  ///
  /// Source: Pascanu, Mikolov and Bengio, arXiv:1211.5063, section 2.
  public func stepJacobian(_ x: Tensor, from state: RecurrentState? = nil) -> Tensor {
    let before = (state ?? emptyState(for: x)).joined
    let (after, pullback) = vjp(at: before) {
      step(x, from: RecurrentState(joined: $0, of: kind)).joined
    }
    let (batch, n) = (after.shape[0], after.shape[1])
    let rows = (0..<n).map { i -> Tensor in
      // Unit i in every row of the batch at once.
      var unit = [Double](repeating: 0, count: batch * n)
      for row in 0..<batch { unit[row * n + i] = 1 }
      return pullback(Tensor(unit, shape: [batch, n], dtype: after.dtype))
    }
    return .stack(rows, axis: 1)
  }

  /// The state before a first step: zeros for each row of `x`.
  func emptyState(for x: Tensor) -> RecurrentState {
    require(x.rank == 2, "\(description).step: input \(x.signature), expected [batch, inputs]")
    let zero = Tensor.zeros([x.shape[0], hidden], dtype: x.dtype)
    return RecurrentState(hidden: zero, cell: kind == .lstm ? zero : nil)
  }
}
