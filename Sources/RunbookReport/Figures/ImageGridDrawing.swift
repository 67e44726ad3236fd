internal import RunbookOutput

/// A grid of images as one picture, with what the report writes around it.
struct ImageGridDrawing: Sendable {
  private let grid: ImageGrid
  let layout: ImageGridLayout
  /// The values at the ends of the colour map, a pair an image; `nil` for images in colour.
  let ranges: [ValueRange?]

  /// The values that the ends of a colour map stand for.
  struct ValueRange: Hashable, Sendable {
    var low: Float
    var high: Float
  }

  /// The largest picture that is drawn, in pixels; more would be no picture but a fault.
  static let pixelLimit = 40_000_000

  /// Finds places and ranges; `picture` draws.
  ///
  /// - Throws: `FigureError` for a grid without images, an image whose samples do not fill it, and a
  ///   picture beyond `pixelLimit`.
  init(_ grid: ImageGrid) throws(FigureError) {
    try Self.check(grid)
    self.grid = grid
    layout = ImageGridLayout(grid)
    guard layout.width * layout.height <= Self.pixelLimit else {
      throw FigureError(
        message: "the grid is \(layout.width)×\(layout.height) pixels large; show fewer images")
    }
    ranges = Self.ranges(of: grid)
  }

  /// Draws the grid.
  func picture() -> RasterImage {
    let scale = ColorScale(grid.colorMap)
    var picture = RasterImage(width: layout.width, height: layout.height)
    for (index, panel) in grid.panels.enumerated() {
      let place = layout.places[index]
      // A hairline that shows on white and on black keeps pale and dark images from running out.
      picture.strokeRectangle(
        x: place.x - 1, y: place.y - 1, width: place.width + 2, height: place.height + 2,
        thickness: 1, color: RGBA(128, 128, 128, alpha: 96))
      picture.draw(panel, at: place, range: ranges[index], scale: scale)
      picture.drawBoxes(of: panel, at: place)
    }
    return picture
  }

  private static func check(_ grid: ImageGrid) throws(FigureError) {
    guard !grid.panels.isEmpty else {
      throw FigureError(message: "the grid holds no image; give it at least one")
    }
    for (index, panel) in grid.panels.enumerated() {
      let name = panel.title.isEmpty ? "image \(index + 1)" : "image “\(panel.title)”"
      guard panel.channels == 1 || panel.channels == 3 else {
        throw FigureError(message: "\(name) has \(panel.channels) channels; 1 or 3 can be shown")
      }
      let expected = panel.channels * panel.height * panel.width
      guard panel.width > 0, panel.height > 0, panel.samples.values.count == expected else {
        throw FigureError(
          message: "\(name) has \(panel.samples.values.count) samples for "
            + "\(panel.channels)×\(panel.height)×\(panel.width)")
      }
    }
  }

  private static func ranges(of grid: ImageGrid) -> [ValueRange?] {
    let own = grid.panels.map { panel -> ValueRange? in
      guard panel.channels == 1 else { return nil }
      let finite = panel.samples.values.lazy.filter(\.isFinite)
      guard let low = finite.min(), let high = finite.max() else { return nil }
      return ValueRange(low: low, high: high)
    }
    let known = own.compactMap { $0 }
    let shared = ValueRange(
      low: known.map(\.low).min() ?? 0, high: known.map(\.high).max() ?? 0)
    return zip(grid.panels, own).map { panel, own in
      guard panel.channels == 1 else { return nil }
      var range =
        switch grid.scale {
        case .shared: shared
        case .each: own ?? ValueRange(low: 0, high: 0)
        case .fixed(let low, let high): ValueRange(low: low, high: high)
        }
      if grid.colorMap == .diverging {
        let reach = max(abs(range.low), abs(range.high))
        range = ValueRange(low: -reach, high: reach)
      }
      return range
    }
  }
}

extension RasterImage {
  /// Draws the samples of `panel`, each as a square of `place.factor` pixels.
  fileprivate mutating func draw(
    _ panel: ImageGrid.Panel, at place: ImageGridLayout.Place,
    range: ImageGridDrawing.ValueRange?, scale: ColorScale
  ) {
    let samples = panel.samples.values
    let plane = panel.width * panel.height
    let range = range ?? ImageGridDrawing.ValueRange(low: 0, high: 1)
    // All of one value is the low end, except where the middle is zero.
    let span = range.high - range.low
    let middle: Float = range.low < 0 ? 0.5 : 0
    for row in 0..<panel.height {
      for column in 0..<panel.width {
        let index = row * panel.width + column
        let color: RGBA
        if panel.channels == 1 {
          let value = samples[index]
          let position = span > 0 ? (value - range.low) / span : value.isNaN ? value : middle
          color = scale.color(at: position)
        } else {
          let channels = (0..<3).map { samples[$0 * plane + index] }
          color =
            channels.contains(where: \.isNaN)
            ? ColorScale.missing
            : RGBA(
              red: Double(channels[0]), green: Double(channels[1]), blue: Double(channels[2]))
        }
        let factor = place.factor
        if factor == 1 {
          self[place.x + column, place.y + row] = color
        } else {
          fillRectangle(
            x: place.x + column * factor, y: place.y + row * factor, width: factor,
            height: factor, color: color)
        }
      }
    }
  }

  /// Outlines the boxes of `panel`: a bright line between two dark ones shows on any image.
  fileprivate mutating func drawBoxes(of panel: ImageGrid.Panel, at place: ImageGridLayout.Place) {
    let unit = place.factor >= 4 ? 2 : 1
    for box in panel.boxes {
      let left = max(box.x, 0) * place.factor
      let top = max(box.y, 0) * place.factor
      let right = min((box.x + box.width) * place.factor, place.width)
      let bottom = min((box.y + box.height) * place.factor, place.height)
      guard left < right, top < bottom else { continue }
      strokeRectangle(
        x: place.x + left, y: place.y + top, width: right - left, height: bottom - top,
        thickness: unit + 1, color: RGBA(20, 20, 20))
      strokeRectangle(
        x: place.x + left, y: place.y + top, width: right - left, height: bottom - top,
        thickness: unit, color: RGBA(255, 122, 26))
    }
  }
}
