package import RunbookOutput

extension Plot.Series {
  /// The positions that the horizontal axis has to show.
  ///
  /// - Parameter barSpacing: the distance between the centres of adjacent bars, in axis units.
  package func horizontalReach(barSpacing: Double) -> [Double] {
    switch style.traits.role {
    case .data(.bars): x.flatMap { [$0 - barSpacing / 2, $0 + barSpacing / 2] }
    case .annotation(.horizontalLine), .annotation(.horizontalBand): []
    case .data(.curve), .data(.stairs), .data(.dots), .data(.area), .grid,
      .annotation(.verticalLine), .annotation(.verticalBand), .annotation(.text):
      x
    }
  }

  /// The positions that the vertical axis has to show.
  package var verticalReach: [Double] {
    let traits = style.traits
    switch traits.role {
    case .annotation(.verticalLine), .annotation(.verticalBand): return []
    case .data, .grid, .annotation(.horizontalLine), .annotation(.horizontalBand),
      .annotation(.text):
      break
    }
    guard let z else { return y }
    return switch traits.third {
    case .halfLengths: zip(y, z).flatMap { y, z in z.isFinite ? [y - z, y + z] : [y] }
    case .upperEdge: y + z
    case .nothing, .values: y
    }
  }
}
