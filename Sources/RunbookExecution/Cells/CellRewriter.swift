import SwiftParser
import SwiftSyntax

/// Turns a cell's source into the source of a module.
///
/// A cell is compiled as a module of its own and must read as if all cells were one program. Three
/// edits do that: declarations become public, so that later cells can use, extend and subclass them;
/// a trailing expression is handed to the display function; an `await` at top level is handed to a
/// function that waits.
struct CellRewriter {
  /// The cell's number, from 1.
  var cell: Int
  var source: String
  var earlier: [CellInterface]
  /// The expressions in the prose between this cell and the next, by their index.
  var inline: [(index: Int, source: String)] = []
  /// Lines for the head of the first cell: the notebook's parameters.
  var preamble: [String] = []

  func rewritten() -> RewrittenCell {
    let tree = Parser.parse(source: source)
    let collector = DeclarationCollector(cell: cell)
    collector.walk(tree)
    let waits = AwaitCollector(tree: tree)
    waits.walk(tree)

    var edits = SourceEdits(source)
    for edit in collector.edits + waits.edits + displayEdits(tree) {
      edits.insert(edit.text, at: edit.offset)
    }
    let (body, columns) = edits.applied()
    var lines = ["import RunbookRuntime"]
    lines += CellInterface.importLines(of: earlier)
    lines += preamble
    lines.append("#sourceLocation(file: \"\(SourceUnit.cell(cell).fileName)\", line: 1)")
    lines.append(body)
    for (index, source) in inline {
      lines.append("#sourceLocation(file: \"\(SourceUnit.inline(index).fileName)\", line: 1)")
      lines.append(Self.inlinePrefix(index) + source + ")")
    }
    return RewrittenCell(
      text: lines.joined(separator: "\n") + "\n", columns: columns,
      interface: collector.interface, problems: waits.problems)
  }

  /// What stands before an inline expression on its line.
  static func inlinePrefix(_ index: Int) -> String { "RunbookRuntime.inlineValue(\(index), " }

  /// A piece of text to insert and the byte before which it goes.
  struct Edit {
    var offset: Int
    var text: String
  }

  /// Hands the value of a trailing expression to the display function.
  private func displayEdits(_ tree: SourceFileSyntax) -> [Edit] {
    guard let last = tree.statements.last, last.semicolon == nil,
      case .expr(let expression) = last.item, isValue(expression)
    else { return [] }
    return [
      Edit(
        offset: expression.positionAfterSkippingLeadingTrivia.utf8Offset,
        text: "RunbookRuntime.display("),
      Edit(offset: expression.endPositionBeforeTrailingTrivia.utf8Offset, text: ")"),
    ]
  }

  /// Whether an expression stands there for its value. Operators are not folded by the parser, so an
  /// assignment looks like any other sequence.
  private func isValue(_ expression: ExprSyntax) -> Bool {
    guard let sequence = expression.as(SequenceExprSyntax.self) else {
      return !expression.is(IfExprSyntax.self) && !expression.is(SwitchExprSyntax.self)
        && !expression.is(MissingExprSyntax.self)
    }
    return !sequence.elements.contains { element in
      if element.is(AssignmentExprSyntax.self) { return true }
      guard let binary = element.as(BinaryOperatorExprSyntax.self) else { return false }
      let text = binary.operator.text
      return text.hasSuffix("=") && !["==", "!=", "<=", ">=", "===", "!=="].contains(text)
    }
  }
}
