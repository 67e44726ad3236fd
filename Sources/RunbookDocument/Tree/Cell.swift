package import RunbookFiles

/// A fence of Swift that runs.
package struct Cell: Hashable, Sendable {
  /// The cell's place among the notebook's cells, from 1.
  package var index: Int
  /// The Swift code without its option lines, each line ended by a newline.
  package var source: String
  /// Where the opening fence stands.
  package var fence: SourceLocation
  /// Where the first line of `source` stands; the column is beyond 1 in a list item or a quotation.
  package var location: SourceLocation
  package var options: CellOptions
  /// What holds for the cell: its options over those of the document.
  package var settings: EffectiveOptions
  /// The lines of the options as they are written, without `//|`.
  package var optionLines: [String]
  /// The words and numbers of what the cell shows.
  package var captions: CellCaptions

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
