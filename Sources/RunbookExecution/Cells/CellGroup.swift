/// Cells that can be compiled as one module without changing the compiler's messages about any of them.
struct CellGroup {
  private(set) var cells: [CellAnalysis] = []
  private var mentions: Set<String> = []
  private var declarations: Set<String> = []
  private var hiddenNames: Set<String> = []

  /// The most cells of a group: one with a mistake is compiled cell by cell.
  private static let limit = 48

  /// All cells in groups, in order.
  static func groups(of cells: [CellAnalysis]) -> [CellGroup] {
    var groups: [CellGroup] = []
    var group = CellGroup()
    var known: Set<String> = []
    for cell in cells {
      if !group.takes(cell, knowing: known) {
        groups.append(group)
        group = CellGroup()
      }
      group.add(cell)
      known.formUnion(cell.interface.imports)
    }
    if !group.cells.isEmpty { groups.append(group) }
    return groups
  }

  init() {}

  /// A group of one cell.
  init(_ cell: CellAnalysis) { add(cell) }

  /// Whether `cell` may follow the cells of this group in one module.
  ///
  /// - Parameter modules: the modules that cells above import.
  private func takes(_ cell: CellAnalysis, knowing modules: Set<String>) -> Bool {
    guard !cells.isEmpty else { return true }
    guard cells.count < Self.limit, cell.problems.isEmpty, cells.last?.problems.isEmpty == true
    else { return false }
    let interface = cell.interface
    // In one module these would reach upwards: extensions, operators, imports, a name that is used
    // above its declaration.
    if interface.affectsAllLaterCells || !modules.isSuperset(of: interface.imports) { return false }
    let own = Set(interface.declarations.map(\.plainName)).union(interface.hiddenNames)
    if !own.isDisjoint(with: mentions) || !own.isDisjoint(with: hiddenNames) { return false }
    // Private names would be visible to the next cell.
    if !hiddenNames.isDisjoint(with: cell.mentions) { return false }
    // A name that is declared again is an error in one module.
    return own.isDisjoint(with: declarations)
  }

  private mutating func add(_ cell: CellAnalysis) {
    cells.append(cell)
    mentions.formUnion(cell.mentions)
    declarations.formUnion(cell.interface.declarations.map(\.plainName))
    hiddenNames.formUnion(cell.interface.hiddenNames)
  }
}
