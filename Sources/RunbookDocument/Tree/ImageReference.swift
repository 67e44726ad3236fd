package import RunbookFiles

/// A picture that the prose shows: `![alternative](source "title")`.
package struct ImageReference: Hashable, Sendable {
  /// The path relative to the notebook, whichever file names it, decoded; or a network address.
  package var source: String
  /// The alternative text, plain; empty if the author gives none.
  package var alternative: String
  package var title: String?
  /// `fig-…` if the author labels the picture with `{#fig-…}`.
  package var label: String?
  /// Another id that links lead to.
  package var identifier: String?
  package var layout = ImageLayout()
  /// The number and words below a picture that is a figure: its title or, in a labelled picture
  /// without one, the words in brackets, parsed.
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

  /// Whether the picture would have to be fetched; a report shows no such picture.
  package var isRemote: Bool { LinkAddress.isRemote(source) }
}
