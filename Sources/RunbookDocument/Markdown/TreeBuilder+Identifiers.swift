internal import RunbookFiles

extension TreeBuilder {
  /// Makes the ids of a document unique.
  ///
  /// A heading whose words give an id that the author chose for another element gets another one, and
  /// so does the second of two elements for which the same id was chosen.
  mutating func separateIdentifiers(_ blocks: inout [Block]) {
    let chosen = Set(labels.ordered).union(divisionIdentifiers)
    var repeated: Set<String> = []
    blocks.visit(block: { block in
      guard case .heading(let heading) = block.content, let label = heading.label,
        Label.kind(of: label) != .section
      else { return }
      if !isOwner(heading, of: label) { repeated.insert(label) }
    })
    guard !chosen.isEmpty, !repeated.isEmpty || !chosen.isDisjoint(with: derivedIdentifiers) else {
      return
    }
    for identifier in chosen { identifiers.reserve(identifier) }
    blocks.forEachNode(
      block: { block in
        guard case .heading(var heading) = block.content else { return }
        if heading.label == nil {
          guard chosen.contains(heading.identifier) else { return }
        } else {
          guard repeated.contains(heading.identifier),
            !isOwner(heading, of: heading.identifier)
          else { return }
          log.warning(
            "the id '\(heading.identifier)' is already used; choose another", at: heading.location)
          heading.label = nil
        }
        heading.identifier = identifiers.identifier(for: heading.text)
        block.content = .heading(heading)
      }, inline: { _ in })
  }
  /// Whether a label is that of this heading and of no other element.
  private func isOwner(_ heading: Heading, of label: String) -> Bool {
    labels.locations[label] == heading.location && !divisionIdentifiers.contains(label)
  }
}
