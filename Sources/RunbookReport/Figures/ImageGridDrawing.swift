internal import RunbookDrawing
internal import RunbookOutput

/// A grid of images as one picture, with the text that the report writes around it.
struct ImageGridDrawing: Sendable {
  private let grid: ImageGrid
  let layout: ImageGridLayout
  let colors: ImageColors

  /// The size of the largest picture that is drawn, in pixels; a larger one is a mistake.
  static let pixelLimit = 40_000_000

  /// Computes positions and ranges; `picture` draws.
  ///
  /// - Throws: `FigureError` for a grid without images, an image with the wrong number of samples,
  ///   and a picture larger than `pixelLimit`.
  init(_ grid: ImageGrid) throws(FigureError) {
    try Self.check(grid)
    self.grid = grid
    layout = ImageGridLayout(grid)
    guard layout.width * layout.height <= Self.pixelLimit else {
      throw FigureError(
        message: "the grid is \(layout.width)×\(layout.height) pixels large; show fewer images")
    }
    colors = ImageColors(grid)
  }

  /// Draws the grid.
  func picture() -> RasterImage {
    var picture = RasterImage(width: layout.width, height: layout.height)
    for (index, panel) in grid.panels.enumerated() {
      let place = layout.places[index]
      // A hairline that is visible on white and on black separates pale and dark images from the
      // page.
      picture.strokeRectangle(
        x: place.x - 1, y: place.y - 1, width: place.width + 2, height: place.height + 2,
        thickness: 1, color: RGBA(128, 128, 128, alpha: 96))
      picture.draw(panel, at: place, range: colors.images[index], overlay: colors.overlays[index])
      picture.drawBoxes(of: panel, at: place)
    }
    return picture
  }

  private static func check(_ grid: ImageGrid) throws(FigureError) {
    guard !grid.panels.isEmpty else {
      throw FigureError(message: "the grid contains no image; give it at least one")
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
      if let overlay = panel.overlay,
        overlay.samples.values.count != panel.height * panel.width
      {
        throw FigureError(
          message: "\(name) has \(overlay.samples.values.count) values over it for "
            + "\(panel.height)×\(panel.width)")
      }
    }
  }
}

extension RasterImage {
  /// Draws the samples of `panel`, each as a square of `place.factor` pixels.
  fileprivate mutating func draw(
    _ panel: ImageGrid.Panel, at place: ImageGridLayout.Place, range: ImageColors.Range?,
    overlay: ImageColors.Range?
  ) {
    let colors = PanelColors(panel, range: range, overlay: overlay)
    for row in 0..<panel.height {
      for column in 0..<panel.width {
        let color = colors.color(at: row * panel.width + column)
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

  /// Outlines the boxes of `panel`: a bright line between two dark ones is visible on any image.
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
