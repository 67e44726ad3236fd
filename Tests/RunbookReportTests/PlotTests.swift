import Foundation
import RunbookDrawing
import RunbookOutput
import RunbookReport
import Testing

@Suite struct PlotTests {
  private func curve(_ name: String = "loss", _ y: [Double] = [2, 1, 0.5]) -> Plot {
    Plot(panels: [
      .init(
        x: .init("epoch"), y: .init("loss"),
        series: [.init(name, x: y.indices.map(Double.init), y: y)])
    ])
  }

  @Test("a plot becomes an SVG file, and two inline SVGs for wide and narrow pages")
  func files() throws {
    let report = Rendering.report([.plot(curve())])
    let svg = String(decoding: try #require(report.files["figures/cell-1.svg"]), as: UTF8.self)
    #expect(svg.hasPrefix("<svg xmlns="))
    #expect(svg.contains(">epoch</text>"))
    #expect(svg.contains("prefers-color-scheme:dark"))
    #expect(report.files["figures/cell-1.png"] == nil)
    #expect(report.main.contains("<svg class=\"plot wide\" viewBox=\"0 0 708 "))
    #expect(report.main.contains("<svg class=\"plot narrow\" viewBox=\"0 0 356 "))
    #expect(!report.main.contains("id=\"gp"))
    #expect(report.failures.isEmpty)
  }

  @Test(
    "every style of series is drawn",
    arguments: Plot.Series.Style.allCases.filter { $0.traits.mark != nil })
  func styles(style: Plot.Series.Style) {
    let series = Plot.Series("s", style: style, x: [1, 2, 3], y: [1, 4, 9], z: [0.1, 0.2, 0.3])
    let report = Rendering.report([.plot(Plot(panels: [.init(series: [series])]))])
    #expect(report.failures.isEmpty)
    #expect(report.main.contains("class=\"s1\""))
  }

  @Test(
    "heat maps and surfaces are drawn",
    arguments: Plot.Series.Style.allCases.filter(\.traits.isGrid))
  func grids(style: Plot.Series.Style) {
    let series = Plot.Series(
      style: style, x: [0, 1, 2], y: [0, 1], z: [1, 2, 3, 4, 5, 6])
    let report = Rendering.report([.plot(Plot(panels: [.init(series: [series])]))])
    #expect(report.failures.isEmpty)
    #expect(report.main.contains("crispEdges"))
  }

  @Test("panels are separate SVGs that share one description")
  func panels() {
    let panel = curve().panels[0]
    let report = Rendering.report([.plot(Plot(panels: [panel, panel, panel], columns: 2))])
    #expect(report.main.components(separatedBy: "<svg").count == 4)
    #expect(report.main.components(separatedBy: ">epoch</text>").count == 4)
    #expect(report.main.contains("role=\"img\" aria-label=\"Plot of loss\""))
  }

  @Test(
    "text of the author is shown verbatim",
    arguments: [
      "it's `date` \\n \"x\" $y @z", "100 % of <b> & c", "한글, x² → ∞", "a_{1}^2 {/Bold b}",
    ])
  func words(text: String) {
    var plot = curve(text)
    plot.panels[0].title = text
    let report = Rendering.report([.plot(plot)])
    let escaped = text.replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "<", with: "&lt;")
    #expect(report.failures.isEmpty)
    // Title and name, each at two widths.
    #expect(report.main.components(separatedBy: ">\(escaped)</text>").count == 5)
  }

  @Test("no text of the author is run by gnuplot")
  func injection() throws {
    try Rendering.withFolder { folder in
      let text = "x'; system('touch \(folder)/broken'); set title '"
      var plot = curve(text)
      plot.panels[0].title = text
      plot.panels[0].x.label = "a\nsystem 'touch \(folder)/broken'"
      #expect(Rendering.report([.plot(plot)]).failures.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: folder + "/broken"))
    }
  }

  @Test("logarithmic axes have ticks at powers of ten")
  func logarithmic() {
    let plot = Plot(panels: [
      .init(
        y: .init("norm", logarithmic: true),
        series: [.init(x: [0, 1, 2], y: [1e-6, 1, 1e6])])
    ])
    let report = Rendering.report([.plot(plot)])
    #expect(report.main.contains(">10⁶</text>"))
    #expect(report.main.contains(">10⁻⁶</text>"))
  }

