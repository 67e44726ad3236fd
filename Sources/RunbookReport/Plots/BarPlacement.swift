internal import RunbookDrawing
internal import RunbookOutput

/// The positions of the bars of several series, side by side.
struct BarPlacement {
  /// The distance from one group of bars to the next, in axis units.
  let spacing: Double
  private let order: [Int]

  init(_ panel: Plot.Panel) {
    order = panel.series.indices.filter { panel.series[$0].style.traits.mark == .bars }
    let places = Set(order.flatMap { panel.series[$0].x.filter(\.isFinite) }).sorted()
    spacing = zip(places.dropFirst(), places).map { $0 - $1 }.min() ?? 1
  }

  /// Rows of middle, height and width for the bars of the series at `index`.
  func rows(of index: Int, in panel: Plot.Panel) -> [Double] {
    let count = Double(order.count)
    let series = panel.series[index]
    // Many bars of one series are a histogram, with hardly any space between them.
    let share = order.count == 1 && series.x.count > 12 ? 0.94 : 0.76
    let width = spacing * share / count
    let place = Double(order.firstIndex(of: index) ?? 0) - (count - 1) / 2
    return zip(series.x, series.y).flatMap { [$0 + place * width, $1, width * 0.96] }
  }
}
