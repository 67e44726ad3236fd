internal import RunbookFiles

/// Groups the blocks between the marks of recorded outputs.
enum RecordedOutputs {
  /// The blocks of a document in which those between `<!-- outputs -->` and
  /// `<!-- end of outputs -->` are one block.
  ///
  /// - Complexity: O(blocks).
  static func grouped(_ blocks: [Block], log: inout DiagnosticLog) -> [Block] {
    let blocks = groupedOfLivebook(blocks)
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

  /// The blocks of a document in which each that Livebook calls an output is recorded, together
  /// with the outputs that follow it.
  private static func groupedOfLivebook(_ blocks: [Block]) -> [Block] {
    guard blocks.contains(where: \.isMarkOfLivebookOutput) else { return blocks }
    var result: [Block] = []
    var index = 0
    while index < blocks.count {
      var outputs: [Block] = []
      let start = blocks[index].range.start
      while index + 1 < blocks.count, blocks[index].isMarkOfLivebookOutput,
        !blocks[index + 1].isMarkOfLivebookOutput
      {
        outputs.append(blocks[index + 1])
        index += 2
      }
      if let last = outputs.last {
        result.append(Block(.recorded(outputs), range: SourceRange(start, last.range.end)))
      } else {
        result.append(blocks[index])
        index += 1
      }
    }
    return result
  }
}

extension Block {
  /// Whether the block below is an output that Livebook recorded.
  fileprivate var isMarkOfLivebookOutput: Bool {
    guard case .html(let html) = content else { return false }
    return html.hasPrefix("<!-- livebook:{\"output\":true}")
  }
}
