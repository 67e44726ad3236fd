/// Thins out curves with more points than the picture has columns.
enum CurveSimplifier {
  /// Returns a curve that looks the same at a width of `columns` pixels.
  ///
  /// Each column keeps its first, lowest, highest and last point. A short curve, or one that runs
  /// backwards or has gaps, is returned unchanged.
  static func simplified(x: [Double], y: [Double], columns: Int) -> (x: [Double], y: [Double]) {
    guard x.count > 4 * columns, let first = x.first, let last = x.last, first < last,
      zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }), y.allSatisfy(\.isFinite)
    else { return (x, y) }
    var kept = [Int]()
    var start = 0
    while start < x.count {
      let column = ((x[start] - first) / (last - first) * Double(columns)).rounded(.down)
      let limit = first + (column + 1) / Double(columns) * (last - first)
      var end = start + 1
      var lowest = start
      var highest = start
      while end < x.count, x[end] < limit {
        if y[end] < y[lowest] { lowest = end }
        if y[end] > y[highest] { highest = end }
        end += 1
      }
      for index in Set([start, lowest, highest, end - 1]).sorted() { kept.append(index) }
      start = end
    }
    return (kept.map { x[$0] }, kept.map { y[$0] })
  }
}