  @Test("names replace numbers, and annotations are at their positions")
  func names() {
    let plot = Plot(panels: [
      .init(
        x: .init(categories: ["dense", "합성곱"]),
        series: [
          .init("accuracy", style: .bars, x: [0, 1], y: [0.91, 0.97]),
          .init("best", style: .annotation, x: [1], y: [0.5]),
        ])
    ])
    let main = Rendering.report([.plot(plot)]).main
    for word in ["dense", "합성곱", "best"] { #expect(main.contains(">\(word)</text>")) }
  }

  @Test("a long curve is simplified in the picture and complete in the results")
  func longCurve() throws {
    let count = 50_000
    let series = Plot.Series(
      x: (0..<count).map(Double.init), y: (0..<count).map { sin(Double($0) / 300) })
    let report = Rendering.report([.plot(Plot(panels: [.init(series: [series])]))])
    #expect(report.html.utf8.count < 150_000)
    let recording = try OutputJSON.decode(
      Recording.self, from: try #require(report.files["results.json"]))
    guard case .plot(let plot) = recording.cells[0].outputs[0] else {
      Issue.record("no plot")
      return
    }
    #expect(plot.panels[0].series[0].y == series.y)
  }

  @Test(
    "inconsistent numbers are reported before gnuplot starts",
    arguments: [
      (Plot.Series("a", x: [1, 2], y: [1]), "series “a” has 2 x values and 1 y values"),
      (
        Plot.Series("a", style: .errorBars, x: [1], y: [1], z: [1, 2]),
        "series “a” has 2 error values for 1 points"
      ),
      (
        Plot.Series(style: .heatMap, x: [1, 2], y: [1], z: [1]),
        "series 1 has 1 values for 1 rows and 2 columns"
      ),
      (
        Plot.Series("a", x: [1], y: [.nan]),
        "series “a” has no point to draw: all of its 1 are NaN, infinite or, on a logarithmic axis, "
          + "not positive"
      ),
    ])
  func refusals(series: Plot.Series, message: String) {
    let report = Rendering.report([.plot(Plot(panels: [.init(series: [series])]))])
    #expect(report.failures == [Failure(reason: .figure, message: message, line: 8)])
  }
}

/// What happens when gnuplot itself fails; each program here stands in for it.
@Suite struct GnuplotFailureTests {
  private func failure(_ program: String, limit: Double = 20) throws -> Failure {
    var tools = ReportRenderer.Tools()
    tools.gnuplot = program
    tools.gnuplotTimeLimit = limit
    let plot = Plot(panels: [.init(series: [.init(x: [1, 2], y: [1, 2])])])
    let report = Rendering.report(
      [.plot(plot), .text(.init(stream: .standardOutput, text: "on"))], tools: tools)
    #expect(report.files.keys.sorted() == ["report.html", "report.json", "results.json"])
    #expect(report.main.contains("Not drawn"))
    #expect(report.main.contains(">on</pre>"), "what follows is still shown")
    return try #require(report.failures.first)
  }

  private func script(_ text: String, in folder: String) throws -> String {
    let path = folder + "/gnuplot"
    try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  @Test("a missing gnuplot is reported with its package")
  func missing() throws {
    #expect(
      try failure("/nonexistent/gnuplot").message
        == "gnuplot cannot be started (/nonexistent/gnuplot: No such file or directory); "
        + "install the Debian package gnuplot-nox")
  }

  @Test("a status other than zero is a failure")
  func status() throws {
    #expect(try failure("false").message == "gnuplot failed with status 1")
  }

  @Test("success without a picture is a failure")
  func empty() throws {
    #expect(try failure("true").message == "gnuplot ended well but drew nothing")
  }

  @Test("gnuplot's message is kept")
  func words() throws {
    try Rendering.withFolder { folder in
      let path = try script("echo '         line 3: invalid command' >&2; exit 2", in: folder)
      #expect(try failure(path).message == "gnuplot failed with status 2:\nline 3: invalid command")
    }
  }

  @Test("a gnuplot that hangs is stopped at the limit, with the processes it started")
  func hang() throws {
    try Rendering.withFolder { folder in
      let path = try script("sleep 60 & echo $! > '\(folder)/child'; wait", in: folder)
      let clock = ContinuousClock()
      let start = clock.now
      #expect(try failure(path, limit: 0.4).message == "gnuplot was stopped after 0.4 s")
      let time = clock.now - start
      #expect(time < .seconds(10))
      let child = try String(contentsOfFile: folder + "/child", encoding: .utf8)
      let id = try #require(pid_t(child.trimmingCharacters(in: .whitespacesAndNewlines)))
      // The child has no parent left that would keep it: it is gone or about to be reaped.
      let deadline = clock.now + .seconds(20)
      var isGone = false
      while !isGone, clock.now < deadline {
        let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        isGone = state.map { $0.contains(") Z ") || $0.contains(") X ") } ?? true
      }
      #expect(isGone)
    }
  }

  @Test("a gnuplot that is killed is a failure")
  func killed() throws {
    try Rendering.withFolder { folder in
      let path = try script("kill -9 $$", in: folder)
      #expect(try failure(path).message == "gnuplot was ended by signal 9")
    }
  }

  @Test("a gnuplot that floods its output and reads nothing does no harm")
  func flood() throws {
    try Rendering.withFolder { folder in
      let path = try script("head -c 3000000 /dev/zero | tr '\\0' 'x' >&2; exit 3", in: folder)
      #expect(try failure(path).message.hasPrefix("gnuplot failed with status 3:"))
    }
  }
}
