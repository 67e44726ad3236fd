import Foundation
import RunbookOutput
import RunbookReport
import Testing

@Suite struct ResultsTests {
  @Test("results read back as the recording, and draw the same report again")
  func roundTrip() throws {
    let (notebook, recording) = Demonstration.note()
    let report = Rendering.report(notebook, recording)
    let json = try #require(report.files["results.json"])
    // NaN differs from itself, so recordings with it are compared as text.
    let decoded = try OutputJSON.decode(Recording.self, from: json)
    #expect(try OutputJSON.encode(decoded) == OutputJSON.encode(recording))
    let again = Rendering.report(notebook, decoded)
    #expect(Set(again.files.keys) == Set(report.files.keys))
    let changed = report.files.filter { again.files[$0] != $1 }.keys.sorted()
    #expect(changed.isEmpty)
  }

  @Test("NaN and infinity are preserved")
  func notFinite() throws {
    let series = Plot.Series(x: [1, 2, 3, 4], y: [.nan, .infinity, -.infinity, 1])
    let report = Rendering.report([.plot(Plot(panels: [.init(series: [series])]))])
    let text = String(decoding: try #require(report.files["results.json"]), as: UTF8.self)
    #expect(text.contains("\"y\": [\"nan\", \"inf\", \"-inf\", 1]"))
  }

  @Test("every figure named in the results exists")
  func figures() throws {
    let (notebook, recording) = Demonstration.note()
    let report = Rendering.report(notebook, recording)
    let text = String(decoding: try #require(report.files["results.json"]), as: UTF8.self)
    let named = Set(text.matches(of: /"(figures\/[^"]+)"/).map { String($0.1) })
    #expect(named == Set(report.files.keys.filter { $0.hasPrefix("figures/") }))
    #expect(named.contains("figures/fig-training.svg"))
  }

  @Test("each member is on a separate line, runs of numbers are on one line")
  func layout() throws {
    let report = Rendering.report([
      .value(ValueOutput(text: "a/b \"[1,2]\"", type: "Tensor", shape: [2, 3]))
    ])
    let text = String(decoding: try #require(report.files["results.json"]), as: UTF8.self)
    #expect(text.contains("          \"shape\": [2, 3],\n"))
    #expect(text.contains("          \"text\": \"a/b \\\"[1,2]\\\"\",\n"))
    #expect(text.hasSuffix("}\n"))
  }
}
