internal import RunbookOutput

/// Which colour each series of a panel has.
struct SeriesColors {
  private let roles: [PlotStyle.Role]

  /// Data take the colours in order, unless the author says otherwise; a band without a name goes
  /// with the series behind it, and remarks are grey.
  init(_ series: [Plot.Series]) {
    var next = 0
    roles = series.map { series in
      if let color = series.look?.color { return .series(max(0, color)) }
      guard !series.style.isRemark else { return series.style == .note ? .label : .tick }
      if series.style == .band, series.name.isEmpty { return .series(next) }
      next += 1
      return .series(next - 1)
    }
  }

  subscript(index: Int) -> PlotStyle.Role { roles[index] }
}
