internal import Glibc
package import RunbookOutput

/// The range of one axis and its ticks.
package struct AxisScale: Hashable, Sendable {
  package struct Tick: Hashable, Sendable {
    package var value: Double
    package var text: String

    package init(value: Double, text: String) {
      self.value = value
      self.text = text
    }
  }

  /// The ends of the axis; `low` is greater than `high` if the author reversed the axis.
  package var low: Double
  package var high: Double
  package var isLogarithmic: Bool
  package var ticks: [Tick]

  /// Computes the range of `values`.
  ///
  /// - Parameters:
  ///   - values: the positions to show; values that are not finite, or not positive on a
  ///     logarithmic axis, are ignored.
  ///   - axis: the ends given by the author, which take precedence.
  ///   - padding: the share of the range that is left free at each end.
  ///   - includesZero: whether the range includes zero, as bars need.
  ///   - length: the length of the axis in pixels.
  ///   - spacing: the preferred distance between ticks, in pixels.
  package init(
    values: [Double], axis: Plot.Axis, padding: Double, includesZero: Bool,
    length: Double, spacing: Double
  ) {
    isLogarithmic = axis.logarithmic
    var least = Double.infinity
    var greatest = -Double.infinity
    for value in values where value.isFinite && (value > 0 || !axis.logarithmic) {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    if least > greatest { (least, greatest) = axis.logarithmic ? (1, 10) : (0, 1) }
    if includesZero, !axis.logarithmic { (least, greatest) = (min(least, 0), max(greatest, 0)) }
    let widened = Self.widened(
      (least, greatest), padding: padding, includesZero: includesZero,
      isLogarithmic: axis.logarithmic)
    low = axis.low.flatMap { $0.isFinite ? $0 : nil } ?? widened.0
    high = axis.high.flatMap { $0.isFinite ? $0 : nil } ?? widened.1
    if isLogarithmic, low <= 0 || high <= 0 { (low, high) = widened }
    if low == high { high = low + 1 }
    // One is less than the distance to the next number if the ends are large.
    if low == high { (low, high) = low > 0 ? (low / 2, high) : (low, high / 2) }
    ticks = []
    let count = max(2, length / spacing)
    ticks =
      isLogarithmic
      ? Self.logarithmicTicks(from: min(low, high), to: max(low, high), count: count)
      : Self.linearTicks(from: min(low, high), to: max(low, high), count: count)
  }

  /// The position of `value` along the axis: 0 at `low`, 1 at `high`.
  package func position(of value: Double) -> Double {
    if isLogarithmic {
      let (ratio, whole) = (value / low, high / low)
      return ratio.isNormal && whole.isNormal
        ? log(ratio) / log(whole) : (log(value) - log(low)) / (log(high) - log(low))
    }
    let span = high - low
    return span.isFinite ? (value - low) / span : (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// Removes ticks between integers, for axes whose values are integers.
  package mutating func keepWholeTicks() {
    ticks = ticks.filter { $0.value == $0.value.rounded() }.map { tick in
      abs(tick.value) < 1e6
        ? Tick(value: tick.value, text: TypesetNumber.fixed(tick.value, digits: 0)) : tick
    }
  }

  /// Whether labels below a horizontal axis of `length` pixels would touch.
  package func isCrowded(length: Double) -> Bool {
    let placed = ticks.map { tick in
      (middle: position(of: tick.value) * length, half: TextWidth.estimate(tick.text) / 2)
    }.sorted { $0.middle < $1.middle }
    return zip(placed, placed.dropFirst()).contains {
      $0.middle + $0.half + 8 > $1.middle - $1.half
    }
  }

  /// The height of the labels below a horizontal axis, in pixels.
  package func nameHeight(length: Double) -> Double {
    guard isCrowded(length: length) else { return 17 }
    return min(110, 14 + 0.6 * (ticks.map { TextWidth.estimate($0.text) }.max() ?? 0))
  }

  private static func widened(
    _ range: (Double, Double), padding: Double, includesZero: Bool, isLogarithmic: Bool
  ) -> (Double, Double) {
    let (least, greatest) = range
    if isLogarithmic {
      let ratio = greatest / least
      let factor =
        least == greatest
        ? 2 : ratio.isFinite ? pow(ratio, padding) : exp((log(greatest) - log(least)) * padding)
      return (
        max(least / factor, .leastNonzeroMagnitude),
        min(greatest * factor, .greatestFiniteMagnitude)
      )
    }
    if least == greatest {
      let reach = least == 0 ? 1 : abs(least) / 2
      return (finite(least - reach), finite(greatest + reach))
    }
    let margin = finite((greatest - least) * padding)
    // No margin beyond zero if no value crosses it: a loss is never negative.
    let low = least >= 0 && (least < margin || (includesZero && least == 0)) ? 0 : least - margin
    let high = greatest <= 0 && includesZero ? 0 : greatest + margin
    return (padding == 0 ? least : finite(low), padding == 0 ? greatest : finite(high))
  }

  /// The nearest finite number.
  private static func finite(_ value: Double) -> Double {
    min(max(value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
  }

  /// Ticks at multiples of 1, 2 or 5 times a power of ten.
  ///
  /// Source: after Paul Heckbert, Nice numbers for graph labels, Graphics Gems, 1990.
  private static func linearTicks(from low: Double, to high: Double, count: Double) -> [Tick] {
    let span = high - low
    let rough = span.isFinite ? span / count : high / count - low / count
    let power = pow(10, floor(log10(rough)))
    let step = ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
    // Between subnormal numbers there are no steps of equal length.
    guard step.isNormal else { return [] }
    let digits = max(0, -Int(floor(log10(step) + 1e-9)))
    let reach = max(abs(low), abs(high))
    var ticks = [Tick]()
    let first = ceil(low / step - 1e-9)
    let last = floor(high / step + 1e-9)
    guard last - first < 100 else { return [] }
    for index in stride(from: first, through: last, by: 1) {
      let value = index * step
      let text =
        reach >= 1e6 || reach < 1e-3
        ? (value == 0 ? "0" : TypesetNumber.power(value, digits: 4))
        : TypesetNumber.fixed(value, digits: digits)
      ticks.append(Tick(value: value, text: text))
    }
    return ticks
  }

  private static func logarithmicTicks(from low: Double, to high: Double, count: Double) -> [Tick] {
    let first = Int(floor(log10(low)))
    let last = Int(ceil(log10(high)))
    let ratio = high / low
    let decades = ratio.isFinite ? log10(ratio) : log10(high) - log10(low)
    let mantissas: [Double] =
      decades < 0.7 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : decades < 2 ? [1, 2, 5] : [1]
    let every = max(1, Int((decades / count).rounded(.up)))
    var ticks = [Tick]()
    for exponent in first...max(first, last) where exponent % every == 0 {
      for mantissa in mantissas {
        let value = mantissa * pow(10, Double(exponent))
        guard value.isFinite, value >= low * 0.9999, value <= high * 1.0001 else { continue }
        let isPlain = (-3...4).contains(exponent)
        let text =
          isPlain
          ? TypesetNumber.fixed(value, digits: max(0, -exponent)) : TypesetNumber.power(value)
        ticks.append(Tick(value: value, text: text))
      }
    }
    return ticks
  }
}
