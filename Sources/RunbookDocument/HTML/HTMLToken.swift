/// A piece of a text in HTML.
enum HTMLToken: Equatable {
  /// Words, with their entities as written.
  case text(String)
  case startTag(name: String, attributes: [ElementAttribute], isSelfClosing: Bool)
  case endTag(name: String)
  /// The content of an element that holds no markup, such as a script, without its tags.
  case raw(tag: String, isClosed: Bool)
  /// A comment, a declaration or a processing instruction.
  case hidden
}

/// A token, and the bytes of the text that it was read from.
struct PlacedHTMLToken: Equatable {
  var token: HTMLToken
  var range: Range<Int>
}
