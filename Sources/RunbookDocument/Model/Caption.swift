package import RunbookFiles

/// The caption of a Markdown table, `: words {#tbl-x}` in the paragraph below it.
///
/// It stands between the HTML that opens a `<figure>` and the HTML that closes it.
package struct Caption: Hashable, Sendable {
  /// `tbl-…` where the author names the table.
  package var label: String?
  package var content: [Fragment]
  package var location: SourceLocation

  package init(label: String? = nil, content: [Fragment], location: SourceLocation) {
    self.label = label
    self.content = content
    self.location = location
  }
}
