package import RunbookOutput

/// Which colour each series of a panel has.
package struct SeriesColors: Sendable {
  private let roles: [PlotStyle.Role]

  /// Data take the colours in order, unless the author says otherwise; an area without a name takes
  /// the colour of the series behind it, and annotations are grey.
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
