internal import RunbookDrawing
internal import RunbookFiles
internal import RunbookOutput

/// All figures of a recording, which are drawn from their data.
struct FigureSet {
  /// The position of a figure: the cell's number and the output's index in it.
  struct Place: Hashable, Comparable, Sendable {
    var cell: Int
    var output: Int

    static func < (left: Self, right: Self) -> Bool {
      (left.cell, left.output) < (right.cell, right.output)
    }
  }

  /// A drawn figure, or the reason why it could not be drawn.
  typealias Outcome = Result<FigureDrawing, FigureError>

  private(set) var outcomes: [Place: Outcome] = [:]
  private var queue: PlotQueue
  private var waiting: [(place: Place, name: String, plot: Plot, key: String, ticket: Int)] = []

  /// Draws the image grids and starts gnuplot for the plots.
  init(_ recording: Recording, queue: PlotQueue, cache: inout DrawingCache) {
    self.queue = queue
    var names = FigureNames()
    var grids: [(Place, String, ImageGrid)] = []
    for cell in recording.cells {
      for (index, output) in cell.outputs.enumerated() {
        let place = Place(cell: cell.index, output: index)
        guard let figure = output.figure else { continue }
        let name = names.next(for: cell)
        switch figure {
        case .images(let grid): grids.append((place, name, grid))
        case .plot(let plot): start(plot, at: place, name: name, cache: &cache)
        case .vector(let figure):
          outcomes[place] = Result { () throws(FigureError) in
            FigureDrawing(name: name, content: .vector(try figure.drawing()))
          }
        }
      }
    }
    self.queue.start()
    // The grids are drawn while gnuplot works.
    for (place, name, grid) in grids {
      outcomes[place] = Self.draw(grid, name: name, cache: &cache)
    }
  }

  /// Waits for gnuplot.
  mutating func finish(cache: inout DrawingCache) {
    for item in waiting {
      outcomes[item.place] = queue.outcome(of: item.ticket).map { drawing in
        cache[item.key] = drawing.encoded
        return FigureDrawing(name: item.name, content: .plot(item.plot, drawing))
      }
    }
    waiting.removeAll()
  }

  private mutating func start(
    _ plot: Plot, at place: Place, name: String, cache: inout DrawingCache
  ) {
    do throws(FigureError) {
      let script = try PlotScript(plot)
      let key = "plot \(script.fingerprint)"
      if let kept = cache[key], let drawing = PlotDrawing(encoded: kept) {
        outcomes[place] = .success(FigureDrawing(name: name, content: .plot(plot, drawing)))
      } else {
        waiting.append((place, name, plot, key, queue.add(script)))
      }
    } catch {
      outcomes[place] = .failure(error)
    }
  }

  private static func draw(
    _ grid: ImageGrid, name: String, cache: inout DrawingCache
  ) -> Outcome {
    Result { () throws(FigureError) in
      let drawing = try ImageGridDrawing(grid)
      let png = try cache.value(for: "images \(grid.fingerprint)") { () throws(FigureError) in
        try PNGFile.encode(drawing.picture(), description: drawing.summary)
      }
      return FigureDrawing(name: name, content: .images(grid, drawing, png: png))
    }
  }
}

/// Gives every figure of a notebook a unique file name.
private struct FigureNames {
  private var taken: Set<String> = []

  /// The cell's label, or `cell-3`; a second figure of the cell ends in `-2`.
  mutating func next(for cell: CellRecording) -> String {
    let label = cell.label ?? ""
    let base = String(
      label.map { $0 == "/" || $0 == "\\" || $0.isWhitespace || $0 == "." ? "-" : $0 })
    let stem = base.isEmpty ? "cell-\(cell.index)" : base
    var name = stem
    var number = 2
    // In a case-insensitive file system two figures must not get the same file.
    while !taken.insert(name.lowercased()).inserted {
      name = "\(stem)-\(number)"
      number += 1
    }
    return name
  }
}

extension ImageGrid {
  /// Identifies a drawing; equal data give equal fingerprints.
  fileprivate var fingerprint: String {
    var hash = ContentHash()
    hash.combine("image format 2 \(columns) \(colorMap) \(scale)")
    for panel in panels {
      hash.combine("\(panel.title.isEmpty) \(panel.width) \(panel.height) \(panel.channels)")
      hash.combine("\(panel.boxes.map { [$0.x, $0.y, $0.width, $0.height] })")
      hash.combine("\(String(describing: panel.colorMap)) \(String(describing: panel.scale))")
      panel.samples.values.withUnsafeBytes { hash.combine($0) }
      if let overlay = panel.overlay {
        hash.combine("over \(overlay.colorMap) \(overlay.opacity)")
        overlay.samples.values.withUnsafeBytes { hash.combine($0) }
      }
    }
    return hash.text
  }
}

extension ImageGridDrawing {
  /// The line for the picture's file that explains the colours.
  fileprivate var summary: String {
    let known = colors.images.compactMap { $0 }
    guard let low = known.map(\.low).min(), let high = known.map(\.high).max() else { return "" }
    return "values \(low) to \(high)"
  }
}
