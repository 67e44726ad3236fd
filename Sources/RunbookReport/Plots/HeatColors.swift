internal import Glibc
internal import RunbookDrawing
internal import RunbookOutput

/// The colours of a heat map or surface: diverging if there are values on both sides of zero.
struct HeatColors {
  let low: Double
  let high: Double
  let isLogarithmic: Bool
  private let scale: ColorScale

  /// - Parameters:
  ///   - canDiverge: whether zero may be the middle of the colours.
  ///   - options: the author's settings.
  init(_ values: [Double], canDiverge: Bool, options: Plot.StyleOptions? = nil) {
    let isLogarithmic =
      options?.hasLogarithmicColors == true && values.contains { $0 > 0 && $0.isFinite }
    let finite = values.filter { $0.isFinite && ($0 > 0 || !isLogarithmic) }
    let least = finite.min() ?? 0
    let greatest = finite.max() ?? 1
    // A few values just across zero are noise and do not count as a second side.
    let isDiverging =
      options?.colorMap.map { $0 == .diverging }
      ?? (canDiverge && least < -0.05 * greatest && greatest > -0.05 * least)
    if isDiverging, !isLogarithmic {
      high = max(-least, greatest) > 0 ? max(-least, greatest) : 1
      low = -high
    } else {
      low = least
      // One is less than the distance to the next number if the values are large.
      high =
        least < greatest
        ? greatest : isLogarithmic ? least * 10 : max(least + 1, least + abs(least) / 2)
    }
    self.isLogarithmic = isLogarithmic
    scale = ColorScale(options?.colorMap ?? (isDiverging ? .diverging : .viridis))
  }

  /// The command that gives gnuplot these colours, in 64 steps.
  var palette: String {
    let stops = (0...32).map { step -> String in
      let color = scale.colors[min(255, step * 8)]
      return "\(step) '\(color.hexadecimal)'"
    }
    return "set palette maxcolors 64 defined (\(stops.joined(separator: ", ")))"
  }

  /// The colour of `value`.
  func color(of value: Double) -> RGBA {
    let position =
      isLogarithmic
      ? (value > 0 ? (log(value) - log(low)) / (log(high) - log(low)) : 0)
      : (value - low) / (high - low)
    return scale.color(at: Float(position))
  }
}
