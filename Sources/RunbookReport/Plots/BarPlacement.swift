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

  /// Rows of middle, height and width for the bars of the series at `index`; without those that a
  /// logarithmic axis cannot show, since a side or the end is not positive.
  func rows(of index: Int, in panel: Plot.Panel) -> [Double] {
    let count = Double(order.count)
    let series = panel.series[index]
    // Many bars of one series are a histogram, with hardly any space between them.
    let share = order.count == 1 && series.x.count > 12 ? 0.94 : 0.76
    let width = spacing * share / count
    let place = Double(order.firstIndex(of: index) ?? 0) - (count - 1) / 2
    return zip(series.x, series.y).flatMap { x, y -> [Double] in
      let middle = x + place * width
      if panel.x.logarithmic, middle - width / 2 <= 0 { return [] }
      if panel.y.logarithmic, y <= 0 { return [] }
      return [middle, y, width * 0.96]
    }
  }
}
