import Foundation
import RunbookOutput
import RunbookReport
import Testing

/// Figures of data that hardly make one.
@Suite struct AwkwardDataTests {
  private func main(_ series: Plot.Series..., y: Plot.Axis = .init()) -> String {
    Rendering.report([.plot(Plot(panels: [.init(y: y, series: series)]))]).main
  }

  /// A point is a line of no length with round ends.
  private func points(_ html: String) -> Int {
    html.components(separatedBy: "stroke-linecap=\"round\"").count - 1
  }

  @Test("a point of a curve that has no neighbour is drawn")
  func lonePoints() {
    let joined = main(.init(x: [0, 1, 2], y: [1, 2, 3]))
    #expect(points(joined) == 0)
    #expect(points(main(.init(x: [0], y: [1]))) > 0)
    #expect(points(main(.init(x: [0, 1, 2, 3], y: [1, .nan, 3, 4]))) > 0)
    let logarithmic = main(.init(x: [0, 1, 2], y: [1, -2, 3]), y: .init("", logarithmic: true))
    #expect(points(logarithmic) > 0)
  }

  @Test("integer positions have integer ticks")
  func wholeMarks() {
    let html = main(.init(x: [0, 1, 2], y: [0.1, 0.2, 0.3]))
    #expect(html.contains(">2</text>"))
    #expect(!html.contains(">1.0</text>"))
  }

  @Test("names at the ends of curves do not touch, not even at the border of the chart")
  func names() {
    let html = main(
      .init("moving average", x: [0, 1], y: [1, 0.11]), .init("Gaussian", x: [0, 1], y: [1, 0]),
      .init("difference", x: [0, 1], y: [0.5, 0.001]))
    let wide = html.components(separatedBy: "<svg class=\"plot narrow\"")[0]
    let heights = ["moving average", "Gaussian", "difference"].compactMap { name -> Double? in
      guard let end = wide.range(of: ">\(name)</text>") else { return nil }
      let tag = wide[..<end.lowerBound].components(separatedBy: "<text").last ?? ""
      return tag.firstMatch(of: /\sy="([0-9.]+)"/).flatMap { Double($0.1) }
    }.sorted()
    #expect(heights.count == 3, "\(wide)")
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 > 14 }, "\(heights)")
  }

  @Test("labels that are too wide for a narrow range do not stop the drawing")
  func wideLabels() {
    for x in [[1.2e-9, 2.5e-9, 5e-9], [1.1e-9, 9.9e-9], [1.3e290, 4e290]] {
      let axis = Plot.Axis("", logarithmic: true)
      let series = Plot.Series(x: x, y: x.map { _ in 1 })
      let report = Rendering.report([
        .plot(Plot(panels: [.init(x: axis, series: [series])]))
      ])
      #expect(report.drawingFailures.isEmpty)
    }
    #expect(main(.init(x: [1, 1.0.nextUp, 1.0.nextUp.nextUp], y: [1, 2, 3])).contains("<svg"))
  }

  @Test("a zero difference is neither blue nor red")
  func nothing() throws {
    let panel = ImageGrid.Panel(
      width: 2, height: 2, samples: Samples([Float](repeating: 0, count: 4)))
    let grid = ImageGrid(panels: [panel], columns: 1, colorMap: .diverging, scale: .each)
    let report = Rendering.report([.images(grid)])
    let picture = try #require(Picture(report.files["figures/cell-1.png"]))
    #expect(picture[20, 20].prefix(3).allSatisfy { $0 > 230 })
  }

  @Test("a failure in an included file names that file")
  func includedFile() {
    let failure = Failure(
      reason: .trap, message: "Index out of range", line: 3, file: "_<part>.md",
      frames: [.init(function: "deep(_:)", line: 4, file: "_<part>.md")])
    let english = Rendering.report([.failure(failure)]).main
    #expect(english.contains("_&lt;part&gt;.md line 3"))
    #expect(english.contains("_&lt;part&gt;.md line 4"))
    let korean = Rendering.report([.failure(failure)], language: "ko").main
    #expect(korean.contains("_&lt;part&gt;.md 3행"))
  }
}
