import SwiftSyntax

/// Finds `await` at the top level of a cell and hands it to a function that waits.
///
/// The compiler would turn such a cell into an asynchronous main program that never returns to its
/// caller. `let x = try await f()` becomes `let x = try RunbookRuntime.awaitResult { try await f() }`.
final class AwaitCollector: SyntaxVisitor {
  private(set) var edits: [SourceEdit] = []
  private(set) var problems: [CellAnalysis.Problem] = []
  private let locations: SourceLocationConverter

  init(tree: SourceFileSyntax) {
    locations = SourceLocationConverter(fileName: "", tree: tree)
    super.init(viewMode: .sourceAccurate)
  }

  // A body belongs to its own function.
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: MemberBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  override func visit(_ node: TryExprSyntax) -> SyntaxVisitorContinueKind {
    guard node.expression.is(AwaitExprSyntax.self) else { return .visitChildren }
    wrap(ExprSyntax(node), prefix: "try RunbookRuntime.awaitResult { ")
    return .skipChildren
  }

  override func visit(_ node: AwaitExprSyntax) -> SyntaxVisitorContinueKind {
    wrap(ExprSyntax(node), prefix: "RunbookRuntime.awaitResult { ")
    return .skipChildren
  }

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    if node.awaitKeyword != nil { refuse(node, "for await") }
    return .visitChildren
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    guard node.modifiers.contains(where: { $0.name.tokenKind == .keyword(.async) }) else {
      return .visitChildren
    }
    refuse(node, "async let")
    return .skipChildren
  }

  private func refuse(_ node: some SyntaxProtocol, _ construct: String) {
    let place = node.startLocation(converter: locations)
    problems.append(
      .init(
        line: place.line, column: place.column,
        message: "a cell cannot have '\(construct)' at its top level; "
          + "put it into an async function and await that"))
  }

  /// `await` covers all that stands to its right in an unfolded sequence of operators.
  private func wrap(_ expression: ExprSyntax, prefix: String) {
    var end = expression.endPositionBeforeTrailingTrivia
    if let list = expression.parent?.as(ExprListSyntax.self), let last = list.last {
      end = last.endPositionBeforeTrailingTrivia
    }
    edits.append(
      .init(offset: expression.positionAfterSkippingLeadingTrivia.utf8Offset, text: prefix))
    edits.append(.init(offset: end.utf8Offset, text: " }"))
  }
}
