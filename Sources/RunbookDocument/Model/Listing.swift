package import RunbookFiles

/// Code that is shown and not run.
package struct Listing: Hashable, Sendable {
  /// The first word of the fence, for example `python`; empty if it says nothing.
  package var language: String
  package var source: String
  package var location: SourceLocation
  package var options: CellOptions

  package init(language: String, source: String, location: SourceLocation, options: CellOptions) {
    self.language = language
    self.source = source
    self.location = location
    self.options = options
  }
}
