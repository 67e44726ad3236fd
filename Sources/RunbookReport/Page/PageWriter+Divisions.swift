internal import RunbookDocument
internal import RunbookDrawing

/// Divisions and definition lists as HTML.
extension PageWriter {
  func html(_ division: Division) -> String {
    let id = HTML.attribute("id", division.identifier)
    switch division.kind {
    case .callout(let callout): return html(callout, division)
    case .theorem, .proof: return theorem(division)
    case .tabs(let tabs): return html(tabs, of: division)
    case .margin:
      return "<aside class=\"margin\"\(id)>\n\(title(division))\(html(division.content))</aside>\n"
    case .columns:
      return "<div class=\"columns\"\(id)>\n\(html(division.content))</div>\n"
    case .column(let share):
      let style = share.map { " style=\"flex:\($0) 1 0\"" } ?? ""
      return "<div class=\"part-column\"\(id)\(style)>\n\(html(division.content))</div>\n"
    case .grid(let columns):
      return "<div class=\"blocks\"\(id) style=\"--columns:\(columns)\">\n"
        + "\(division.content.map { "<div>\n\(html([$0]))</div>\n" }.joined())</div>\n"
    case .float(let kind, let columns): return float(division, kind, columns: columns)
    case .hidden: return ""
    case .invisible: return "<div hidden>\n\(html(division.content))</div>\n"
    case .plain:
      return "<div class=\"division\"\(id)>\n\(title(division))\(html(division.content))</div>\n"
    }
  }

  /// The title of a division that has no look of its own.
  private func title(_ division: Division) -> String {
    division.title.isEmpty ? "" : "<p><strong>\(html(division.title))</strong></p>\n"
  }

  // MARK: Boxes

  private func html(_ callout: Callout, _ division: Division) -> String {
    let name = callout.title(language: frontMatter.language)
    var title = html(division.title)
    if title.isEmpty, callout.hasDefaultTitle || callout.folding != nil {
      title = HTML.escape(name)
    }
    // A title of the author's own does not say which kind of box it is.
    let icon =
      callout.hasIcon ? self.icon(callout.kind, name: division.title.isEmpty ? nil : name) : ""
    let tag = callout.folding == nil ? "p" : "summary"
    let head =
      title.isEmpty && icon.isEmpty
      ? "" : "<\(tag) class=\"callout-title\">\(icon)<span>\(title)</span></\(tag)>\n"
    let attributes =
      " class=\"callout \(callout.kind.rawValue)\"\(HTML.attribute("id", division.identifier))"
    let content = head + html(division.content)
    guard let folding = callout.folding else {
      return "<div\(attributes) role=\"note\">\n\(content)</div>\n"
    }
    return "<details\(attributes)\(folding == .open ? " open" : "")>\n\(content)</details>\n"
  }

  /// - Parameter name: what a screen reader says; `nil` if the title says it.
  private func icon(_ kind: Callout.Kind, name: String?) -> String {
    let path =
      switch kind {
      case .note: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 11v5.5M12 7.6v.01"
      case .tip:
        "M9.5 17.5h5M10.3 20.5h3.4M9.5 17.5c0-2.8-3.3-3.6-3.3-7.9a5.8 5.8 0 0 1 11.6 0c0 4.3-3.3 5.1-3.3 7.9"
      case .important: "M4 4.5h16v12h-7.5l-4.5 4v-4H4zM12 7.6v4M12 13.9v.01"
      case .warning: "M12 3.8 21.3 20H2.7zM12 10v4.6M12 17.3v.01"
      case .caution: "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.6v5.2M12 16.3v.01"
      }
    let meaning =
      name.map { " role=\"img\"\(HTML.attribute("aria-label", $0))" } ?? " aria-hidden=\"true\""
    return "<svg class=\"icon\" viewBox=\"0 0 24 24\"\(meaning)><path d=\"\(path)\"/></svg>"
  }

  // MARK: Theorems

  private func theorem(_ division: Division) -> String {
    var name = words.proof
    var isProof = true
    if case .theorem(let kind, _) = division.kind {
      name = division.caption?.number.map { words.name(kind, $0) } ?? words.name(kind)
      isProof = false
    }
    let title = division.title.isEmpty ? "" : " <span>(\(html(division.title)))</span>"
    return
      "<div class=\"\(isProof ? "proof" : "theorem")\"\(HTML.attribute("id", division.identifier))>\n"
      + "<p class=\"theorem-name\"><strong>\(name)</strong>\(title)</p>\n"
      + "\(html(division.content))</div>\n"
  }

  // MARK: Tabs

  private func html(_ tabs: [Division.Tab], of division: Division) -> String {
    let group = identifiers.tabs(division.number, of: footnotePrefix)
    let parts = tabs.enumerated().map { index, tab in
      let id = identifiers.tab(index + 1, in: division.number, of: footnotePrefix)
      return "<input type=\"radio\" name=\"\(group)\" id=\"\(id)\"\(index == 0 ? " checked" : "")>"
        + "<label for=\"\(id)\">\(html(tab.title, hasLinks: false))</label>\n"
        + "<div class=\"tab\">\n\(html(tab.content))</div>\n"
    }.joined()
    return html(division.content)
      + "<div class=\"tabs\"\(HTML.attribute("id", division.identifier)) role=\"group\">\n\(parts)</div>\n"
  }

  // MARK: Figures of several blocks

  private func float(_ division: Division, _ kind: Label.Kind, columns: Int?) -> String {
    let isFigure = kind == .figure
    let name = isFigure ? "" : " class=\"\(kind == .table ? "table" : "listing")\""
    let content =
      columns.map { columns in
        "<div class=\"blocks\" style=\"--columns:\(columns)\">\n"
          + division.content.map { "<div>\n\(html([$0]))</div>\n" }.joined() + "</div>\n"
      } ?? html(division.content)
    let caption = self.caption(kind, division.caption)
    return "<figure\(name)\(HTML.attribute("id", division.identifier))>\n"
      + "\(isFigure ? content + caption : caption + content)</figure>\n"
  }

  // MARK: Definition lists

  func html(_ list: DefinitionList) -> String {
    let entries = list.entries.map { entry in
      entry.terms.map { "<dt>\(html($0))</dt>\n" }.joined()
        + entry.meanings.map { "<dd>\(html($0.content, isTight: $0.isTight))</dd>\n" }.joined()
    }.joined()
    return "<dl>\n\(entries)</dl>\n"
  }
}
