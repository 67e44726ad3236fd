/// A picture in memory: rows from top to bottom, four bytes per pixel.
package struct RasterImage: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// `4 * width * height` bytes: red, green, blue, alpha.
  package private(set) var bytes: [UInt8]

  /// A picture of one colour.
  package init(width: Int, height: Int, fill: RGBA = .clear) {
    self.width = width
    self.height = height
    bytes = [UInt8](repeating: 0, count: 4 * width * height)
    if fill != .clear {
      fillRectangle(x: 0, y: 0, width: width, height: height, color: fill)
    }
  }

  package subscript(x: Int, y: Int) -> RGBA {
    get {
      let start = 4 * (y * width + x)
      return RGBA(bytes[start], bytes[start + 1], bytes[start + 2], alpha: bytes[start + 3])
    }
    set {
      let start = 4 * (y * width + x)
      bytes[start] = newValue.red
      bytes[start + 1] = newValue.green
      bytes[start + 2] = newValue.blue
      bytes[start + 3] = newValue.alpha
    }
  }

  /// Sets every pixel of a rectangle, clipped to the picture.
  package mutating func fillRectangle(x: Int, y: Int, width: Int, height: Int, color: RGBA) {
    let columns = max(x, 0)..<max(min(x + width, self.width), max(x, 0))
    let rows = max(y, 0)..<max(min(y + height, self.height), max(y, 0))
    for row in rows {
      for column in columns {
        self[column, row] = color
      }
    }
  }

  /// Draws the outline of a rectangle, `thickness` pixels inwards.
  package mutating func strokeRectangle(
    x: Int, y: Int, width: Int, height: Int, thickness: Int, color: RGBA
  ) {
    let side = min(thickness, max(height, 0))
    fillRectangle(x: x, y: y, width: width, height: side, color: color)
    fillRectangle(x: x, y: y + height - side, width: width, height: side, color: color)
    fillRectangle(x: x, y: y, width: side, height: height, color: color)
    fillRectangle(x: x + width - side, y: y, width: side, height: height, color: color)
  }
}
