internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// The inlines of the tree as HTML.
extension PageWriter {
  /// - Parameter hasLinks: whether links are written as links; in a list of links only their words
  ///   are.
  func html(_ inlines: [Inline], hasLinks: Bool = true) -> String {
    var output = ""
    for inline in inlines { output += html(inline, hasLinks: hasLinks) }
    return output
  }

  private func html(_ inline: Inline, hasLinks: Bool) -> String {
    func inner(_ inlines: [Inline]) -> String { html(inlines, hasLinks: hasLinks) }
    switch inline.content {
    case .text(let text): return HTML.escapeProse(text)
    case .softBreak: return "\n"
    case .lineBreak: return "<br>\n"
    case .code(let code): return "<code>\(HTML.escapeProse(code))</code>"
    case .emphasis(let inlines): return "<em>\(inner(inlines))</em>"
    case .strong(let inlines): return "<strong>\(inner(inlines))</strong>"
    case .strikethrough(let inlines): return "<del>\(inner(inlines))</del>"
    case .link(let link):
      guard hasLinks, !isInLink, link.isSafe else { return inner(link.content) }
      let title = link.title.map { " title=\"\(HTML.escapeProse($0))\"" } ?? ""
      return "<a href=\"\(HTMLAddress.escape(address(of: link)))\"\(title)>"
        + "\(inLink.html(link.content, hasLinks: hasLinks))</a>"
    case .element(let element): return html(element, hasLinks: hasLinks)
    case .image(let image): return hasLinks ? html(image) : inLink.html(image)
    case .formula(let math): return html(math)
    case .reference(let reference): return html(reference, isLink: hasLinks && !isInLink)
    case .anchor(let anchor): return "<span\(HTML.attribute("id", anchor.label))></span>"
    case .citation(let citation): return html(citation, isLink: hasLinks && !isInLink)
    case .footnoteReference(let reference):
      let number = reference.number
      let target = identifiers.footnote(number, of: footnotePrefix)
      let own = identifiers.footnoteReference(number, use: reference.use, of: footnotePrefix)
      if isInLink { return "<sup class=\"footnote\" id=\"\(own)\">\(number)</sup>" }
      let link = hasLinks ? "<a href=\"#\(target)\" id=\"\(own)\">\(number)</a>" : "\(number)"
      return "<sup class=\"footnote\">\(link)</sup>"
    case .expression(let expression): return html(expression)
    case .html(let html): return self.html(authorsHTML: html, isBlock: false)
    case .unknown(let source): return HTML.escapeProse(source)
    }
  }

  /// The address of a link; one within the page leads to the id that the author means.
  private func address(of link: Link) -> String {
    let address = linkTarget(link.address)
    guard address.hasPrefix("#"), address.count > 1 else { return address }
    return anchors.identifier(for: String(address.dropFirst())).map { "#\($0)" } ?? address
  }

  func html(_ image: ImageReference) -> String {
    guard let address = pictures.address(of: image) else {
      guard image.isRemote else {
        return "<span class=\"unresolved\">\(HTML.escape(image.alternative))</span>"
      }
      // A report loads nothing, so its reader is led to the picture.
      let words = image.alternative.isEmpty ? image.source : image.alternative
      if isInLink { return HTML.escape(words) }
      return "<a href=\"\(HTMLAddress.escape(image.source))\">\(HTML.escape(words))</a>"
    }
    return
      "<img\(HTML.attribute("src", address))\(HTML.attribute("alt", image.alternative))"
      + "\(HTML.attribute("title", image.title))\(HTML.attribute("id", image.label ?? image.identifier))"
      + "\(HTML.attribute("style", image.layout.style))>"
  }

  func html(_ math: Math) -> String {
    let formula = formulas[math] ?? "<code>\(HTML.escape(math.source))</code>"
    guard math.isDisplay else { return formula }
    guard let number = math.number else {
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

  private func html(_ reference: CrossReference, isLink: Bool) -> String {
    guard let target = reference.target else {
      return "<span class=\"unresolved\">@\(HTML.escape(reference.label))</span>"
    }
    let text = HTML.escape(
      reference.form == .number && !target.number.isEmpty
        ? target.number
        : target.kind == .section && target.number.isEmpty
          ? "“\(target.title ?? "")”" : words.name(target.kind, target.number))
    guard isLink else { return text }
    return "<a class=\"reference\"\(HTML.attribute("href", "#\(reference.label)"))>\(text)</a>"
  }

  private func html(_ expression: InlineExpression) -> String {
    guard let value = inlineValues[expression.index], value.failure == nil else {
      let reason = inlineValues[expression.index]?.failure?.message ?? words.failure(.notRun)
      return
        "<span class=\"inline-failure\"\(HTML.attribute("title", reason))>"
        + "<code>\(HTML.escape(expression.source))</code></span>"
    }
    return HTML.escape(value.text)
  }
}
