package import RunbookOutput

/// An event of a running notebook, for whoever shows it.
package enum ExecutionEvent: Sendable {
  /// All results came from the cache; nothing was run.
  case cached(cells: Int)
  /// The first cells stand as the last run has left them.
  case resumed(after: Int)
  case started(cell: Int)
  case progress(cell: Int, CellProgress)
  case finished(cell: Int, seconds: Double, failure: Failure?)
}
