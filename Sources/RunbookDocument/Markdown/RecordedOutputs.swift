internal import RunbookFiles

/// Groups the blocks between the marks of recorded outputs.
enum RecordedOutputs {
  /// The blocks of a document in which those between `<!-- outputs -->` and
  /// `<!-- end of outputs -->` are one block.
  ///
  /// - Complexity: O(blocks).
  static func grouped(_ blocks: [Block], log: inout DiagnosticLog) -> [Block] {
    guard blocks.contains(where: { $0.notebookMark == .outputs }) else { return blocks }
    var result: [Block] = []
    var opening: (block: Block, index: Int)?
    for block in blocks {
      switch block.notebookMark {
      case .outputs?:
        if let opening { warn(of: opening.block, log: &log) }
        opening = (block, result.count)
        result.append(block)
      case .endOfOutputs?:
        guard let (first, index) = opening else {
          result.append(block)
          continue
        }
        let content = Array(result[(index + 1)...])
        result.removeSubrange(index...)
        result.append(
          Block(.recorded(content), range: SourceRange(first.range.start, block.range.end)))
        opening = nil
      default: result.append(block)
      }
    }
    if let opening { warn(of: opening.block, log: &log) }
    return result
  }

  private static func warn(of opening: Block, log: inout DiagnosticLog) {
    log.warning(
      "the recorded outputs never end; write '\(NotebookMark.endOfOutputs.text)' below them",
      at: opening.range.start)
  }
}
