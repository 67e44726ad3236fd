internal import RunbookDrawing
internal import RunbookOutput

/// The names of series in rows above the axes, each after a sign of its colour.
struct PlotLegend {
  struct Entry {
    var series: Plot.Series
    var color: String
  }

  private struct Placed {
    var entry: Entry
    var x: Double
    var row: Int
  }

  private let entries: [Placed]
  let rows: Int

  init(_ entries: [Entry], left: Double, right: Double) {
    var placed = [Placed]()
    var x = left
    var row = 0
    for entry in entries {
      let width = Self.signWidth + TextWidth.estimate(entry.series.name)
      if x > left, x + width > right {
        x = left
        row += 1
      }
      placed.append(Placed(entry: entry, x: x, row: row))
      x += width + 20
    }
    self.entries = placed
    rows = placed.isEmpty ? 0 : row + 1
  }

  private static let signWidth = 19.0

  func draw(on canvas: inout PlotCanvas, top: Double) {
    for item in entries {
      let y = top + Double(item.row) * CurvePanel.lineHeight
      canvas.text(Self.sign(of: item.entry.series), x: item.x, y: y, color: item.entry.color)
      canvas.text(
        item.entry.series.name, x: item.x + Self.signWidth, y: y, color: item.entry.color)
    }
  }

  private static func sign(of series: Plot.Series) -> String {
    let isDashed = series.styleOptions?.isDashed == true
    return (isDashed ? .dashes : series.style.traits.sign).rawValue
  }
}
