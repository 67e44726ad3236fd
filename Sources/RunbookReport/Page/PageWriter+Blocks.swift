internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// The blocks of the tree as HTML.
extension PageWriter {
  /// The HTML of consecutive blocks.
  ///
  /// - Parameter isTight: whether paragraphs are written without `<p>`, as in a list without blank lines.
  func html(_ blocks: [Block], isTight: Bool = false) -> String {
    var output = ""
    for (index, block) in blocks.enumerated() {
      output += html(block, isTight: isTight)
      if index + 1 < blocks.count, isTight && block.isParagraph || block.isFigure { output += "\n" }
    }
    return output
  }

  private func html(_ block: Block, isTight: Bool) -> String {
    switch block.content {
    case .paragraph(let inlines):
      // A paragraph of HTML cannot hold blocks.
      isTight
        ? html(inlines)
        : inlines.hasBlocks
          ? "<div class=\"element p\">\(html(inlines))</div>\n" : "<p>\(html(inlines))</p>\n"
    case .heading(let heading): html(heading)
    case .plain(let inlines): html(inlines) + "\n"
    case .element(let element): html(element)
    case .quotation(let blocks): "<blockquote>\n\(html(blocks))</blockquote>\n"
    case .division(let division): html(division)
    case .definitions(let list): html(list)
    case .list(let list): html(list)
    case .table(let table): html(table)
    case .formula(let math): html(math)
    case .cell(let cell): CellWriter(self, cell).html
    case .listing(let listing): html(listing)
    case .figure(let image): figure(image)
    case .contents: TableOfContents(self).inText
    case .rule: "<hr>\n"
    case .html(let html): self.html(authorsHTML: html, isBlock: true)
    case .footnotes(let footnotes): html(footnotes)
    case .bibliography(let list): html(list)
    case .recorded(let blocks): recorded(blocks)
    case .unknown: ""
    }
  }

  private func html(_ heading: Heading) -> String {
    let isTitle = heading.identifier == notebook.titleHeading?.heading.identifier
    guard !isTitle || isTitleInPlace else { return "" }
    let level = isTitle ? 1 : min(max(heading.level + headingShift, 2), 6)
    let number = heading.number.map { "<span class=\"section-number\">\($0)</span> " }
    return
      "<h\(level)\(HTML.attribute("id", heading.identifier))>\(number ?? "")"
      + "\(html(heading.content))</h\(level)>\n" + (isTitle ? summary : "")
  }

  /// Whether the title is not at the top of the page, since the author begins with other content.
  var isTitleInPlace: Bool { notebook.titleHeading?.isInPlace ?? false }

  /// The number of levels by which headings are deeper on the page than in the document, whose
  /// title is the page's `h1`.
  var headingShift: Int { notebook.hasChapters ? 1 : 0 }

