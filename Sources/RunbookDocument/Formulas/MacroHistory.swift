/// The macros that a document defines, in order, and how many of them precede each cell.
package struct MacroHistory: Sendable {
  private var macros: [Macro] = []
  private var counts: [Int: Int] = [:]

  init() {}

  mutating func add(_ macros: [Macro]) { self.macros += macros }

  mutating func note(cell index: Int) { counts[index] = macros.count }

  /// The macros in force where a cell displays something.
  ///
  /// - Parameter base: the macros of the front matter.
  func table(inCell index: Int, over base: MacroTable) -> MacroTable {
    var table = base
    for macro in macros.prefix(counts[index] ?? 0) { table.define(macro) }
    return table
  }
}
