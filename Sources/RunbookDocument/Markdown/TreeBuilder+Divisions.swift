internal import CMarkdown
internal import RunbookFiles

/// Blocks that dialects write around other blocks.
extension TreeBuilder {
  /// Adds the node of a marker that is a block of its own.
  mutating func take(_ marker: Marker, _ node: MarkdownNode) {
    switch marker {
    case .open(let division):
      let depth = nesting
      openNested(node) { $0.start(of: node) }
      // Too deep: the content stays where it is, and the closing marker finds nothing to close.
      guard nesting > depth else { return }
      frames[frames.count - 1].division = division
    case .close:
      guard frames.last?.division != nil else {
        return log.warning(
          "':::' closes nothing; remove it, or open a division above", at: start(of: node))
      }
      closeDivision(at: end(of: node))
    }
  }

  /// Closes the divisions that are still open when their list item, quotation or document ends.
  mutating func closeDivisions() {
    while let frame = frames.last, frame.division != nil {
      log.warning("the division is never closed; end it with a line ':::'", at: frame.start)
      closeDivision(at: frame.blocks.last?.range.end ?? frame.start)
    }
  }

  private mutating func closeDivision(at end: SourceLocation) {
    guard let frame = frames.popLast(), var division = frame.division else { return }
    nesting -= 1
    division.content = frame.blocks
    append(.division(division), from: frame.start, to: end)
  }
}
