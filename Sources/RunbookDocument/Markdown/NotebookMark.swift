/// An HTML comment by which a note remembers the cells of the Jupyter notebook that it came from.
///
/// Comments are shown neither in a report nor on a code host.
package enum NotebookMark: Hashable, Sendable {
  /// The kinds of cell in a Jupyter notebook.
  package enum CellKind: String, CaseIterable, Sendable {
    case text, code, raw
  }

  /// The folder beside the note that holds all that the note itself cannot, stated once at the top.
  case notebook(folder: String)
  /// A cell begins; its key names it in the folder, and a cell written by hand has none.
  case cell(CellKind, key: String?)
  /// The recorded outputs of the code above begin.
  case outputs
  case endOfOutputs

  /// The comment as written in a note.
  package var text: String {
    switch self {
    case .notebook(let folder): "<!-- notebook: \(folder) -->"
    case .cell(let kind, let key): "<!-- \(kind.rawValue) cell\(key.map { ": \($0)" } ?? "") -->"
    case .outputs: "<!-- outputs -->"
    case .endOfOutputs: "<!-- end of outputs -->"
    }
  }

  /// Reads a line that consists of a mark; `nil` for all others.
  package init?(_ line: some StringProtocol) {
    var words = line[...]
    while words.last?.isWhitespace == true { words.removeLast() }
    guard words.hasPrefix("<!-- "), words.hasSuffix(" -->"), words.count > 9 else { return nil }
    words = words.dropFirst(5).dropLast(4)
    switch words {
    case "outputs": self = .outputs
    case "end of outputs": self = .endOfOutputs
    default:
      if words.hasPrefix("notebook: ") {
        self = .notebook(folder: String(words.dropFirst(10)))
      } else if let kind = CellKind.allCases.first(where: { words.hasPrefix("\($0.rawValue) cell") }
      ) {
        let rest = words.dropFirst(kind.rawValue.count + 5)
        if rest.isEmpty {
          self = .cell(kind, key: nil)
        } else if rest.hasPrefix(": "), rest.count > 2 {
          self = .cell(kind, key: String(rest.dropFirst(2)))
        } else {
          return nil
        }
      } else {
        return nil
      }
    }
  }
}

extension Block {
  /// The mark that this block consists of.
  package var notebookMark: NotebookMark? {
    guard case .html(let html) = content else { return nil }
    return NotebookMark(html)
  }
}
