internal import RunbookOutput

/// The positions of the images of a grid in the picture, in pixels.
struct ImageGridLayout: Sendable {
  /// The position of one image and its magnification.
  struct Place: Hashable, Sendable {
    var x: Int
    var y: Int
    /// Pixels of the picture per pixel of the image, across and down.
    var factor: Int
    var width: Int
    var height: Int
  }

  /// The width to which a grid of small images is enlarged, in pixels.
  static let targetWidth = 708
  /// The largest size to which a small image is enlarged.
  static let largestCell = 224
  /// The height reserved above a row with titles.
  static let titleHeight = 22

  let places: [Place]
  let width: Int
  let height: Int
  /// Pixels between two images.
  let gap: Int

  init(_ grid: ImageGrid) {
    let columns = max(1, min(grid.columns, grid.panels.count))
    let available = Self.targetWidth / columns
    let gap = available < 48 ? 4 : 8
    let target = min(Self.largestCell, available - gap)
    let factors = grid.panels.map { max(1, target / max($0.width, $0.height, 1)) }
    let sizes = zip(grid.panels, factors).map { ($0.width * $1, $0.height * $1) }
    let cellWidth = sizes.map(\.0).max() ?? 0

    var places = [Place]()
    var top = 1
    for start in stride(from: 0, to: grid.panels.count, by: columns) {
      let row = start..<min(start + columns, grid.panels.count)
      if row.contains(where: { !grid.panels[$0].title.isEmpty }) { top += Self.titleHeight }
      let rowHeight = row.map { sizes[$0].1 }.max() ?? 0
      for index in row {
        places.append(
          Place(
            x: 1 + (index - start) * (cellWidth + gap) + (cellWidth - sizes[index].0) / 2,
            y: top + (rowHeight - sizes[index].1) / 2, factor: factors[index],
            width: sizes[index].0, height: sizes[index].1))
      }
      top += rowHeight + gap
    }
    self.places = places
    self.gap = gap
    // One pixel on each side for the hairline around the outermost images.
    width = columns * cellWidth + (columns - 1) * gap + 2
    height = top - gap + 1
  }
}
