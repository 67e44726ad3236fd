/// A piece of the notebook that the compiler sees under a file name of its own.
///
/// Lines are counted from the piece's own beginning, so that prose above it can change without another
/// compilation.
package enum SourceUnit: Hashable, Sendable {
  case cell(Int)
  /// An expression in prose, by its place among those; it is compiled with the cell above it.
  case inline(Int)

  /// `cell-3.swift`, `inline-1.swift`: the name in diagnostics, `#file` and debug information.
  var fileName: String {
    switch self {
    case .cell(let number): "cell-\(number).swift"
    case .inline(let index): "inline-\(index).swift"
    }
  }

  /// Reads a file name, with or without folders before it; `nil` for a file that is not ours.
  init?(fileName: Substring) {
    guard let name = fileName.split(separator: "/").last, name.hasSuffix(".swift"),
      let dash = name.firstIndex(of: "-"),
      let number = Int(name[name.index(after: dash)...].dropLast(6))
    else { return nil }
    switch name[..<dash] {
    case "cell": self = .cell(number)
    case "inline": self = .inline(number)
    default: return nil
    }
  }
}