  private func html(_ list: MarkdownList) -> String {
    let items = list.items.map { item in
      let box = item.isDone.map { isDone in
        let label = HTML.attribute("aria-label", isDone ? words.done : words.open)
        return "<input type=\"checkbox\" disabled\(isDone ? " checked" : "")\(label)> "
      }
      return "<li\(box == nil ? "" : " class=\"task\"")>\(box ?? "")"
        + "\(html(item.content, isTight: list.isTight))</li>\n"
    }.joined()
    guard let start = list.start else { return "<ul>\n\(items)</ul>\n" }
    return "<ol\(start == 1 ? "" : " start=\"\(start)\"")>\n\(items)</ol>\n"
  }

  private func html(_ table: MarkdownTable) -> String {
    func row(_ row: MarkdownTable.Row, _ tag: String) -> String {
      "<tr>"
        + row.cells.enumerated().map { column, cell in
          let alignment = column < table.alignments.count ? table.alignments[column] : nil
          return
            "<\(tag)\(HTML.attribute("class", alignment?.rawValue))>\(html(cell.content))</\(tag)>"
        }.joined() + "</tr>\n"
    }
    let rows = table.rows.map { row($0, "td") }.joined()
    let body =
      "<div class=\"table\"><table>\n<thead>\n\(row(table.header, "th"))</thead>\n"
      + (rows.isEmpty ? "" : "<tbody>\n\(rows)</tbody>\n") + "</table></div>\n"
    guard let caption = table.caption else { return body }
    return "<figure class=\"table\"\(HTML.attribute("id", caption.label))>\n\(body)"
      + "\(self.caption(.table, caption))</figure>\n"
  }

  private func figure(_ image: ImageReference) -> String {
    guard pictures.address(of: image) != nil || image.caption != nil else {
      return "<p>\(html(image))</p>\n"
    }
    let alignment = image.layout.alignment.map { "text-align:\($0.rawValue)" }
    var picture = image
    picture.layout.alignment = nil
    picture.label = nil
    picture.identifier = nil
    return "<figure\(HTML.attribute("id", image.label ?? image.identifier))"
      + "\(HTML.attribute("style", alignment))>\(html(picture))"
      + self.caption(.figure, image.caption) + "</figure>\n"
  }

  private func html(_ footnotes: [Footnote]) -> String {
    let items = footnotes.map { footnote -> String in
      let identifier = identifiers.footnote(footnote.number, of: footnotePrefix)
      let links = (0..<footnote.uses).map { index in
        let target = identifiers.footnoteReference(
          footnote.number, use: index + 1, of: footnotePrefix)
        return " <a class=\"back\" href=\"#\(target)\">↩</a>"
      }.joined()
      // The links back are at the end of the last paragraph.
      var content = footnote.content
      guard case .paragraph(let last)? = content.last?.content else {
        return "<li id=\"\(identifier)\">\(html(content))\(links)</li>\n"
      }
      content.removeLast()
      return
        "<li id=\"\(identifier)\">\(html(content))<p>\(html(last))\(links)</p>\n</li>\n"
    }
    return "<section class=\"footnotes\">\n<ol>\n\(items.joined())</ol>\n</section>\n"
  }

  /// HTML written by the author: verbatim if the document allows it, otherwise its source.
  func html(authorsHTML html: String, isBlock: Bool) -> String {
    if frontMatter.allowsHTML { return pictures.embed(html) }
    if HTMLComment.isComment(html.utf8) { return "" }
    let source = HTML.escapeProse(html)
    return isBlock ? "<pre class=\"html\">\(source)</pre>\n" : source
  }

  /// Code in a box, coloured if its language is known.
  func codeBlock(_ source: String, language: String) -> String {
    let text = code[SourceCode(language: language, text: source)] ?? HTML.escape(source)
    // Only code that is wider than the column scrolls and has to be reachable by keyboard.
    let isWide = source.split(separator: "\n").contains { $0.utf8.count > 84 }
    let name = language.isEmpty ? "" : " class=\"language-\(HTML.escape(language))\""
    return
      "<pre class=\"source\"\(isWide ? " tabindex=\"0\"" : "")><code\(name)>\(text)</code></pre>\n"
  }

  /// `Figure 1. What it shows`, or only the description if there is no number.
  func caption(_ kind: Label.Kind, _ caption: Caption?) -> String {
    guard let caption else { return "" }
    let name = caption.number.map { number in
      // The number of a part of a figure is shown without that of the figure.
      if kind == .figure, let part = number.firstIndex(of: "(") {
        return "<span class=\"caption-name\">\(number[part...])</span> "
      }
      return "<span class=\"caption-name\">\(words.name(kind, number)).</span> "
    }
    return "<figcaption>\(name ?? "")\(html(caption))</figcaption>\n"
  }

  func html(_ caption: Caption) -> String { html(caption.content, of: caption.source) }

  /// The HTML of a title or caption.
  func html(_ content: [Inline], of source: String?) -> String {
    // Plain words are escaped like other text of the page.
    if content.count == 1, case .text(let text) = content[0].content, text == source {
      return HTML.escape(text)
    }
    return html(content)
  }
}

extension Block {
  fileprivate var isParagraph: Bool {
    if case .paragraph = content { true } else { false }
  }

  fileprivate var isFigure: Bool {
    if case .figure = content { true } else { false }
  }
}
