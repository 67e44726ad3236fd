import RunbookOutput

/// Every kind of output with every field set, those of parts included.
enum FullOutputs {
  static let all: [Output] = [
    .text(TextOutput(stream: .standardOutput, text: "loss 0.6931")),
    .value(
      ValueOutput(
        text: "0.25", type: "Tensor", shape: [1, 2], numbers: Samples([0.25, 0.5]),
        excerpt: Samples([0.25, 0.5]), dtype: "float64", summary: TensorSummary([0.25, 0.5]),
        count: 2)),
    .table(
      Table(
        columns: [
          .init(title: "layer", cells: ["conv1", "conv2"], numbers: [.nan, .nan]),
          .init(title: "norm", cells: ["0.5", "1.25"], numbers: [0.5, 1.25]),
        ], totalRows: 40, type: "Run", hasTotal: true)),
    .images(
      ImageGrid(
        panels: [
          .init(
            title: "edges", width: 2, height: 1, samples: Samples([0.25, 0.75]),
            boxes: [.init(x: 0, y: 0, width: 1, height: 1)],
            overlay: .init(samples: Samples([0.5, 1]), colorMap: .viridis, opacity: 0.5),
            colorMap: .diverging, scale: .fixed(low: 0, high: 1))
        ], columns: 2, colorMap: .viridis, scale: .fixed(low: -1, high: 1), colorBar: true)),
    .plot(
      Plot(
        panels: [
          .init(
            title: "Training",
            x: .init("epoch", logarithmic: true, low: 1, high: 10, categories: ["a", "b"]),
            y: .init("loss", logarithmic: false, low: 0, high: 1, categories: ["c", "d"]),
            series: [
              .init(
                "training", style: .errorBars, x: [1, 2], y: [0.7, 0.4], z: [0.1, 0.2],
                styleOptions: styleOptions)
            ])
        ], columns: 2)),
    .diagram(
      Diagram(
        nodes: [
          .init("a", text: "input", x: 0, y: 1, shape: .box, tone: .color(1)),
          .init("b", text: "output", x: 1, y: 1, shape: .circle, tone: .plain),
        ],
        edges: [
          .init(from: "a", to: "b", text: "W", tone: .color(2), isArrow: true, isDashed: false)
        ])),
    .markup(Markup(language: .markdown, source: "The error is **0.25**.")),
    .claim(
      Claim(
        statement: "it commutes", holds: true, evidence: "0 ≤ 1", measured: 0.5, line: 3,
        file: "part.md", cell: 2)),
    .failure(
      Failure(
        reason: .trap, message: "Index out of range", line: 7, column: 3, file: "part.md",
        frames: [.init(function: "train()", line: 8, file: "part.md")])),
  ]

  private static var styleOptions: Plot.StyleOptions {
    var options = Plot.StyleOptions()
    options.isDashed = true
    options.color = 3
    options.colorMap = .viridis
    options.hasLogarithmicColors = true
    options.showsNumbers = false
    options.isConfusion = false
    return options
  }
}
