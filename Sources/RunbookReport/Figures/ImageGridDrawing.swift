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
      guard panel.width > 0, panel.height > 0,
        panel.samples.values.count.isProduct(of: [panel.channels, panel.height, panel.width])
      else {
        throw FigureError(
          message: "\(name) has \(panel.samples.values.count) samples for "
            + "\(panel.channels)×\(panel.height)×\(panel.width)")
      }
      if case .fixed(let low, let high) = panel.scale ?? grid.scale,
        !low.isFinite || !high.isFinite
      {
        throw FigureError(
          message: "\(name) has a range of \(low) to \(high); give it finite numbers")
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

extension Int {
  /// Whether this is the product of `factors`, which may be too large for an integer.
  fileprivate func isProduct(of factors: [Int]) -> Bool {
    var product = 1
    for factor in factors {
      let (value, isTooLarge) = product.multipliedReportingOverflow(by: factor)
      guard !isTooLarge else { return false }
      product = value
    }
    return product == self
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
      let columns = Self.part(box.x, box.width, of: panel.width)
      let rows = Self.part(box.y, box.height, of: panel.height)
      let (left, right) = (columns.lowerBound * place.factor, columns.upperBound * place.factor)
      let (top, bottom) = (rows.lowerBound * place.factor, rows.upperBound * place.factor)
      guard left < right, top < bottom else { continue }
      strokeRectangle(
        x: place.x + left, y: place.y + top, width: right - left, height: bottom - top,
        thickness: unit + 1, color: RGBA(20, 20, 20))
      strokeRectangle(
        x: place.x + left, y: place.y + top, width: right - left, height: bottom - top,
        thickness: unit, color: RGBA(255, 122, 26))
    }
  }

  /// The part of a box's side that is on the image; the author's numbers may be of any size.
  private static func part(_ start: Int, _ length: Int, of whole: Int) -> Range<Int> {
    let end = start.addingReportingOverflow(length)
    let first = min(max(start, 0), whole)
    let last = min(max(end.overflow ? (length > 0 ? whole : 0) : end.partialValue, 0), whole)
    return first..<max(first, last)
  }
}
