/// A link: `[words](address "title")`, or an address without markup.
package struct Link: Hashable, Sendable {
  package var address: String
  package var title: String?
  package var content: [Inline]

  package init(address: String, title: String? = nil, content: [Inline]) {
    self.address = address
    self.title = title
    self.content = content
  }

  /// Whether following the link is harmless; others are shown without their address.
  package var isSafe: Bool { LinkAddress.isSafe(address) }
}
