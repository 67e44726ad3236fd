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
  /// The caption, with its number.
  package var caption: Caption?
  /// The kind of element that the caption describes: a listing, unless the author calls what the
  /// code draws a figure or a table.
  package var captionKind: Label.Kind
  /// The language of a drawing; `nil` for code, and with `eval: false`.
  package var diagram: DiagramLanguage?

  package init(
    language: String, info: String? = nil, source: String, location: SourceLocation,
    options: CellOptions = CellOptions(), optionLines: [String] = [], caption: Caption? = nil,
    captionKind: Label.Kind = .listing, diagram: DiagramLanguage? = nil
  ) {
    self.language = language
    self.info = info ?? language
    self.optionLines = optionLines
    self.caption = caption
    self.captionKind = captionKind
    self.diagram = diagram
    self.source = source
    self.location = location
    self.options = options
  }

  /// The characters that begin an option line, in the comments of the language.
  package var optionMark: String { OptionMarks.written(in: language) }
}
