/// A plot as gnuplot drew it.
struct PlotDrawing: Hashable, Sendable {
  /// One panel's part of the drawing.
  struct Panel: Hashable, Sendable {
    var area: PlotCanvas.Area
    /// The elements inside `<svg>`, coloured by classes.
    var content: String
  }

  var width: Int
  var height: Int
  /// Panels in a row.
  var columns: Int
  var panels: [Panel]
  var png: [UInt8]

  /// An SVG file that stands alone and follows the reader's light or dark.
  var file: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
      + "width=\"\(width)\" height=\"\(height)\"><style>\(PlotStyle.standaloneRules)</style>"
      + "\(panels.map(\.content).joined())</svg>\n"
  }

  /// The element inside the page, where the page's style sheet colours it.
  ///
  /// Every panel is an `<svg>` of its own, so that on a narrow screen they stand below each other.
  func element(alternative: String) -> String {
    guard panels.count > 1 else {
      let size = "viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\""
      return "<svg class=\"plot\(width > 480 ? " wide" : "")\" \(size) role=\"img\""
        + "\(HTML.attribute("aria-label", alternative))>\(panels.map(\.content).joined())</svg>"
    }
    let parts = panels.map { panel in
      let area = panel.area
      let numbers = [area.left, area.top, area.width, area.height].map { Int($0.rounded()) }
      return "<svg class=\"plot\(area.width > 480 ? " wide" : "")\" aria-hidden=\"true\" "
        + "viewBox=\"\(numbers.map(String.init).joined(separator: " "))\" "
        + "width=\"\(numbers[2])\" height=\"\(numbers[3])\">\(panel.content)</svg>"
    }
    return "<div class=\"plots\" role=\"img\"\(HTML.attribute("aria-label", alternative)) "
      + "style=\"--columns:\(columns)\">\(parts.joined())</div>"
  }
}

extension PlotDrawing {
  /// The drawing as bytes for the cache: a line of numbers, then the panels and the PNG.
  var encoded: [UInt8] {
    var numbers = [width, height, columns]
    var body = [UInt8]()
    for panel in panels {
      let content = Array(panel.content.utf8)
      let area = panel.area
      numbers += [area.left, area.top, area.right, area.bottom].map { Int(($0 * 100).rounded()) }
      numbers.append(content.count)
      body += content
    }
    return Array((numbers.map(String.init).joined(separator: " ") + "\n").utf8) + body + png
  }

  /// - Returns: `nil` for bytes that are no drawing.
  init?(encoded bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let numbers = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
      .compactMap { Int($0) }
    guard numbers.count >= 8, (numbers.count - 3) % 5 == 0 else { return nil }
    (width, height, columns) = (numbers[0], numbers[1], numbers[2])
    panels = []
    var at = end + 1
    for start in stride(from: 3, to: numbers.count, by: 5) {
      let count = numbers[start + 4]
      guard count >= 0, count <= bytes.count - at else { return nil }
      let places = numbers[start..<(start + 4)].map { Double($0) / 100 }
      panels.append(
        Panel(
          area: PlotCanvas.Area(
            left: places[0], top: places[1], right: places[2], bottom: places[3]),
          content: String(decoding: bytes[at..<(at + count)], as: UTF8.self)))
      at += count
    }
    png = Array(bytes[at...])
  }
}
