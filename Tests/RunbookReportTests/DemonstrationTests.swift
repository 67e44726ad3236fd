import Foundation
import RunbookReport
import Testing

@Suite struct DemonstrationTests {
  /// With `RUNBOOK_DEMONSTRATION` set to a folder, the reports are written there to be looked at.
  @Test("the demonstration renders in both languages", arguments: ["en", "ko"])
  func demonstration(language: String) throws {
    let (notebook, recording) = Demonstration.note(language: language)
    let folder = ProcessInfo.processInfo.environment["RUNBOOK_DEMONSTRATION"]
    let clock = ContinuousClock()
    for _ in 0..<3 {
      var report: RenderedReport?
      let time = clock.measure {
        report = ReportRenderer(
          notebook: notebook, recording: recording, cacheFolder: folder.map { $0 + "/cache" }
        ).render()
      }
      #expect(report?.html.contains("</html>") == true)
      if let folder, let report {
        print(language, time, report.html.utf8.count, "bytes")
        for diagnostic in report.diagnostics { print(diagnostic) }
        try OutputFolder("\(folder)/\(language)").write(report)
      }
    }
  }
}
