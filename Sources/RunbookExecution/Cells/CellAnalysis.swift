import SwiftParser
import SwiftSyntax

/// A cell's source as the parser sees it: its declarations, the words it mentions, and the edits that
/// make a module of it.
struct CellAnalysis: Sendable {
  /// A construct that a cell cannot contain; line and column are the cell's.
  struct Problem: Sendable {
    var line: Int
    var column: Int
    var message: String
  }

  /// The cell's number, from 1.
  let cell: Int
  let interface: CellInterface
  /// Every word of the cell and of the expressions in prose behind it: no other name can be used there.
  let mentions: Set<String>
  /// Mistakes that are found before a compiler sees the cell.
  let problems: [Problem]
  /// The cell with its edits.
  let body: String
  let columns: ColumnMap
  private let inline: [(index: Int, source: String)]

  /// - Parameter inline: the expressions in the prose between this cell and the next, by their index.
  init(cell: Int, source: String, inline: [(index: Int, source: String)] = []) {
    self.cell = cell
    self.inline = inline
    let tree = Parser.parse(source: source)
    let collector = DeclarationCollector(cell: cell)
    collector.walk(tree)
    interface = collector.interface
    let waits = AwaitCollector(tree: tree)
    waits.walk(tree)
    problems = waits.problems

    var edits = SourceEdits(source)
    for edit in collector.edits + waits.edits + Self.displayEdits(tree) {
      edits.insert(edit.text, at: edit.offset)
    }
    (body, columns) = edits.applied()
    var mentions = Self.words(of: tree)
    for expression in inline {
      mentions.formUnion(Self.words(of: Parser.parse(source: expression.source)))
    }
    self.mentions = mentions
  }

  /// The edited source of the cell and of each expression behind it.
  var units: [(unit: SourceUnit, source: String)] {
    [(.cell(cell), body)]
      + inline.map { (.inline($0.index), Self.inlinePrefix($0.index) + $0.source + ")") }
  }

  /// The call that an inline expression is an argument of, up to the expression.
  static func inlinePrefix(_ index: Int) -> String { "RunbookRuntime.inlineValue(\(index), " }

  /// Hands the value of a trailing expression to the display function.
  private static func displayEdits(_ tree: SourceFileSyntax) -> [SourceEdit] {
    guard let last = tree.statements.last, last.semicolon == nil,
      case .expr(let expression) = last.item, isValue(expression)
    else { return [] }
    return [
      SourceEdit(
        offset: expression.positionAfterSkippingLeadingTrivia.utf8Offset,
        text: "RunbookRuntime.display("),
      SourceEdit(offset: expression.endPositionBeforeTrailingTrivia.utf8Offset, text: ")"),
    ]
  }

  /// Whether an expression stands there for its value. Operators are not folded by the parser, so an
  /// assignment looks like any other sequence.
  private static func isValue(_ expression: ExprSyntax) -> Bool {
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

  private static func words(of tree: SourceFileSyntax) -> Set<String> {
    var words: Set<String> = []
    for token in tree.tokens(viewMode: .sourceAccurate) {
      let text = token.text
      guard let first = text.utf8.first, first >= 0x40 || first == UInt8(ascii: "$") else {
        continue
      }
      // `default` in backticks is the name default.
      words.insert(first == UInt8(ascii: "`") ? text.filter { $0 != "`" } : text)
    }
    return words
  }
}
