internal import RunbookFiles

/// The cells above a cell: what they declare and where they are compiled. A value; each state has one.
struct CellContext: Sendable {
  /// A cell that cells below can import.
  struct Entry: Sendable {
    var artifact: CompiledCell
    /// The key under which the compiled cell is kept.
    var key: String
    /// Where edits moved the columns of its source.
    var columns: ColumnMap
  }

  /// The visible cells, by their numbers.
  private(set) var entries: [Int: Entry] = [:]
  private var scope = CellScope()
  /// Lines for the head of the first cell, which declare the notebook's parameters.
  private let preamble: [String]
  /// The cell that declares them; another takes its place if it fails.
  private var preambleCell: Int?

  init(preamble: [String]) {
    self.preamble = preamble
  }

  /// The source of a cell below these, and the modules that it imports.
  ///
  /// - Parameter compiler: identifies the compiler; part of the key.
  /// - Complexity: O(length of the cell + cells that are imported).
  func plan(_ analysis: CellAnalysis, compiler: String) -> CompilePlan {
    let needs = scope.needs(of: analysis.mentions)
    let declaresParameters = preambleCell == nil && !preamble.isEmpty
    let source = CellSource(
      of: [analysis], needs: needs, preamble: declaresParameters ? preamble : [])
    let imports = needs.cells.compactMap { entries[$0] }
    var hash = ContentHash()
    hash.combine(compiler)
    for entry in imports { hash.combine(entry.key) }
    hash.combine(source.text)
    return CompilePlan(
      cell: analysis.cell, source: source, key: hash.text, imports: imports,
      hasImports: !analysis.interface.imports.isEmpty,
      autolinks: scope.importsModules || !analysis.interface.imports.isEmpty,
      declaresParameters: declaresParameters)
  }

  /// Makes a cell visible to those below it.
  mutating func add(_ analysis: CellAnalysis, _ plan: CompilePlan, _ artifact: CompiledCell) {
    scope.add(
      analysis.interface, importing: plan.imports.map(\.artifact.cell),
      affectsAllLaterCells: analysis.interface.affectsAllLaterCells || plan.declaresParameters)
    if plan.declaresParameters { preambleCell = analysis.cell }
    entries[analysis.cell] = Entry(
      artifact: artifact, key: plan.key, columns: analysis.columns)
  }

  /// Hides a cell that turned out not to compile.
  mutating func remove(_ cell: Int) {
    scope.remove(cell)
    entries[cell] = nil
    if preambleCell == cell { preambleCell = nil }
  }
}

/// How to compile a cell on top of the cells above it.
struct CompilePlan: Sendable {
  var cell: Int
  /// The file that the compiler sees.
  var source: CellSource
  /// The hash of all that the compiled cell depends on.
  var key: String
  /// The cells that it imports.
  var imports: [CellContext.Entry]
  /// Whether its author imports modules in it.
  var hasImports: Bool
  /// Whether the libraries of imported modules are linked.
  var autolinks: Bool
  /// Whether the notebook's parameters are declared in it.
  var declaresParameters: Bool
}
