internal import RunbookDrawing
internal import RunbookOutput

/// The commands of a figure as they are collected, in pixels from the top left corner.
struct PlotCanvas {
  /// A rectangle of the canvas.
  struct Area: Hashable, Sendable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }
  }

  /// The point of a text that is at the given position.
  enum Alignment: String {
    case left, center, right
  }

  /// One item of a plot command: its data and how they are drawn.
  struct Item {
    var values: [Double]
    var columns: Int
    /// `using`, `with` and the rest of the command.
    var drawing: String
    /// Columns and rows of a grid of points, for styles that connect neighbours.
    var grid: (columns: Int, rows: Int)?
  }

  let width: Double
  let height: Double
  private(set) var pieces: [GnuplotJob.Piece] = []
  private var labels = 0

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
    write(
      """
      set multiplot
      unset key
      set border 0
      set tics nomirror
      set grid noxtics noytics
      set style fill solid 1 noborder
      """)
  }

  /// Ends the figure.
  mutating func finish() {
    write("unset multiplot")
  }

  mutating func write(_ commands: String) {
    pieces.append(.commands(commands + "\n"))
  }

  /// Clears the settings of the previous panel.
  mutating func beginPanel() {
    write(
      "unset label; unset arrow; unset object; unset logscale; unset colorbox; unset tics; set border 0"
    )
    labels = 0
  }

  /// Sets the position of the next plot's axes.
  mutating func place(_ area: Area) {
    write(
      "set lmargin at screen \(x(area.left)); set rmargin at screen \(x(area.right)); "
        + "set tmargin at screen \(y(area.top)); set bmargin at screen \(y(area.bottom))")
  }

  /// Sets the position of a plot in space; its axes take less than the whole area.
  mutating func placeInSpace(_ area: Area) {
    write(
      "set lmargin -1; set rmargin -1; set tmargin -1; set bmargin -1; "
        + "set origin \(x(area.left)), \(y(area.bottom)); "
        + "set size \(area.width / width), \(area.height / height)")
  }

  /// Writes one line of text; `turned` reads from bottom to top.
  mutating func text(
    _ text: String, x left: Double, y top: Double, _ alignment: Alignment = .left,
    color: String, isBold: Bool = false, isTurned: Bool = false
  ) {
    guard !text.isEmpty else { return }
    labels += 1
    write(
      "set label \(labels) \(Self.quoted(text)) at screen \(x(left)), screen \(y(top)) "
        + "\(alignment.rawValue) noenhanced tc rgb '\(color)' front"
        + (isBold ? " font 'Noto Sans CJK KR:Bold,9.5'" : "") + (isTurned ? " rotate by 90" : ""))
  }

  /// Sets range, ticks and tick labels of one axis.
  ///
  /// - Parameters:
  ///   - name: `x` or `y`.
  ///   - length: the length of a tick; 0 for none.
  ///   - isTurned: whether the labels slant downwards to the right.
  mutating func axis(
    _ name: String, _ scale: AxisScale, mark length: Double, isTurned: Bool = false
  ) {
    let ticks = scale.ticks.map {
      "\(Self.quoted($0.text.replacingPercent())) \($0.value)"
    }
    if scale.isLogarithmic { write("set logscale \(name)") }
    write("set \(name)range [\(scale.low):\(scale.high)] noextend")
    write(
      "set \(name)tics (\(ticks.joined(separator: ", "))) out nomirror scale \(length) "
        + "textcolor rgb '\(PlotStyle.Role.tick.color)'" + (isTurned ? " rotate by -36 left" : ""))
  }

  /// Draws the items over each other at the current position.
  mutating func plot(_ items: [Item], command: String = "plot") {
    pieces.append(.commands(command + " "))
    for (index, item) in items.enumerated() {
      pieces.append(.commands(index == 0 ? "'-' " : ", '-' "))
      if let grid = item.grid {
        let format = String(repeating: "%double", count: item.columns)
        pieces.append(
          .commands("binary format='\(format)' record=(\(grid.columns),\(grid.rows))"))
      } else {
        pieces.append(.announcement(values: item.values, columns: item.columns))
      }
      pieces.append(.commands(" " + item.drawing))
    }
    pieces.append(.commands("\n"))
    for item in items {
      pieces.append(.data(values: item.values, columns: item.columns))
    }
  }

  /// `pixels` from the left as a share of the canvas.
  func x(_ pixels: Double) -> Double { pixels / width }

  /// `pixels` from the top as a share of the canvas from the bottom.
  func y(_ pixels: Double) -> Double { 1 - pixels / height }

  /// `text` as a literal gnuplot string: in single quotes neither backslashes nor backquotes nor
  /// macros have a meaning.
  static func quoted(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "''"
      case _ where scalar.properties.generalCategory == .control: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}

extension String {
  /// Tick labels are printf formats.
  fileprivate func replacingPercent() -> String {
    contains("%")
      ? split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%") : self
  }
}
