internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// Writes the page from what was drawn and set before.
struct PageWriter {
  let notebook: Notebook
  let recording: Recording
  let words: ReportWords
  let numbering: Numbering
  let figures: [FigureSet.Place: FigureDrawing]
  /// The HTML of each formula.
  let formulas: [Math: String]
  /// The coloured HTML of each piece of Swift.
  let code: [String: String]
  /// The pictures of the prose.
  let pictures: ProsePictures
  /// Reads a caption, or Markdown that a cell displays.
  let prose: (String) -> [Fragment]
  /// What the report was made from.
  let provenance: Provenance?

  var frontMatter: FrontMatter { notebook.frontMatter }

  /// Returns the whole page.
  ///
  /// - Parameter formulaStyles: KaTeX's rules and fonts.
  func page(formulaStyles: String) -> String {
    let body = article
    let theme = frontMatter.theme == .auto ? "" : " data-theme=\"\(frontMatter.theme.rawValue)\""
    let contents = TableOfContents(self)
    return """
      <!DOCTYPE html>
      <html\(HTML.attribute("lang", frontMatter.language))\(theme)>
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="runbook">
      \(facts)\
      <title>\(HTML.escape(windowTitle))</title>
      <style>
      \(styles(header + contents.sidebar + summary + body))</style>
      \(formulaStyles.isEmpty ? "" : "<style>\n\(formulaStyles)\n</style>\n")</head>
      <body>
      <a class="skip" href="#content">\(HTML.escape(words.skipToContent))</a>
      <div class="layout\(contents.isEmpty ? " without-contents" : "")">
      \(contents.sidebar)<div class="column">
      \(header)\(contents.drawer)<main id="content">
      \(summary)\(body)</main>
      \(footer)</div>
      </div>
      \(script)</body>
      </html>

      """
  }

  /// The rules for what `body` holds.
  private func styles(_ body: String) -> String {
    Theme.rules(for: frontMatter.theme) + "\n"
      + StyleSheet.compact(StyleSheet.sections(PackageResources.report_css, for: body))
      + (body.contains("class=\"plot") ? PlotStyle.pageRules : "") + "\n"
  }

  /// What makes the page more comfortable; without it everything is still there.
  private var script: String {
    "<script\(HTML.attribute("data-copy", words.copy))\(HTML.attribute("data-copied", words.copied))>"
      + String(decoding: PackageResources.report_js, as: UTF8.self).split(separator: "\n")
      .map { $0.drop { $0 == " " } }.filter { !$0.hasPrefix("//") }.joined(separator: "\n")
      + "</script>\n"
  }

  /// The document's first heading stands in for a missing title.
  private var titleHeading: Heading? {
    guard frontMatter.title == nil else { return nil }
    for fragment in notebook.fragments {
      if case .heading(let heading) = fragment { return heading.level == 1 ? heading : nil }
    }
    return nil
  }

  private var windowTitle: String {
    frontMatter.title ?? titleHeading?.text ?? notebook.path.fileStem
  }

  // MARK: Document

  private var article: String {
    var output = ""
    output.reserveCapacity(100_000)
    let skipped = titleHeading?.identifier
    for fragment in notebook.fragments {
      if case .heading(let heading) = fragment, heading.identifier == skipped { continue }
      output += html(fragment)
    }
    return output
  }

  /// The HTML of one fragment of the document or of a caption.
  func html(_ fragment: Fragment) -> String {
    switch fragment {
    case .html(let html): return labelled(html)
    case .heading(let heading): return html(heading)
    case .math(let math): return html(math)
    case .cell(let cell): return CellWriter(self, cell).html
    case .listing(let listing): return html(listing)
    case .image(let image): return html(image)
    case .caption(let caption): return html(caption)
    case .reference(let reference): return html(reference)
    case .inlineExpression(let expression): return html(expression)
    }
  }

  /// The HTML of prose with words for the boxes of a task list, which a screen reader would only call
  /// boxes.
  private func labelled(_ html: String) -> String {
    let box = "<input type=\"checkbox\" disabled"
    guard html.contains(box) else { return html }
    return html.replacing("\(box) checked>", with: "\(box) checked aria-label=\"\(words.done)\">")
      .replacing("\(box)>", with: "\(box) aria-label=\"\(words.open)\">")
  }

  func html(_ fragments: [Fragment]) -> String {
    fragments.map { html($0) }.joined()
  }

  /// How much deeper headings stand on the page than in the document, whose title is the page's `h1`.
  var headingShift: Int {
    let hasTopLevel = notebook.fragments.contains { fragment in
      if case .heading(let heading) = fragment { heading.level == 1 } else { false }
    }
    return hasTopLevel && titleHeading == nil ? 1 : 0
  }

  private func html(_ heading: Heading) -> String {
    let level = min(heading.level + headingShift, 6)
    let number = numbering.headings[heading.identifier].map {
      "<span class=\"section-number\">\($0)</span> "
    }
    return
      "<h\(level)\(HTML.attribute("id", heading.identifier))>\(number ?? "")"
      + "\(html(heading.content))</h\(level)>\n"
  }

