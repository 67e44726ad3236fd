/// The state of a notebook after some of its cells: a process that holds it, and the cells that the next
/// one can see.
///
/// A state stays as it is whatever is run on it, so several cells can be run on the same one, one after
/// the other or as the beginnings of different runs. The processes end once no state of theirs is held
/// any more.
package struct CellState {
  let kernel: KernelProcess
  let snapshot: Snapshot
  let context: CellContext

  /// The numbers of the cells that have run, in order.
  package var cells: [Int] { context.entries.keys.sorted() }

  /// Whether cells left threads behind. Such a state cannot be copied: it is made again, by running its
  /// last cell once more, when something was run on it before.
  package var hasThreads: Bool { snapshot.hasThreads }
}
