internal import Synchronization

/// One operation in the graph of a differentiation.
///
/// The graph is built while the function runs, so it is the straight line of what was executed,
/// whatever loops and branches led there. A node holds what its adjoint needs and the nodes of its
/// inputs; a tensor holds its node; nothing holds the graph but the tensors that came out of it.
package final class Node {
  /// The gradient at the output (and the output itself, if kept) to gradients at the inputs.
  package typealias Adjoint = (_ upstream: Tensor, _ output: Tensor) -> [Tensor?]

  /// Grows with time, so that descending serials are an order from outputs to inputs.
  let serial: UInt64
  private(set) var inputs: [Node?]
  private var adjoint: Adjoint?
  private var output: (storage: Storage, shape: [Int])?

  // Scratch of a backward pass; a graph is walked by one thread at a time.
  var pass: UInt64 = 0
  var slot = 0

  init(
    inputs: [Node?], keeping output: (storage: Storage, shape: [Int])? = nil, adjoint: Adjoint?
  ) {
    self.serial = nextSerial()
    self.inputs = inputs
    self.adjoint = adjoint
    self.output = output
  }

  /// Gradients at the inputs for a gradient at the output.
  func pullBack(_ upstream: Tensor) -> [Tensor?] {
    guard let adjoint else { return [] }
    // The output gets its node back only for this call: kept for good it would be a cycle.
    let result = output.map { Tensor(storage: $0.storage, shape: $0.shape, node: self) }
    return adjoint(upstream, result ?? upstream)
  }

  deinit {
    // A chain of a hundred thousand steps must not be freed by as many nested calls: nodes that die
    // while one is being freed leave what they held in a list.
    let state = threadState
    if let list = state.pointee.deferredReleases {
      deferRelease(to: list.takeUnretainedValue())
    } else {
      let list = DeferredReleases()
      state.pointee.deferredReleases = Unmanaged.passUnretained(list)
      deferRelease(to: list)
      list.releaseAll()
      state.pointee.deferredReleases = nil
    }
  }

  /// Moves what this node holds into the list. Not inlined: no reference may outlive this call.
  @inline(never)
  private func deferRelease(to list: DeferredReleases) {
    list.waiting.append(DeferredReleases.Entry(inputs: inputs, adjoint: adjoint))
    inputs = []
    adjoint = nil
  }
}

/// The deferred release list: what freed nodes held, released one after the other.
final class DeferredReleases {
  /// The references of one node.
  struct Entry {
    let inputs: [Node?]
    let adjoint: Node.Adjoint?
  }

  fileprivate var waiting: [Entry] = []

  /// Releases what waits, and what comes to wait meanwhile.
  @inline(never)
  fileprivate func releaseAll() {
    while !waiting.isEmpty { waiting.removeLast() }
  }
}

private let serials = Atomic<UInt64>(1)

/// A number that is greater than all that were returned before.
func nextSerial() -> UInt64 { serials.wrappingAdd(1, ordering: .relaxed).oldValue }
