internal import RunbookOutput

/// The colours of a heat map or surface: diverging where values lie on both sides of zero.
struct HeatColors {
  let low: Double
  let high: Double
  private let scale: ColorScale
  private let isDiverging: Bool

  /// - Parameter canDiverge: whether zero may be the middle of the colours.
  init(_ values: [Double], canDiverge: Bool) {
    let finite = values.filter(\.isFinite)
    let least = finite.min() ?? 0
    let greatest = finite.max() ?? 1
    // A few values just across zero are noise and no second side.
    isDiverging = canDiverge && least < -0.05 * greatest && greatest > -0.05 * least
    if isDiverging {
      high = max(-least, greatest)
      low = -high
    } else {
      low = least
      high = least == greatest ? least + 1 : greatest
    }
    scale = ColorScale(isDiverging ? .diverging : .viridis)
  }

  /// The command that gives gnuplot these colours, in 64 steps.
  var palette: String {
    let stops = (0...32).map { step -> String in
      let color = scale.colors[min(255, step * 8)]
      return "\(step) '\(color.hexadecimal)'"
    }
    return "set palette maxcolors 64 defined (\(stops.joined(separator: ", ")))"
  }

  /// Whether white text reads better on the colour of `value` than dark text.
  func isDark(at value: Double) -> Bool {
    let color = scale.color(at: Float((value - low) / (high - low)))
    let light =
      0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue)
    return light < 140
  }
}