  private func html(_ image: ImageReference) -> String {
    guard let address = pictures.address(of: image) else {
      return "<span class=\"unresolved\">\(HTML.escape(image.alternative))</span>"
    }
    let picture =
      "<img\(HTML.attribute("src", address))\(HTML.attribute("alt", image.alternative))"
      + "\(HTML.attribute("title", image.title))>"
    guard image.isBlock else { return picture }
    let number = image.label.flatMap { numbering.targets[$0]?.number }
    return
      "<figure\(HTML.attribute("id", image.label))>\(picture)"
      + caption(.figure, number: number, text: image.title) + "</figure>\n"
  }

  private func html(_ caption: Caption) -> String {
    let number = caption.label.flatMap { numbering.targets[$0]?.number }
    let name =
      number.map { "<span class=\"caption-name\">\(words.name(.table, $0)).</span> " } ?? ""
    return
      "<figcaption>\(name)\(html(caption.content))</figcaption>\n"
  }

  private func html(_ math: Math) -> String {
    let formula = formulas[math] ?? "<code>\(HTML.escape(math.source))</code>"
    guard math.isDisplay else { return formula }
    let target = math.label.flatMap { numbering.targets[$0] }
    guard let number = target?.number ?? math.tag?.text else {
      return "<span class=\"equation\"><span class=\"formula\">\(formula)</span></span>"
    }
    let badges = math.label.map { self.badges(for: $0) } ?? ""
    let link = math.label.map { "#\($0)" }
    return
      "<span class=\"equation numbered\"\(HTML.attribute("id", math.label))>"
      + "<span class=\"formula\">\(formula)</span>"
      + "<span class=\"side\">\(badges)"
      + "<a class=\"number\"\(HTML.attribute("href", link))>(\(HTML.escape(number)))</a></span></span>"
  }

  /// A mark beside a formula for every claim of the cells that check it.
  private func badges(for label: String) -> String {
    let checking = Set(notebook.cells.filter { $0.options.checks.contains(label) }.map(\.index))
    return claims.filter { checking.contains($0.claim.cell) }.map { claim in
      let verdict = claim.claim.holds ? words.holds : words.doesNotHold
      let title = "\(claim.claim.statement): \(verdict)"
      return
        "<a class=\"badge \(claim.claim.holds ? "good" : "bad")\" href=\"#\(claim.identifier)\""
        + "\(HTML.attribute("title", title))\(HTML.attribute("aria-label", title))>"
        + "\(claim.claim.holds ? "✓" : "✗")</a>"
    }.joined()
  }

  private func html(_ reference: CrossReference) -> String {
    guard let target = numbering.targets[reference.label] else {
      return "<span class=\"unresolved\">@\(HTML.escape(reference.label))</span>"
    }
    let text =
      target.kind == .section && target.number.isEmpty
      ? "“\(target.title)”" : words.name(target.kind, target.number)
    return
      "<a class=\"reference\"\(HTML.attribute("href", "#\(reference.label)"))>\(HTML.escape(text))</a>"
  }

  private func html(_ expression: InlineExpression) -> String {
    let value = recording.inlineValues.first { $0.index == expression.index }
    guard let value, value.failure == nil else {
      let reason = value?.failure?.message ?? words.failure(.notRun)
      return
        "<span class=\"inline-failure\"\(HTML.attribute("title", reason))>"
        + "<code>\(HTML.escape(expression.source))</code></span>"
    }
    return HTML.escape(value.text)
  }

  private func html(_ listing: Listing) -> String {
    guard listing.options.include != false else { return "" }
    let id = listing.options.label
    let number = numbering.listings[listing.location]
    let block = codeBlock(listing.source, language: listing.language)
    guard number != nil || listing.options.listingCaption != nil else { return block }
    return
      "<figure class=\"listing\"\(HTML.attribute("id", id))>"
      + caption(.listing, number: number, text: listing.options.listingCaption) + block
      + "</figure>\n"
  }

  /// Code in a box of its own; Swift is coloured.
  func codeBlock(_ source: String, language: String) -> String {
    let text = code[source].flatMap { language == "swift" ? $0 : nil } ?? HTML.escape(source)
    // Only what is wider than the column scrolls, and only that needs to be reached by keyboard.
    let isWide = source.split(separator: "\n").contains { $0.utf8.count > 84 }
    let name = language.isEmpty ? "" : " class=\"language-\(HTML.escape(language))\""
    return
      "<pre class=\"source\"\(isWide ? " tabindex=\"0\"" : "")><code\(name)>\(text)</code></pre>\n"
  }

  /// `Figure 1. What it shows`, or only what it shows where there is no number.
  func caption(_ kind: Numbering.Kind, number: String?, text: String?) -> String {
    guard number != nil || text != nil else { return "" }
    let name = number.map { "<span class=\"caption-name\">\(words.name(kind, $0)).</span> " } ?? ""
    return "<figcaption>\(name)\(text.map { html(prose($0)) } ?? "")</figcaption>\n"
  }
}

extension String {
  /// The file's name without folders and extension.
  var fileStem: String {
    let name = split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return String(name) }
    return String(name[..<dot])
  }
}
