package import RunbookOutput

/// Random outputs whose numbers are at the limits of their types: what a cell may compute, and what
/// somebody may write into `results.json`.
package struct ExtremeOutputs {
  private var source: NoteGenerator.Source
  /// How many of the numbers of an output are not ordinary ones; with many of them no chart is drawn.
  private var share = 0.5

  package init(seed: UInt64) {
    source = NoteGenerator.Source(state: seed)
  }

  private static let doubles: [Double] = [
    0, -0.0, 1, -1, 0.5, 1e-3, 3, 1e6, 1e15, 0x1p53, -0x1p53, 1e17, 1e290, 1e300, -1e300, 1.1e300,
    1e308, -1e308, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, .leastNormalMagnitude, 1e-300, 1e-310, .infinity, -.infinity, .nan,
    1.0.nextUp, 1.0.nextDown, 1e300.nextDown, .ulpOfOne,
  ]

  private static let integers = [
    0, 1, -1, 2, 3, 7, 8, 64, 1 << 20, 1 << 31, -(1 << 31), 1 << 53, 1 << 62, .max, .min, .max - 1,
  ]

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements.randomElement(using: &source)!
  }

  private mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &source) < share
  }

  private mutating func count(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &source)
  }

  /// A limit, a number near one, or any bits.
  private mutating func double() -> Double {
    guard chance(share) else { return Double.random(in: -10...10, using: &source) }
    return switch count(0...9) {
    case 0...6: pick(Self.doubles)
    case 7: Double(bitPattern: UInt64.random(in: 0 ... .max, using: &source))
    default: pick(Self.doubles) * Double.random(in: -2...2, using: &source)
    }
  }

  private mutating func doubles(_ count: Int) -> [Double] {
    // Numbers of one size give a narrow axis anywhere between the limits.
    if chance(0.4) {
      let scale = double()
      return (0..<count).map { _ in scale * Double.random(in: 0...1, using: &source) }
    }
    return (0..<count).map { _ in double() }
  }

  private mutating func samples(_ count: Int) -> Samples {
    Samples(doubles(count).map { Float($0) })
  }

  private mutating func axis() -> Plot.Axis {
    Plot.Axis(
      "axis", logarithmic: chance(0.3), low: chance(0.15) ? double() : nil,
      high: chance(0.15) ? double() : nil, categories: chance(0.05) ? ["a", "b"] : nil)
  }

  private mutating func series() -> Plot.Series {
    let style = pick(Plot.Series.Style.allCases)
    var series = Plot.Series(pick(["", "name"]), style: style, x: [], y: [])
    var isGrid = false
    var length = count(1...6)
    switch style {
    case .heatMap, .surface: isGrid = true
    case .horizontalLine, .verticalLine, .annotation: length = 1
    case .horizontalBand, .verticalBand: length = 2
    case .line, .points, .linePoints, .bars, .steps, .errorBars, .band: break
    }
    if chance(0.05) { length = count(0...3) }
    series.x = chance(0.5) ? (0..<length).map(Double.init) : doubles(length)
    series.y = doubles(isGrid ? count(1...4) : length)
    if isGrid || style == .errorBars || style == .band || chance(0.1) {
      series.z = doubles(isGrid ? series.x.count * series.y.count : length)
    }
    if chance(0.3) {
      var options = Plot.StyleOptions()
      options.color = pick(Self.integers)
      options.hasLogarithmicColors = chance(0.5)
      options.isConfusion = chance(0.5)
      options.showsNumbers = chance(0.5)
      series.styleOptions = options
    }
    return series
  }

  package mutating func plot() -> Plot {
    let panels = (0..<(chance(0.2) ? 2 : 1)).map { _ in
      Plot.Panel(
        title: pick(["", "title"]), x: axis(), y: axis(),
        series: (0..<count(1...3)).map { _ in series() })
    }
    return Plot(panels: panels, columns: pick(Self.integers))
  }

  package mutating func images() -> ImageGrid {
    let panels = (0..<count(1...3)).map { _ -> ImageGrid.Panel in
      let (width, height) = (count(1...5), count(1...5))
      let channels = chance(0.7) ? 1 : 3
      var panel = ImageGrid.Panel(
        width: width, height: height, channels: channels,
        samples: samples(width * height * channels))
      if chance(0.1) { panel.width = pick(Self.integers) }
      if chance(0.1) { panel.height = pick(Self.integers) }
      if chance(0.05) { panel.channels = pick(Self.integers) }
      if chance(0.3) {
        panel.boxes = [
          ImageGrid.Box(
            x: pick(Self.integers), y: pick(Self.integers), width: pick(Self.integers),
            height: pick(Self.integers))
        ]
      }
      if chance(0.3) {
        panel.overlay = ImageGrid.Overlay(samples: samples(width * height), opacity: double())
      }
      if chance(0.2) { panel.scale = .fixed(low: Float(double()), high: Float(double())) }
      return panel
    }
    return ImageGrid(
      panels: panels, columns: pick(Self.integers), colorMap: pick(ImageGrid.ColorMap.allCases),
      scale: chance(0.5) ? .shared : .each, colorBar: chance(0.5))
  }

  package mutating func diagram() -> Diagram {
    let nodes = ["a", "b", "c"].map { name in
      Diagram.Node(
        name, text: name, x: double(), y: double(), shape: pick([.circle, .box, .text]),
        tone: .color(pick(Self.integers)))
    }
    return Diagram(nodes: nodes, edges: [Diagram.Edge(from: "a", to: pick(["a", "b", "c"]))])
  }

  package mutating func value() -> ValueOutput {
    let shape = (0..<count(0...4)).map { _ in pick(Self.integers) }
    let kept = samples(count(0...12))
    return ValueOutput(
      text: "\(kept.values)", type: "Tensor", shape: shape, numbers: chance(0.5) ? kept : nil,
      excerpt: chance(0.5) ? kept : nil, summary: TensorSummary(doubles(4)))
  }

  package mutating func claim() -> Claim {
    Claim(
      statement: "holds", holds: chance(0.5), measured: double(), line: pick(Self.integers),
      cell: pick(Self.integers))
  }

  package mutating func failure() -> Failure {
    Failure(
      reason: .trap, message: "trap", line: pick(Self.integers), column: pick(Self.integers),
      frames: [Failure.Frame(function: "f", line: pick(Self.integers))])
  }

  /// An output of any of these kinds.
  package mutating func next() -> Output {
    share = pick([0.02, 0.1, 0.6])
    return switch count(0...9) {
    case 0...4: .plot(plot())
    case 5, 6: .images(images())
    case 7: .diagram(diagram())
    case 8: .value(value())
    default: chance(0.5) ? .claim(claim()) : .failure(failure())
    }
  }
}
