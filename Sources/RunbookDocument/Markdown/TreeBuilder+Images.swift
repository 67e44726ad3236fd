internal import CMarkdown
internal import RunbookFiles

/// Pictures: their words, their address and their attributes.
extension TreeBuilder {
  /// What a picture's words must not leave behind if only their plain text is shown.
  struct ImageState {
    var expressionCount: Int
  }

  /// Begins a picture, whose words may be its caption.
  ///
  /// - Returns: whether the words are walked; those of a picture in another's words are plain.
  mutating func openImage(_ node: MarkdownNode) -> Bool {
    if frames.contains(where: { $0.image != nil }) {
      append(.text(plainText(of: node)), sourceRange(scanner.takeImage()))
      return false
    }
    let start = scanner.openImage()
    open(node, at: location(at: start))
    frames[frames.count - 1].image = ImageState(expressionCount: expressionCount)
    return true
  }

  mutating func closeImage(_ node: MarkdownNode) {
    guard frames.last?.node == node, let state = frames.last?.image, let frame = close(node) else {
      return
    }
    let wordsEnd = location(at: scanner.position)
    let targetStart = scanner.position
    let target = targetStart..<scanner.closeLink(.brackets)
    let range = SourceRange(frame.start, location(at: target.upperBound))
    let address = text.string(node.url)
    if let advice = Self.linkAdvice(for: address) {
      log.warning("'\(address)' \(advice); a link is shown", at: frame.start)
      let words =
        frame.inlines.isEmpty
        ? [Inline(.text(Self.name(of: address)), range: range)] : frame.inlines
      expressionCount = max(expressionCount, state.expressionCount)
      return append(.link(Link(address: address, content: words)), range)
    }
    var image = ImageReference(
      source: "", alternative: Self.trimmed(plainText(of: node)),
      title: node.title.isEmpty ? nil : text.string(node.title), location: frame.start)
    let given = attributes(after: node)
    if let given { take(given, into: &image, at: range.end) }
    if let label = image.label { labels.add(label, of: .figure, location: frame.start, log: &log) }
    if image.alternative.isEmpty, given?["fig-alt"] == nil {
      log.warning(
        "the picture has no alternative text; describe it between '![' and ']'", at: frame.start)
    }
    let source = PictureAddress.source(of: address, at: frame.start, log: &log)
    let marks = frame.inlines.footnoteReferences
    let isFigure = isFigure(node)
    var words = isFigure ? caption(of: image, given, target, range) : nil
    if isFigure, words == nil, !frame.inlines.isEmpty,
      image.label != nil || !marks.isEmpty || captionsAreImplicit
    {
      words = Caption(
        content: frame.inlines, source: Self.trimmed(plainText(of: node)),
        range: SourceRange(frame.inlines[0].range.start, wordsEnd))
    } else {
      expressionCount = state.expressionCount
      words?.content += marks
    }
    image.caption = words
    guard let source else { return append(.unknown(image.alternative), range) }
    image.source = source
    append(.image(image), range)
    if !isFigure { for mark in marks { append(mark.content, mark.range) } }
  }

  /// The reason why an address written as a picture's is shown as a link; `nil` for a picture.
  static func linkAdvice(for address: String) -> String? {
    if address.hasPrefix("#"), address.count > 1 {
      return "shows a part of a note in another place"
    }
    let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
    let isVideo = [".mp4", ".webm", ".mov", ".m4v", ".ogv", ".avi", ".mkv", ".mp3", ".wav", ".ogg"]
      .contains { path.hasSuffix($0) }
    return isVideo ? "cannot be played in a report" : nil
  }

  /// The words of a link without words.
  static func name(of address: String) -> String {
    address.hasPrefix("#")
      ? String(address.dropFirst()) : address.split(separator: "/").last.map(String.init) ?? address
  }

  /// Quarto and R Markdown make the words of every picture that stands alone its caption.
  private var captionsAreImplicit: Bool {
    [".qmd", ".Rmd", ".rmd"].contains { log.path.hasSuffix($0) }
  }

  /// The caption that a picture's attributes or its title state.
  private mutating func caption(
    of image: ImageReference, _ attributes: Attributes?, _ target: Range<Int>, _ range: SourceRange
  ) -> Caption? {
    if let words = attributes?["fig-cap"] {
      return caption(words, at: TextPlace(range.end, form: .folded), range)
    }
    guard let title = image.title else { return nil }
    // With escapes in it, the title has the location of the picture.
    let start = scanner.first(title, in: target)
    let isFound = start < target.upperBound
    let place =
      isFound ? TextPlace(location(at: start)) : TextPlace(range.start, form: .folded)
    return caption(title, at: place, range)
  }

  private func caption(_ words: String, at place: TextPlace, _ range: SourceRange) -> Caption {
    let content = MarkdownText.inlines(
      of: words, at: place, in: settings, footnotes: text.footnotes)
    return Caption(content: content, source: words, range: range)
  }

  private static func trimmed(_ text: String) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension [Inline] {
  /// The marks of footnotes in this content.
  fileprivate var footnoteReferences: [Inline] {
    var marks: [Inline] = []
    visit { inline in
      if case .footnoteReference = inline.content { marks.append(inline) }
    }
    return marks
  }
}
