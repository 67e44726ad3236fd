package import RunbookFiles

/// Code that is shown and not run.
package struct Listing: Hashable, Sendable {
  /// The first word of the fence, for example `python`; empty if it says nothing.
  package var language: String
  /// All words of the fence, as they are written.
  package var info: String
  package var source: String
  package var location: SourceLocation
  package var options: CellOptions
  /// The lines of the options as they are written, without `//|`.
  package var optionLines: [String]
  /// The number and words above the code.
  package var caption: Caption?

  package init(
    language: String, info: String? = nil, source: String, location: SourceLocation,
    options: CellOptions = CellOptions(), optionLines: [String] = [], caption: Caption? = nil
  ) {
    self.language = language
    self.info = info ?? language
    self.optionLines = optionLines
    self.caption = caption
    self.source = source
    self.location = location
    self.options = options
  }
}
