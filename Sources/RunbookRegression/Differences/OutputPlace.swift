internal import RunbookDocument
internal import RunbookOutput

/// The place of an output for readers: a line of the notebook, or of a file it includes.
struct OutputPlace: Hashable {
  /// The included file, as messages name it; `nil` for the notebook itself.
  let file: String?
  let line: Int

  /// - Parameters:
  ///   - output: a claim's and a failure's own line is where to look; `nil` for the cell as a whole.
  ///   - notebook: the notebook's path as the user named it.
  init(of output: Output? = nil, in cell: CellRecording, seenFrom notebook: String) {
    let own =
      output?.claim.map { ($0.file, $0.line) }
      ?? output?.failure.flatMap { failure in failure.line.map { (failure.file, $0) } }
    let (recorded, line) = own ?? (cell.file, cell.line)
    file = recorded.map { NotebookFile.resolve($0, relativeTo: notebook) }
    self.line = line
  }
}
