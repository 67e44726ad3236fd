import Foundation
import Testing

@Suite struct GuideTests {
  @Test("the guide to figures is a notebook that runs")
  func figures() throws {
    let guide = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/figures.md").standardizedFileURL
    let folder = try Folder()
    try folder.write(try Data(contentsOf: guide), to: "figures.md")
    let run = try Command(["figures.md"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.read("outputs/figures/report.html")?.contains("<svg") == true)
  }
}
