extension Notebook {
  /// Changes every listing of the document in place.
  package mutating func forEachListing(_ change: (inout Listing, Block) -> Void) {
    blocks.forEachNode(
      block: { block in
        guard case .listing(var listing) = block.content else { return }
        change(&listing, block)
        block.content = .listing(listing)
      }, inline: { _ in })
  }

  /// Removes blocks that are not part of another one.
  package mutating func removeBlocks(where isUnwanted: (Block) -> Bool) {
    blocks.removeAll(where: isUnwanted)
  }
}

extension Notebook {
  /// Replaces divisions that have neither a meaning nor attributes by their content.
  package mutating func unwrapPlainDivisions() { blocks.unwrapPlainDivisions() }
}

extension [Block] {
  fileprivate mutating func unwrapPlainDivisions() {
    for index in indices {
      self[index].forEachPart(blocks: { $0.unwrapPlainDivisions() }, inlines: { _ in })
    }
    guard contains(where: { $0.plainContent != nil }) else { return }
    self = flatMap { $0.plainContent ?? [$0] }
  }
}

extension Block {
  fileprivate var plainContent: [Block]? {
    guard case .division(let division) = content, division.kind == .plain,
      division.attributes.isEmpty, division.identifier == nil, division.title.isEmpty
    else { return nil }
    return division.content
  }
}
