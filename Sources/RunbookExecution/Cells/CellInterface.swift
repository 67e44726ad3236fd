/// The part of a cell that cells below it can see: its top-level declarations and imports.
struct CellInterface: Sendable {
  /// A name declared at the top level of a cell.
  struct Declaration: Hashable, Sendable {
    /// The word that a scoped import uses for this kind of declaration.
    enum Kind: String, Sendable {
      case `struct`, `class`, `enum`, `protocol`, `typealias`, `let`, `var`, `func`
    }

    var kind: Kind
    /// As it is written, in backticks where it needs them.
    var name: String
    /// For functions the labels and types of the parameters, since functions of one name may live
    /// side by side; otherwise empty.
    var signature = ""

    var plainName: String { name.filter { $0 != "`" } }

    /// Whether this declaration, the newer one, takes the place of `older` rather than overload it.
    func replaces(_ older: Declaration) -> Bool {
      kind != .func || older.kind != .func || signature == older.signature
    }
  }

  /// The cell's number, which names its module.
  var cell: Int
  var declarations: [Declaration] = []
  /// Names that stay in the cell: `private` and `fileprivate` ones.
  var hiddenNames: [String] = []
  /// Modules the author imports, as written after `import`.
  var imports: [String] = []
  /// Whether the cell can change the meaning of cells that do not mention it: it extends a type, or
  /// declares an operator.
  var affectsAllLaterCells = false

  /// The name of the module that cell `number` is compiled to.
  static func moduleName(of number: Int) -> String { "C\(number)" }
}
