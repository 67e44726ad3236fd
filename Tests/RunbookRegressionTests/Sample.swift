import RunbookDocument
import RunbookOutput
import RunbookRegression

/// Small recordings that the tests compare.
enum Sample {
  static func text(_ text: String) -> Output {
    .text(TextOutput(stream: .standardOutput, text: text))
  }

  static func recording(_ cells: [CellRecording]) -> Recording {
    Recording(cells: cells)
  }

  /// One cell at line 57 with one output.
  static func cell(_ outputs: Output..., label: String? = nil) -> Recording {
    Recording(cells: [CellRecording(index: 1, label: label, line: 57, outputs: outputs)])
  }

  /// Every kind of output, a cell each.
  static let everything = Recording(cells: [
    CellRecording(index: 1, line: 10, outputs: [text("epoch 1  loss 0.6931\n정확도 0.9732\n")]),
    CellRecording(
      index: 2, label: "tbl-layers", line: 20,
      outputs: [
        .table(
          Table(columns: [
            .init(title: "layer", cells: ["conv1", "conv2"]),
            .init(title: "parameters", cells: ["156", "2416"], numbers: [156, 2416]),
            .init(title: "norm", cells: ["0.5123", "1.2500"], numbers: [0.51234, 1.25]),
          ]))
      ]),
    CellRecording(
      index: 3, label: "fig-curves", line: 30,
      outputs: [
        .plot(
          Plot(panels: [
            .init(
              title: "Training", x: .init("epoch"), y: .init("loss", logarithmic: true),
              series: [
                .init("training", x: [1, 2, 3], y: [0.7, 0.4, 0.124]),
                .init("validation", x: [1, 2, 3], y: [0.8, 0.5, 0.2]),
              ])
          ]))
      ]),
    CellRecording(
      index: 4, label: "fig-maps", line: 40,
      outputs: [
        .images(
          ImageGrid(
            panels: (0..<2).map { panel in
              .init(
                title: "filter \(panel)", width: 8, height: 8,
                samples: Samples((0..<64).map { Float($0 + panel) / 64 }))
            }, columns: 2))
      ]),
    CellRecording(
      index: 5, line: 50,
      outputs: [
        .value(
          ValueOutput(
            text: "[[0.1, 0.2],\n [0.3, 0.4]]", type: "Tensor", shape: [2, 2],
            numbers: Samples([0.1, 0.2, 0.3, 0.4]))),
        .claim(
          Claim(
            statement: "convolution commutes with a shift", holds: true,
            evidence: "4.8e-07 ≤ 1e-06", measured: 4.8e-7, line: 53, cell: 5)),
      ]),
    CellRecording(
      index: 6, line: 60, failureIsExpected: true,
      outputs: [
        .markup(Markup(language: .markdown, source: "The error is **0.25**.")),
        .failure(Failure(reason: .trap, message: "Index out of range", line: 62)),
      ]),
  ])
}

/// The lines of all differences between two recordings of `notebooks/cnn.md`.
func differences(
  _ old: Recording, _ new: Recording, _ rules: NotebookRules = NotebookRules()
) -> [String] {
  RecordingComparison(path: "notebooks/cnn.md", accepted: old, new: new, rules: rules)
    .differences.map(\.description)
}

/// The rules of one cell with these options, for all cells.
func rules(
  rtol: Double? = nil, atol: Double? = nil, filters: [String] = [], test: Bool? = nil
) throws -> NotebookRules {
  var statement = ComparisonOptions()
  statement.relativeTolerance = rtol
  statement.absoluteTolerance = atol
  statement.filters = try filters.map { try TextFilter($0) }
  statement.isTested = test
  return NotebookRules(document: ComparisonRules.standard.merged(with: statement, isForCell: true))
}

/// SplitMix64, so that a test that fails on random values fails again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
