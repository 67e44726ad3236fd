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

  /// The lines at the head of a cell that make `earlier` cells visible to it, newest declaration first.
  ///
  /// A plain import of two modules that declare the same name leaves the name ambiguous. A scoped
  /// import of the newer one shadows the older, which is what redeclaring means in a notebook.
  static func importLines(of earlier: [CellInterface]) -> [String] {
    var lines: [String] = []
    for module in orderedImports(of: earlier) { lines.append("import \(module)") }
    for interface in earlier {
      lines.append("@testable import \(moduleName(of: interface.cell))")
    }
    for name in redeclaredNames(of: earlier) {
      lines.append("import \(name)")
    }
    return lines
  }

  private static func orderedImports(of interfaces: [CellInterface]) -> [String] {
    var seen: Set<String> = []
    return interfaces.flatMap(\.imports).filter { seen.insert($0).inserted }
  }

  private static func redeclaredNames(of interfaces: [CellInterface]) -> [String] {
    var latest: [String: (cell: Int, declarations: [Declaration])] = [:]
    var scoped: [String: String] = [:]
    for interface in interfaces {
      for (name, declarations) in Dictionary(grouping: interface.declarations, by: \.name) {
        if let older = latest[name], collide(older.declarations, declarations) {
          scoped[name] =
            "\(declarations[0].kind.rawValue) \(moduleName(of: interface.cell)).\(name)"
          latest[name] = (interface.cell, declarations)
        } else {
          latest[name, default: (interface.cell, [])].declarations += declarations
        }
      }
    }
    return scoped.keys.sorted().map { scoped[$0]! }
  }

  /// Whether the newer declarations take the place of the older ones rather than overload them.
  private static func collide(_ older: [Declaration], _ newer: [Declaration]) -> Bool {
    let functions = (older + newer).allSatisfy { $0.kind == .func }
    return !functions || newer.contains { older.contains($0) }
  }
}
