internal import RunbookDocument
internal import RunbookDrawing

/// Listings: code in a box, or the drawing that it describes.
extension PageWriter {
  func html(_ listing: Listing) -> String {
    guard listing.options.include != false else { return "" }
    if let drawing = graphs[listing.source], listing.diagram == .graphviz {
      return figure(listing, drawing)
    }
    var block = codeBlock(listing.source, language: listing.language)
    // The author hides the code, and what it would show is not here: the reader may open it.
    if listing.options.echo == false {
      let summary = listing.options.codeSummary ?? words.code
      block =
        "<details class=\"folded-listing\"><summary>\(HTML.escape(summary))</summary>\n"
        + "\(block)</details>\n"
    }
    var caption = self.caption(listing.captionKind, listing.caption)
    if caption.isEmpty, listing.diagram == .other {
      caption = "<figcaption>\(HTML.escape(words.diagramSource(listing.language)))</figcaption>\n"
    }
    guard !caption.isEmpty else { return block }
    return "<figure class=\"listing\"\(HTML.attribute("id", listing.caption?.label))>"
      + caption + block + "</figure>\n"
  }

  private func figure(_ listing: Listing, _ drawing: VectorDrawing) -> String {
    let options = listing.options
    let names = drawing.names.joined(separator: ", ")
    let alternative =
      options.figureAlternative ?? listing.caption?.source ?? words.diagram(of: names)
    let width = options.figureWidth.flatMap(CellWriter.width)
    let style = width.map { " style=\"width:\($0)\"" } ?? ""
    let isWide = drawing.width > 480 ? " tabindex=\"0\"" : ""
    let code = options.echo == true ? codeBlock(listing.source, language: listing.language) : ""
    return "\(code)<figure\(HTML.attribute("id", listing.caption?.label))>\n"
      + "<div class=\"picture scroller\"\(style)\(isWide)>"
      + "\(drawing.element(alternative: alternative))</div>\n"
      + "\(caption(listing.captionKind, listing.caption))</figure>\n"
  }
}
