internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookFiles
internal import RunbookOutput

/// Writes the page from the parts that were drawn and set before.
struct PageWriter {
  let notebook: Notebook
  let recording: Recording
  let recordedCells: RecordedCells
  let words: ReportStrings
  let figures: [FigureSet.Place: FigureDrawing]
  /// The figures that could not be drawn.
  let drawingFailures: [FigureSet.Place: Failure]
  /// The HTML of each formula.
  let formulas: [Math: String]
  /// The coloured HTML of code.
  let code: [SourceCode: String]
  /// The drawings of `dot` fences, by their source.
  let graphs: [String: VectorDrawing]
  /// The pictures of the prose.
  let pictures: ProsePictures
  /// The Markdown that cells display.
  let markups: [FigureSet.Place: [Block]]
  /// The provenance of the report.
  let provenance: Provenance?
  /// The address on the page of an address in the note.
  let linkTarget: (String) -> String
  /// The values in the prose, by the index of their expressions.
  let inlineValues: [Int: InlineValue]
  /// The ids of the page's own parts.
  let identifiers: PageIdentifiers
  /// The ids of the author's elements.
  let anchors: AnchorTable
  /// The beginning of the ids of footnotes; not empty in Markdown that a cell displays.
  var footnotePrefix = ""
  /// Whether what is written stands in a link, which may hold no other.
  private(set) var isInLink = false

  /// The writer of the content of a link.
  var inLink: PageWriter {
    var writer = self
    writer.isInLink = true
    return writer
  }

  var frontMatter: FrontMatter { notebook.frontMatter }

  /// Returns the whole page.
  ///
  /// - Parameter formulaStyles: KaTeX's rules and fonts.
  func page(formulaStyles: String) -> String {
    let body = html(notebook.blocks)
    let header = header
    let theme = frontMatter.theme == .auto ? "" : " data-theme=\"\(frontMatter.theme.rawValue)\""
    let contents = TableOfContents(self)
    return """
      <!DOCTYPE html>
      <html\(HTML.attribute("lang", frontMatter.language))\(theme)>
      <head>
      <meta charset="utf-8">
      \(contentSecurityPolicy)\
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="runbook">
      \(facts)\
      <title>\(HTML.escape(windowTitle))</title>
      <style>
      \(styles(header + contents.sidebar + summary + body))</style>
      \(formulaStyles.isEmpty ? "" : "<style>\n\(formulaStyles)\n</style>\n")</head>
      <body>
      <a class="skip" href="#\(identifiers.content)">\(HTML.escape(words.skipToContent))</a>
      <div class="layout\(contents.isShown ? "" : " without-contents")">
      \(contents.sidebar)<div class="column">
      \(header)\(contents.drawer)<main id="\(identifiers.content)">
      \(isTitleInPlace ? "" : summary)\(body)</main>
      \(footer)</div>
      </div>
      \(script)</body>
      </html>

      """
  }

  /// The rules needed by `body`.
  private func styles(_ body: String) -> String {
    Theme.rules(for: frontMatter.theme) + "\n"
      + StyleSheet.compact(StyleSheet.sections(PackageResources.report_css, for: body))
      + (body.contains("class=\"plot") ? PlotStyle.pageRules : "") + "\n"
  }

  /// Conveniences; without them the page is still complete.
  private var script: String {
    "<script\(HTML.attribute("data-copy", words.copy))\(HTML.attribute("data-copied", words.copied))>"
      + Self.scriptText + "</script>\n"
  }

  private static let scriptText = String(decoding: PackageResources.report_js, as: UTF8.self)
    .split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.hasPrefix("//") }
    .joined(separator: "\n")

  /// What the page may load and run: nothing from outside, and no script but its own.
  ///
  /// Formulas and figures have styles of their own, so styles in the page are allowed. A page with HTML
  /// that its project lets through may do what that HTML wants.
  private var contentSecurityPolicy: String {
    guard !frontMatter.allowsHTML else { return "" }
    let policy =
      "default-src 'none'; script-src 'sha256-\(Self.scriptHash)'; style-src 'unsafe-inline'; "
      + "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    return "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
  }

  private static let scriptHash = Base64.encode(SHA256.digest(of: Array(scriptText.utf8)))

  var windowTitle: String {
    frontMatter.title ?? notebook.titleHeading?.heading.text ?? notebook.path.fileStem
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
