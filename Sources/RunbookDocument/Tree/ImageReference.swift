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
  /// The number and words below a picture that is a figure: its title, parsed.
  package var caption: Caption?
  package var location: SourceLocation

  package init(
    source: String, alternative: String, title: String? = nil, label: String? = nil,
    caption: Caption? = nil, location: SourceLocation
  ) {
    self.source = source
    self.alternative = alternative
    self.title = title
    self.label = label
    self.caption = caption
    self.location = location
  }

  /// Whether the picture would have to be fetched; a report shows none that is.
  package var isRemote: Bool { LinkAddress.isRemote(source) }
}
