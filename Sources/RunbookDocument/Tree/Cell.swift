package import RunbookFiles

/// A fenced block of Swift that runs.
package struct Cell: Hashable, Sendable {
  /// The cell's position among the notebook's cells, from 1.
  package var index: Int
  /// The Swift code without its option lines, each line ended by a newline.
  package var source: String
  /// The location of the opening fence.
  package var fence: SourceLocation
  /// The location of the first line of `source`; its column is beyond 1 in a list item or a
  /// quotation.
  package var location: SourceLocation
  package var options: CellOptions
  /// The settings of the cell: its options over those of the document.
  package var settings: EffectiveOptions
  /// The lines of the options verbatim, without `//|`.
  package var optionLines: [String]
  /// The captions and numbers of the cell's outputs.
  package var captions: CellCaptions

  /// The kind of element that the cell's label names: by its prefix, else by the cell's caption.
  package var labelledKind: Label.Kind? {
    guard let label = options.label else { return nil }
    return Label.kind(of: label)
      ?? [Label.Kind.figure, .table, .listing].first { captions[$0] != nil }
  }

  package init(
    index: Int, source: String, fence: SourceLocation, location: SourceLocation,
    options: CellOptions, in frontMatter: FrontMatter = FrontMatter(), optionLines: [String] = [],
    captions: CellCaptions = CellCaptions()
  ) {
    self.index = index
    self.source = source
    self.fence = fence
    self.location = location
    self.options = options
    settings = EffectiveOptions(options, in: frontMatter)
    self.optionLines = optionLines
    self.captions = captions
  }
}
