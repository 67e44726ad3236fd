import SwiftSyntax

/// Finds the declarations of a cell and opens them to later cells.
///
/// A later cell is another module. A conformance it adds needs public witnesses, a subclass an open
/// class; so every declaration that states no access becomes `public`, or `open` where it can be
/// overridden. Declarations that cannot carry a modifier are left alone: local ones, protocol requirements,
/// enum cases, extensions' own heads.
final class DeclarationCollector: SyntaxVisitor {
  private(set) var edits: [SourceEdit] = []
  private(set) var interface: CellInterface
  /// The types around the declaration that is being visited, outermost first.
  private var containers: [Container] = []

  private enum Container {
    case openClass, otherType, `extension`, hidden
  }

  private static let accessModifiers: Set<Keyword> = [
    .public, .open, .internal, .private, .fileprivate, .package,
  ]

  init(cell: Int) {
    interface = CellInterface(cell: cell)
    super.init(viewMode: .sourceAccurate)
  }

  // Bodies hold local declarations and statements only.
  override func visit(_ node: CodeBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind {
    declare(.protocol, node.name.text, node.modifiers)
    publish(node.modifiers, before: node.protocolKeyword)
    return .skipChildren
  }
  override func visit(_ node: CodeBlockItemSyntax) -> SyntaxVisitorContinueKind {
    if case .decl = node.item { .visitChildren } else { .skipChildren }
  }

  override func visit(_ node: ImportDeclSyntax) -> SyntaxVisitorContinueKind {
    let kind = node.importKindSpecifier.map { $0.text + " " } ?? ""
    interface.imports.append(kind + node.path.trimmedDescription)
    return .skipChildren
  }

  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind {
    declare(.struct, node.name.text, node.modifiers)
    publish(node.modifiers, before: node.structKeyword)
    containers.append(.otherType)
    return .visitChildren
  }
  override func visitPost(_ node: StructDeclSyntax) { containers.removeLast() }

  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind {
    declare(.enum, node.name.text, node.modifiers)
    publish(node.modifiers, before: node.enumKeyword)
    containers.append(.otherType)
    return .visitChildren
  }
  override func visitPost(_ node: EnumDeclSyntax) { containers.removeLast() }

  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind {
    declare(.class, node.name.text, node.modifiers)
    publish(node.modifiers, before: node.actorKeyword)
    containers.append(.otherType)
    return .visitChildren
  }
  override func visitPost(_ node: ActorDeclSyntax) { containers.removeLast() }

  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
    declare(.class, node.name.text, node.modifiers)
    let isFinal = has(.final, node.modifiers)
    publish(node.modifiers, before: node.classKeyword, as: isFinal ? "public" : "open")
    let states = node.modifiers.contains { isAccess($0) }
    containers.append(isFinal || states ? .otherType : .openClass)
    return .visitChildren
  }
  override func visitPost(_ node: ClassDeclSyntax) { containers.removeLast() }

  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind {
    // `private extension` sets the access of its members; do not speak over it.
    interface.affectsAllLaterCells = true
    containers.append(node.modifiers.contains { isAccess($0) } ? .hidden : .extension)
    return .visitChildren
  }
  override func visitPost(_ node: ExtensionDeclSyntax) { containers.removeLast() }

  override func visit(_ node: OperatorDeclSyntax) -> SyntaxVisitorContinueKind {
    interface.affectsAllLaterCells = true
    return .skipChildren
  }

  override func visit(_ node: PrecedenceGroupDeclSyntax) -> SyntaxVisitorContinueKind {
    interface.affectsAllLaterCells = true
    return .skipChildren
  }

  override func visit(_ node: TypeAliasDeclSyntax) -> SyntaxVisitorContinueKind {
    declare(.typealias, node.name.text, node.modifiers)
    publish(node.modifiers, before: node.typealiasKeyword)
    return .skipChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    let parameters = node.signature.parameterClause.parameters.map {
      "\($0.firstName.text): \($0.type.trimmedDescription)"
    }
    declare(.func, node.name.text, node.modifiers, signature: parameters.joined(separator: ", "))
    publish(node.modifiers, before: node.funcKeyword, as: memberAccess(node.modifiers))
    return .skipChildren
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    let isConstant = node.bindingSpecifier.tokenKind == .keyword(.let)
    for binding in node.bindings {
      for name in names(in: binding.pattern) {
        declare(isConstant ? .let : .var, name, node.modifiers)
      }
    }
    publish(
      node.modifiers, before: node.bindingSpecifier,
      as: isConstant ? "public" : memberAccess(node.modifiers))
    return .skipChildren
  }

  override func visit(_ node: SubscriptDeclSyntax) -> SyntaxVisitorContinueKind {
    publish(node.modifiers, before: node.subscriptKeyword, as: memberAccess(node.modifiers))
    return .skipChildren
  }

  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    publish(node.modifiers, before: node.initKeyword)
    return .skipChildren
  }

  private func declare(
    _ kind: CellInterface.Declaration.Kind, _ name: String, _ modifiers: DeclModifierListSyntax,
    signature: String = ""
  ) {
    // An operator is found by its operands, not by a name that could be imported; a private name stays
    // in its cell.
    guard containers.isEmpty else { return }
    guard name.first.map({ $0.isLetter || $0 == "_" || $0 == "`" }) ?? false else {
      interface.affectsAllLaterCells = true
      return
    }
    guard !has(.private, modifiers), !has(.fileprivate, modifiers) else {
      interface.hiddenNames.append(name)
      return
    }
    interface.declarations.append(.init(kind: kind, name: name, signature: signature))
  }

  private func names(in pattern: PatternSyntax) -> [String] {
    if let identifier = pattern.as(IdentifierPatternSyntax.self) {
      return [identifier.identifier.text]
    }
    guard let tuple = pattern.as(TuplePatternSyntax.self) else { return [] }
    return tuple.elements.flatMap { names(in: $0.pattern) }
  }

  /// `open` for a member that a subclass can override, `public` for everything else.
  private func memberAccess(_ modifiers: DeclModifierListSyntax) -> String {
    guard case .openClass = containers.last, !has(.final, modifiers), !has(.static, modifiers)
    else {
      return "public"
    }
    return "open"
  }

  private func publish(
    _ modifiers: DeclModifierListSyntax, before keyword: TokenSyntax, as access: String = "public"
  ) {
    if case .hidden = containers.last { return }
    guard keyword.presence == .present, !modifiers.contains(where: { isAccess($0) }) else { return }
    let start = modifiers.first?.positionAfterSkippingLeadingTrivia
    let offset = (start ?? keyword.positionAfterSkippingLeadingTrivia).utf8Offset
    edits.append(.init(offset: offset, text: access + " "))
  }

  private func isAccess(_ modifier: DeclModifierSyntax) -> Bool {
    guard case .keyword(let keyword) = modifier.name.tokenKind else { return false }
    return modifier.detail == nil && Self.accessModifiers.contains(keyword)
  }

  private func has(_ keyword: Keyword, _ modifiers: DeclModifierListSyntax) -> Bool {
    modifiers.contains { $0.name.tokenKind == .keyword(keyword) && $0.detail == nil }
  }
}
