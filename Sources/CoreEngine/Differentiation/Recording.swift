/// Whether an operation on `a` must be recorded: it depends on a variable, and nothing forbids it.
@inline(__always)
package func isRecording(_ a: Tensor) -> Bool {
  a.node != nil && threadState.pointee.paused == 0
}

/// Whether an operation on `a` and `b` must be recorded.
@inline(__always)
package func isRecording(_ a: Tensor, _ b: Tensor) -> Bool {
  (a.node != nil || b.node != nil) && threadState.pointee.paused == 0
}

/// Whether the gradient that is being computed will itself be differentiated.
package var isDifferentiatingGradient: Bool { threadState.pointee.paused == 0 }

/// Gives `result` a node when its only input takes part in a differentiation.
@inline(__always)
package func recorded(
  _ result: Tensor, from a: Tensor, keepingOutput: Bool = false,
  adjoint: @escaping (_ upstream: Tensor, _ output: Tensor) -> Tensor?
) -> Tensor {
  guard isRecording(a) else { return result }
  var result = result
  result.node = Node(
    inputs: [a.node], keeping: keepingOutput ? (result.storage, result.shape) : nil
  ) { [adjoint($0, $1)] }
  return result
}

/// Gives `result` a node when one of its inputs takes part in a differentiation.
package func recorded(
  _ result: Tensor, from inputs: [Tensor], keepingOutput: Bool = false,
  adjoint: @escaping Node.Adjoint
) -> Tensor {
  guard threadState.pointee.paused == 0, inputs.contains(where: { $0.node != nil })
  else { return result }
  var result = result
  result.node = Node(
    inputs: inputs.map { $0.node }, keeping: keepingOutput ? (result.storage, result.shape) : nil,
    adjoint: adjoint)
  return result
}

/// Runs `body` without recording anything: what it computes has no gradient.
/// - Returns: what `body` returns.
/// - Throws: what it throws.
public func withoutGradient<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  let state = threadState
  state.pointee.paused += 1
  defer { state.pointee.paused -= 1 }
  return try body()
}

/// Runs `body` with layers such as dropout and batch normalisation behaving as in training.
/// - Returns: what `body` returns.
/// - Throws: what it throws.
public func inTraining<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  let state = threadState
  let before = state.pointee.isTraining
  state.pointee.isTraining = true
  defer { state.pointee.isTraining = before }
  return try body()
}

/// Runs `body` with layers behaving as in use after training: the default outside `fit`.
/// - Returns: what `body` returns.
/// - Throws: what it throws.
public func inInference<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
  let state = threadState
  let before = state.pointee.isTraining
  state.pointee.isTraining = false
  defer { state.pointee.isTraining = before }
  return try body()
}

/// Whether layers behave as in training on this thread.
public var isTraining: Bool { threadState.pointee.isTraining }
