internal import RunbookFiles

/// Everything that can change the outputs of a notebook's cells, in parts that can be told apart.
struct CacheFacts: Codable, Hashable {
  /// The build of engine and runtime.
  var runtime: String
  /// The compiler.
  var compiler: String
  /// How the compiler is called.
  var flags: String
  var seed: UInt64
  /// The parameters as Swift values, by name.
  var parameters: [String: String]
  var cells: [CellFacts]

  /// The facts of one cell.
  struct CellFacts: Codable, Hashable {
    /// The hash of the source, whose line ends the parser has made equal.
    var source: String
    /// The hash of the expressions in prose that are evaluated after the cell.
    var expressions: String
    /// Whether the cell is allowed to fail.
    var isFailureExpected: Bool
    /// The hashes of the files in `deps`, by their names; `nil` for one that is not there.
    var dependencies: [String: String?]
    /// Whether its author wants it run each time.
    var isCached: Bool
  }

  /// The names under which the outputs of the cells are kept; `nil` for one that is run each time.
  ///
  /// Each covers the facts of the whole notebook, and of the cells up to its own.
  var keys: [String?] {
    var hash = ContentHash()
    for part in [runtime, compiler, flags, String(seed)] { hash.combine(part) }
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      hash.combine(name)
      hash.combine(value)
    }
    return cells.map { cell in
      hash.combine(cell.source)
      hash.combine(cell.expressions)
      hash.combine(String(cell.isFailureExpected))
      for (name, content) in cell.dependencies.sorted(by: { $0.key < $1.key }) {
        hash.combine(name)
        hash.combine(content ?? "absent")
      }
      return cell.isCached ? hash.text : nil
    }
  }
}
