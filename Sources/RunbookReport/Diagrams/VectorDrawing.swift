internal import RunbookDrawing

/// A payload that is drawn directly as SVG, without gnuplot.
protocol VectorFigure: Sendable {
  /// Draws the figure.
  ///
  /// - Throws: `FigureError` for data that cannot be drawn.
  func drawing() throws(FigureError) -> VectorDrawing
}

/// An SVG drawing, coloured by the classes that plots use.
struct VectorDrawing: Sendable {
  let width: Int
  let height: Int
  /// The elements inside `<svg>`.
  let content: String
  /// The names in the drawing, which describe it to readers who cannot see it.
  let names: [String]

  /// - Throws: `FigureError` for a drawing larger than any page.
  static func check(width: Double, height: Double) throws(FigureError) {
    guard width < 20_000, height < 20_000 else {
      let size = [width, height].map { NumberText.short($0.rounded(.down)) }
      throw FigureError(
        message: "the diagram is \(size[0])×\(size[1]) pixels large; show less of it")
    }
  }

  /// A standalone SVG file that follows the reader's light or dark theme.
  var file: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
      + "width=\"\(width)\" height=\"\(height)\"><style>\(PlotStyle.standaloneRules)"
      + "</style>\(content)</svg>\n"
  }

  /// The element inside the page, where the page's style sheet colours it.
  func element(alternative: String) -> String {
    "<svg class=\"plot diagram\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" "
      + "height=\"\(height)\" style=\"min-width:\(width * 3 / 5)px\" role=\"img\""
      + "\(HTML.attribute("aria-label", alternative))>\(content)</svg>"
  }
}
