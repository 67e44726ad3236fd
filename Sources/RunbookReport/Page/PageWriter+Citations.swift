internal import RunbookDocument
internal import RunbookDrawing

/// Citations and the list of references as HTML.
extension PageWriter {
  func html(_ citation: Citation, isLink: Bool) -> String {
    CitationText.pieces(
      of: citation, style: notebook.citationStyle, language: frontMatter.language
    ).map { piece in
      switch piece {
      case .text(let text): HTML.escape(text)
      case .inlines(let inlines): html(inlines, hasLinks: isLink)
      case .unknown(let key): "<span class=\"unresolved\">@\(HTML.escape(key))</span>"
      case .work(let words, let work, let key): link(words, work, key, isLink: isLink)
      }
    }.joined()
  }

  private func link(_ words: String, _ work: CitedWork, _ key: String, isLink: Bool) -> String {
    guard isLink, frontMatter.showsBibliography else { return HTML.escape(words) }
    let identifier = work.use > 0 ? identifiers.citation(key, use: work.use) : nil
    return "<a class=\"citation\" href=\"#\(HTMLAddress.escape(identifiers.work(key)))\""
      + "\(HTML.attribute("id", identifier))>\(HTML.escape(words))</a>"
  }

  func html(_ list: ReferenceList) -> String {
    guard !list.entries.isEmpty else { return "" }
    let items = list.entries.map { entry in
      let links = (0..<entry.uses).map { index in
        let target = HTMLAddress.escape(identifiers.citation(entry.key, use: index + 1))
        return " <a class=\"back\" href=\"#\(target)\">↩</a>"
      }.joined()
      return "<li\(HTML.attribute("id", identifiers.work(entry.key)))>\(html(entry.content))"
        + "\(links)</li>\n"
    }.joined()
    let tag = list.isNumbered ? "ol" : "ul"
    return "<\(tag) class=\"works\">\n\(items)</\(tag)>\n"
  }
}
