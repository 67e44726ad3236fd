package import RunbookFiles

/// A picture that the prose shows: `![alternative](source "title")`.
package struct ImageReference: Hashable, Sendable {
  /// The path relative to the notebook, whatever file names it, or an address on the network, decoded.
  package var source: String
  /// What the picture shows, as plain text; empty if the author does not say.
  package var alternative: String
  package var title: String?
  /// `fig-…` where the author names the picture with `{#fig-…}`.
  package var label: String?
  /// Whether the picture is a paragraph of its own, which the report sets as a figure.
  package var isBlock: Bool
  package var location: SourceLocation

  package init(
    source: String, alternative: String, title: String? = nil, label: String? = nil,
    isBlock: Bool = false, location: SourceLocation
  ) {
    self.source = source
    self.alternative = alternative
    self.title = title
    self.label = label
    self.isBlock = isBlock
    self.location = location
  }

  /// Whether the picture would have to be fetched; a report shows none that is.
  package var isRemote: Bool { LinkAddress.isRemote(source) }
}
