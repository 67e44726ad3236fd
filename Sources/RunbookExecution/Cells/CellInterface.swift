/// What a cell offers the cells below it: its top-level declarations and the modules it imports.
struct CellInterface: Sendable {
  /// A name declared at the top level of a cell.
  struct Declaration: Hashable, Sendable {
    /// The word that a scoped import uses for this kind of declaration.
    enum Kind: String, Sendable {
      case `struct`, `class`, `enum`, `protocol`, `typealias`, `let`, `var`, `func`
    }

    var kind: Kind
    var name: String
    /// For functions the labels and types of the parameters, since functions of one name may live
    /// side by side; otherwise empty.
    var signature = ""
  }

  /// The cell's number, which names its module.
  var cell: Int
  var declarations: [Declaration] = []
  /// Modules the author imports, as written after `import`.
  var imports: [String] = []

  /// The name of the module that cell `number` is compiled to.
  static func moduleName(of number: Int) -> String { "C\(number)" }

  /// The lines at the head of a cell that make `earlier` cells visible to it.
  ///
  /// A plain import of two modules that declare the same name leaves the name ambiguous, be they two
  /// cells or a cell and the engine. A scoped import of the newest declaration shadows the others, which
  /// is what declaring a name means in a notebook.
  static func importLines(of earlier: [CellInterface]) -> [String] {
    orderedImports(of: earlier).map { "import \($0)" }
      + earlier.map { "@testable import \(moduleName(of: $0.cell))" }
      + visibleNames(of: earlier).map { "import \($0)" }
  }

  private static func orderedImports(of interfaces: [CellInterface]) -> [String] {
    var seen: Set<String> = []
    return interfaces.flatMap(\.imports).filter { seen.insert($0).inserted }
  }

  /// What each declared name means after `interfaces`, for scoped imports: the newest cell that declares
  /// it, or several if they declare functions that overload each other.
  private static func visibleNames(of interfaces: [CellInterface]) -> [String] {
    var visible: [String: [(cell: Int, declarations: [Declaration])]] = [:]
    for interface in interfaces {
      for (name, declarations) in Dictionary(grouping: interface.declarations, by: \.name) {
        visible[name, default: []].removeAll { collide($0.declarations, declarations) }
        visible[name]!.append((interface.cell, declarations))
      }
    }
    return visible.keys.sorted().flatMap { name in
      visible[name]!.map {
        "\($0.declarations[0].kind.rawValue) \(moduleName(of: $0.cell)).\(name)"
      }
    }
  }

  /// Whether the newer declarations take the place of the older ones rather than overload them.
  private static func collide(_ older: [Declaration], _ newer: [Declaration]) -> Bool {
    let functions = (older + newer).allSatisfy { $0.kind == .func }
    return !functions || newer.contains { older.contains($0) }
  }
}
