extension Sequence<Diagnostic> {
  /// Each diagnostic once, in the one order in which users see them.
  ///
  /// Those about a file as a whole come first, then the notebook's own from top to bottom, then those
  /// of each included file. Diagnostics of one place stay in the order in which they were found.
  package func ordered() -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return filter { seen.insert($0).inserted }
      .enumerated()
      .sorted { left, right in
        switch (left.element.location, right.element.location) {
        case (nil, _?): true
        case (_?, nil): false
        case (let one?, let other?) where one != other: one < other
        default: left.offset < right.offset
        }
      }
      .map(\.element)
  }

  /// Whether one of them is an error.
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// Whether one of them makes a command fail.
  ///
  /// - Parameter strict: whether warnings do, too. Notes never do.
  package func fail(strict: Bool) -> Bool {
    contains { $0.severity == .error || (strict && $0.severity == .warning) }
  }
}
