internal import RunbookDocument
internal import RunbookDrawing

extension PageWriter {
  /// Outputs that another program recorded, under a line that says so.
  func recorded(_ blocks: [Block]) -> String {
    "<div class=\"recorded\">\n<p class=\"recorded-label\">\(HTML.escape(words.recorded))</p>\n"
      + "\(html(blocks))</div>\n"
  }
}
