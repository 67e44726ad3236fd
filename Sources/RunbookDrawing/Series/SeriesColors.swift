package import RunbookOutput

/// The colour of each series of a panel.
package struct SeriesColors: Sendable {
  private let roles: [PlotStyle.Role]

  /// Data series use the colours in order, unless the author sets one; an area without a name has
  /// the colour of the series that follows it, and annotations are grey.
  package init(_ series: [Plot.Series]) {
    var next = 0
    roles = series.map { series in
      if let color = series.styleOptions?.color { return .series(max(0, color)) }
      switch series.style.traits.role {
      case .annotation(.text): return .label
      case .annotation: return .tick
      case .data(.area) where series.name.isEmpty: return .series(next)
      case .data, .grid:
        next += 1
        return .series(next - 1)
      }
    }
  }

  package subscript(index: Int) -> PlotStyle.Role { roles[index] }
}
