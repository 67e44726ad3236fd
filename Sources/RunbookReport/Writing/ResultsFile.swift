internal import FoundationEssentials
internal import RunbookOutput

/// `results.json`: all results of a run, for comparison with other runs and for drawing the report
/// again.
///
/// The file decodes as `RecordedResults`, and as the `Recording` itself, including the samples of
/// images. Each figure also names its pictures under `figures`, or gives under `drawingFailure` the
/// reason why there are none; a grid of images lists the ranges of its colours under `ranges`.
struct ResultsFile {
  private let recording: Recording
  private let figures: [FigureSet.Place: FigureDrawing]
  private let failures: [FigureSet.Place: Failure]
  private let provenance: Provenance?

  init(
    _ recording: Recording, _ figures: [FigureSet.Place: FigureDrawing],
    failures: [FigureSet.Place: Failure], provenance: Provenance?
  ) {
    self.recording = recording
    self.figures = figures
    self.failures = failures
    self.provenance = provenance
  }

  /// The file's bytes: keys in order, runs of numbers on one line.
  var json: [UInt8] {
    let file = File(
      format: recording.format,
      cells: recording.cells.map { cell in
        File.Cell(
          cell: cell,
          outputs: cell.outputs.enumerated().map { index, output in
            entry(output, at: FigureSet.Place(cell: cell.index, output: index))
          })
      }, inlineValues: recording.inlineValues, provenance: provenance)
    return (try? OutputJSON.encode(file, pretty: true)).map { [UInt8]($0) } ?? []
  }

  private func entry(_ output: Output, at place: FigureSet.Place) -> File.Entry {
    var entry = File.Entry(output: output)
    entry.drawingFailure = failures[place]?.message
    guard let figure = figures[place] else { return entry }
    entry.figures = figure.files.keys.sorted()
    if case .images(_, let drawing, _) = figure.content {
      entry.ranges = drawing.colors.images.map { range in range.map { [$0.low, $0.high] } }
    }
    return entry
  }

  private struct File: Encodable {
    var format: Int
    var cells: [Cell]
    var inlineValues: [InlineValue]
    var provenance: Provenance?

    struct Cell: Encodable {
      var cell: CellRecording
      var outputs: [Entry]

      private enum CodingKeys: String, CodingKey {
        case outputs
      }

      func encode(to encoder: any Encoder) throws {
        var withoutOutputs = cell
        withoutOutputs.outputs = []
        try withoutOutputs.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outputs, forKey: .outputs)
      }
    }

    /// An output with the names of its pictures.
    struct Entry: Encodable {
      var output: Output
      var figures: [String]?
      var ranges: [[Float]?]?
      var drawingFailure: String?

      private enum CodingKeys: String, CodingKey {
        case figures, ranges, drawingFailure
      }

      func encode(to encoder: any Encoder) throws {
        try output.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(figures, forKey: .figures)
        try container.encodeIfPresent(ranges, forKey: .ranges)
        try container.encodeIfPresent(drawingFailure, forKey: .drawingFailure)
      }
    }
  }
}
