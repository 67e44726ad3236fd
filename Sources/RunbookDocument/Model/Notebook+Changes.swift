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
