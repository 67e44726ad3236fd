/// A plot as gnuplot drew it.
struct PlotDrawing: Hashable, Sendable {
  var width: Int
  var height: Int
  /// The elements inside `<svg>`, coloured by classes.
  var content: String
  var png: [UInt8]

  /// An SVG file that stands alone and follows the reader's light or dark.
  var file: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
      + "width=\"\(width)\" height=\"\(height)\"><style>\(PlotStyle.standaloneRules)</style>"
      + "\(content)</svg>\n"
  }

  /// The element inside the page, where the page's style sheet colours it.
  func element(alternative: String) -> String {
    "<svg class=\"plot\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" "
      + "height=\"\(height)\" role=\"img\"\(HTML.attribute("aria-label", alternative))>"
      + "\(content)</svg>"
  }
}
