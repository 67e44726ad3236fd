internal import Glibc

/// Where an axis of a small chart begins and ends, and which numbers stand along it.
struct AxisTicks {
  let isLogarithmic: Bool
  let low: Double
  let high: Double
  let ticks: [Double]

  /// - Parameter values: all that is drawn along the axis; what cannot be is left out.
  init(_ values: [Double], logarithmic: Bool, low: Double? = nil, high: Double? = nil) {
    let drawn = values.filter { $0.isFinite && (!logarithmic || $0 > 0) }
    isLogarithmic = logarithmic && !drawn.isEmpty
    let low = low.flatMap { $0.isFinite ? $0 : nil }
    let high = high.flatMap { $0.isFinite ? $0 : nil }
    var bottom = low ?? drawn.min() ?? 0
    var top = high ?? drawn.max() ?? 1
    if isLogarithmic {
      bottom = log10(max(bottom, .leastNormalMagnitude))
      top = log10(max(top, .leastNormalMagnitude))
    }
    if !(bottom < top) {
      let room = max(abs(bottom) * 0.1, isLogarithmic ? 0.5 : 1e-6)
      (bottom, top) = (min(bottom, top) - room, max(bottom, top) + room)
    } else if low == nil || high == nil {
      let room = (top - bottom) * 0.04
      if low == nil { bottom -= room }
      if high == nil { top += room }
    }
    self.low = bottom
    self.high = top
    ticks = isLogarithmic ? Self.decades(bottom, top) : Self.round(bottom, top)
  }

  /// The place of `value` between the ends, 0…1 within them; `nil` where it has none.
  func position(of value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    return ((isLogarithmic ? log10(value) : value) - low) / (high - low)
  }

  /// Multiples of 1, 2 or 5 times a power of ten, four to nine of them.
  private static func round(_ low: Double, _ high: Double) -> [Double] {
    let raw = (high - low) / 5
    let power = pow(10, floor(log10(raw)))
    guard let step = [1.0, 2, 5, 10].map({ $0 * power }).first(where: { $0 >= raw }), step.isNormal
    else { return [] }
    let first = (low / step).rounded(.up)
    let last = (high / step).rounded(.down)
    guard first <= last, last - first < 20 else { return [] }
    return stride(from: first, through: last, by: 1).map { index in
      // Division by a whole number keeps 0.3 from becoming 0.30000000000000004.
      index == 0 ? 0 : step < 1 ? index / (1 / step).rounded() : index * step
    }
  }

  private static func decades(_ low: Double, _ high: Double) -> [Double] {
    // More than eight numbers along an axis would run into each other.
    let step = max(1, ((high - low) / 8).rounded(.up))
    let exponents = stride(from: low.rounded(.up), through: high.rounded(.down), by: step)
    let powers = exponents.map { pow(10, $0) }
    if powers.count >= 2 { return powers }
    let base = low.rounded(.down)
    return (0...Int(high.rounded(.up) - base)).flatMap { decade in
      [1.0, 2, 5].map { $0 * pow(10, base + Double(decade)) }
    }.filter { log10($0) >= low && log10($0) <= high }
  }
}
