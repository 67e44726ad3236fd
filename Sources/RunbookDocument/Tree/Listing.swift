package import RunbookFiles

/// Code that is shown but not run.
package struct Listing: Hashable, Sendable {
  /// The first word of the info string, for example `python`; empty if there is none.
  package var language: String
  /// The whole info string, verbatim.
  package var info: String
  package var source: String
  package var location: SourceLocation
  package var options: CellOptions
  /// The lines of the options verbatim, without `//|`.
  package var optionLines: [String]
  /// The caption above the code, with its number.
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
