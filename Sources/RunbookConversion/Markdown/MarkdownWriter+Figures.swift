internal import RunbookDocument

extension MarkdownWriter {
  /// A picture that stands alone, with its caption.
  func figure(_ image: ImageReference) -> String {
    guard image.title == nil, let caption = image.caption, !caption.content.isEmpty else {
      return InlineWriter.markdown(image)
    }
    var alternative = ""
    let words = written(caption.content) { words in
      InlineWriter.markdown(image, words: words)
    } read: { blocks in
      guard blocks.count == 1, case .figure(let found) = blocks[0].content else { return nil }
      alternative = found.alternative
      return found.caption?.content
    }
    guard let words else {
      return InlineWriter.markdown(image, pairs: [("fig-cap", caption.source ?? "")])
    }
    return InlineWriter.markdown(
      image, words: words,
      pairs: alternative == image.alternative ? [] : [("fig-alt", image.alternative)])
  }
}
