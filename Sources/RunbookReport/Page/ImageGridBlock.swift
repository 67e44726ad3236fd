internal import RunbookDrawing
internal import RunbookOutput

/// A grid of images on the page: one PNG, with titles above it and the scale below it as text.
struct ImageGridBlock {
  private let grid: ImageGrid
  private let drawing: ImageGridDrawing
  private let png: [UInt8]
  private let words: ReportStrings

  init(_ grid: ImageGrid, _ drawing: ImageGridDrawing, png: [UInt8], words: ReportStrings) {
    self.grid = grid
    self.drawing = drawing
    self.png = png
    self.words = words
  }

  /// - Parameters:
  ///   - alternative: the alternative text of the picture.
  ///   - style: a `style` attribute with the author's width, or nothing.
  func html(alternative: String, style: String) -> String {
    let layout = drawing.layout
    return "<div class=\"picture\"\(style)><div class=\"sheet\" "
      + "style=\"max-width:\(layout.width)px;--title:\(titleSize)cqw\">"
      + "<img src=\"data:image/png;base64,\(Base64.encode(png))\" width=\"\(layout.width)\" "
      + "height=\"\(layout.height)\"\(HTML.attribute("alt", alternative))>"
      + titles + "</div>\(scale)</div>"
  }

  /// The size of titles as a share of the picture's width: 12.5 pixels at full size.
  private var titleSize: String {
    percent(12.5, of: drawing.layout.width).split(separator: "%")[0] + ""
  }

  private var titles: String {
    let layout = drawing.layout
    return zip(grid.panels, layout.places).map { panel, place in
      guard !panel.title.isEmpty else { return "" }
      let room = Double(place.width + layout.gap)
      let left = percent(Double(place.x) + Double(place.width) / 2, of: layout.width)
      let bottom = percent(Double(layout.height - place.y), of: layout.height)
      return
        "<span class=\"panel-title\" style=\"left:\(left);bottom:\(bottom);"
        + "max-width:\(percent(room, of: layout.width))\">\(HTML.escape(panel.title))</span>"
    }.joined()
  }

  /// A bar for each colour map: the colours from the minimum to the maximum, with both values.
  private var scale: String {
    guard grid.colorBar else { return "" }
    let bars = bars(drawing.colors.images) + bars(drawing.colors.overlays)
    guard !bars.isEmpty else { return "" }
    let hasMissing = grid.panels.contains { $0.samples.values.contains(where: \.isNaN) }
    let missing =
      hasMissing
      ? "<span class=\"missing\"><i style=\"background:\(ColorScale.missing.hexadecimal)\"></i>"
        + "\(words.notANumber)</span>" : ""
    return "<div class=\"scales\">\(bars.joined())\(missing)</div>"
  }

  private func bars(_ ranges: [ImageColors.Range?]) -> [String] {
    var seen: Set<ImageGrid.ColorMap> = []
    let known = ranges.compactMap { $0 }
    return known.filter { seen.insert($0.colorMap).inserted }.compactMap { first in
      let alike = known.filter { $0.colorMap == first.colorMap }
      // The grey image under colours needs no separate bar.
      if first.colorMap == .gray, alike.count == drawing.colors.overlays.compactMap({ $0 }).count {
        return nil
      }
      let isShared = alike.allSatisfy { $0 == first }
      let low = isShared ? TypesetNumber.short(Double(first.low)) : words.lowest
      let high = isShared ? TypesetNumber.short(Double(first.high)) : words.highest
      let zero = isShared && first.colorMap == .diverging ? "<span class=\"zero\">0</span>" : ""
      return "<div class=\"scale\"><span>\(low)</span><span class=\"bar\">"
        + "\(bar(first.colorMap))\(zero)</span><span>\(high)</span></div>"
    }
  }

  /// A picture rather than a CSS gradient: browsers print no backgrounds.
  private func bar(_ map: ImageGrid.ColorMap) -> String {
    var image = RasterImage(width: 128, height: 1)
    let scale = ColorScale(map)
    for x in 0..<128 { image[x, 0] = scale.color(at: Float(x) / 127) }
    guard let png = try? PNGFile.encode(image) else { return "" }
    return "<img alt=\"\" src=\"data:image/png;base64,\(Base64.encode(png))\">"
  }

  private func percent(_ part: Double, of whole: Int) -> String {
    let hundredths = Int((part / Double(max(whole, 1)) * 10_000).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)%"
  }
}
