/// The cells above a cell, and which of them it has to import.
///
/// A cell imports the cells that declare the names it mentions, the cells that those import in turn, since
/// they declare the types of these names, and every cell that extends a type or declares an
/// operator. Importing all cells above would make each cell of a long note slower to compile than the
/// one before: the compiler takes about 0.3 ms for each module that it loads.
struct CellScope: Sendable {
  /// A cell's declarations of one name.
  private struct Entry: Sendable {
    var cell: Int
    var declarations: [CellInterface.Declaration]
  }

  private var names: [String: [Entry]] = [:]
  private var interfaces: [Int: CellInterface] = [:]
  /// The cells that each cell imports.
  private var imports: [Int: [Int]] = [:]
  /// Cells that every cell below imports, in order.
  private var cellsAffectingAll: [Int] = []
  /// Modules that the authors of cells import, by the cell.
  private var modules: [(cell: Int, names: [String])] = []

  /// The imports of a cell.
  struct Needs {
    /// The cells, in order.
    var cells: [Int]
    /// The lines for the head of the cell.
    var lines: [String]
  }

  /// Makes a cell visible to those below it.
  ///
  /// - Parameters:
  ///   - imports: the cells that it imports itself.
  ///   - affectsAllLaterCells: whether every cell below imports it.
  mutating func add(
    _ interface: CellInterface, importing imports: [Int], affectsAllLaterCells: Bool
  ) {
    let cell = interface.cell
    interfaces[cell] = interface
    self.imports[cell] = imports
    for (name, declarations) in Dictionary(grouping: interface.declarations, by: \.plainName) {
      names[name, default: []].append(Entry(cell: cell, declarations: declarations))
    }
    if affectsAllLaterCells { cellsAffectingAll.append(cell) }
    if !interface.imports.isEmpty { modules.append((cell, interface.imports)) }
  }

  /// Forgets a cell: the cells below do not see it.
  mutating func remove(_ cell: Int) {
    guard let interface = interfaces.removeValue(forKey: cell) else { return }
    for name in Set(interface.declarations.map(\.plainName)) {
      names[name]?.removeAll { $0.cell == cell }
    }
    imports[cell] = nil
    cellsAffectingAll.removeAll { $0 == cell }
    modules.removeAll { $0.cell == cell }
  }

  /// Whether any visible cell has imports of its author's.
  var importsModules: Bool { !modules.isEmpty }

  /// The imports that a cell needs which mentions `words`.
  ///
  /// - Complexity: O(words + cells that are imported).
  func needs(of words: Set<String>) -> Needs {
    var scoped: [String] = []
    var reached: Set<Int> = []
    var waiting = cellsAffectingAll
    for word in words.sorted() {
      for entry in visible(names[word] ?? []) {
        let module = CellInterface.moduleName(of: entry.cell)
        // A scoped import of the newest declaration shadows those of the engine and of cells above.
        let declaration = entry.declarations[0]
        scoped.append("import \(declaration.kind.rawValue) \(module).\(declaration.name)")
        waiting.append(entry.cell)
      }
    }
    while let cell = waiting.popLast() {
      if reached.insert(cell).inserted { waiting += imports[cell] ?? [] }
    }
    let cells = reached.sorted()
    var seen: Set<String> = []
    let authors = modules.flatMap(\.names).filter { seen.insert($0).inserted }
    return Needs(
      cells: cells,
      lines: authors.map { "import \($0)" }
        + cells.map { "@testable import \(CellInterface.moduleName(of: $0))" } + scoped)
  }

  /// The meaning of a name: its newest declaration, or several if they are functions that overload.
  private func visible(_ entries: [Entry]) -> [Entry] {
    var result: [Entry] = []
    for entry in entries {
      result.removeAll { older in
        older.declarations.contains { old in entry.declarations.contains { $0.replaces(old) } }
      }
      result.append(entry)
    }
    return result
  }
}
