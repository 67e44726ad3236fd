internal import RunbookDrawing

/// A plot drawn by gnuplot, once for wide pages and, where that helps, once for narrow ones.
struct PlotDrawing: Hashable, Sendable {
  /// One panel's part of a drawing.
  struct Panel: Hashable, Sendable {
    var area: PlotCanvas.Area
    /// The elements inside `<svg>`, coloured by classes.
    var content: String
  }

  /// The plot at one width.
  struct Version: Hashable, Sendable {
    var width: Int
    var height: Int
    var panels: [Panel]
  }

  /// Panels per row.
  var columns: Int
  /// The plot at full width and, if there is one, for a narrow screen.
  var versions: [Version]

  private var wide: Version { versions[0] }

  /// A standalone SVG file that follows the reader's light or dark theme.
  var file: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(wide.width) \(wide.height)\" "
      + "width=\"\(wide.width)\" height=\"\(wide.height)\">"
      + "<style>\(PlotStyle.standaloneRules)</style>"
      + "\(wide.panels.map(\.content).joined())</svg>\n"
  }

  /// The element inside the page, where the page's style sheet colours it.
  ///
  /// Every panel is a separate `<svg>`, so that on a narrow screen panels are below each other; a
  /// plot of one panel has two, of which the style sheet shows the one that fits.
  func element(alternative: String) -> String {
    let name = HTML.attribute("aria-label", alternative)
    if wide.panels.count > 1 {
      let parts = wide.panels.map { panel in
        let area = panel.area
        let numbers = [area.left, area.top, area.width, area.height].map { Int($0.rounded()) }
        return "<svg class=\"plot\" aria-hidden=\"true\" "
          + "viewBox=\"\(numbers.map(String.init).joined(separator: " "))\" "
          + "width=\"\(numbers[2])\" height=\"\(numbers[3])\">\(panel.content)</svg>"
      }
      return "<div class=\"plots\" role=\"img\"\(name) style=\"--columns:\(columns)\">"
        + "\(parts.joined())</div>"
    }
    return versions.enumerated().map { index, version in
      let use = versions.count == 1 ? "" : index == 0 ? " wide" : " narrow"
      return "<svg class=\"plot\(use)\" viewBox=\"0 0 \(version.width) \(version.height)\" "
        + "width=\"\(version.width)\" height=\"\(version.height)\" role=\"img\"\(name)>"
        + "\(version.panels.map(\.content).joined())</svg>"
    }.joined()
  }
}

extension PlotDrawing {
  /// - Parameters:
  ///   - script: gnuplot's commands.
  ///   - documents: the SVG documents that it wrote, one per layout of the script.
  init(_ script: PlotScript, _ documents: [ArraySlice<UInt8>]) {
    columns = script.columns
    versions = zip(script.layouts, documents).map { layout, document in
      Version(
        width: Int(layout.width), height: Int(layout.height),
        panels: zip(
          layout.areas, SVGRestyler.contents(of: Array(document), areas: layout.areas)
        ).map { Panel(area: $0, content: $1) })
    }
  }

  /// The drawing as bytes for the cache: a line of numbers, then the panels.
  var encoded: [UInt8] {
    var numbers = [columns]
    var body = [UInt8]()
    for version in versions {
      numbers += [version.width, version.height, version.panels.count]
      for panel in version.panels {
        let content = Array(panel.content.utf8)
        let area = panel.area
        numbers += [area.left, area.top, area.right, area.bottom].map { Int(($0 * 100).rounded()) }
        numbers.append(content.count)
        body += content
      }
    }
    return Array((numbers.map(String.init).joined(separator: " ") + "\n").utf8) + body
  }

  /// - Returns: `nil` for bytes that are not a drawing.
  init?(encoded bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    var numbers = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
      .compactMap { Int($0) }[...]
    guard let columns = numbers.popFirst() else { return nil }
    self.columns = columns
    versions = []
    var at = end + 1
    while let width = numbers.popFirst() {
      guard let height = numbers.popFirst(), let count = numbers.popFirst(), count >= 0,
        numbers.count >= 5 * count
      else { return nil }
      var panels = [Panel]()
      for _ in 0..<count {
        let places = numbers.prefix(4).map { Double($0) / 100 }
        let length = numbers[numbers.startIndex + 4]
        numbers = numbers.dropFirst(5)
        guard length >= 0, length <= bytes.count - at else { return nil }
        panels.append(
          Panel(
            area: PlotCanvas.Area(
              left: places[0], top: places[1], right: places[2], bottom: places[3]),
            content: String(decoding: bytes[at..<(at + length)], as: UTF8.self)))
        at += length
      }
      versions.append(Version(width: width, height: height, panels: panels))
    }
    guard !versions.isEmpty, at == bytes.count else { return nil }
  }
}
