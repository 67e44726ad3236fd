import Foundation
import Testing

@Suite struct GuideTests {
  @Test("each guide is a notebook that runs", arguments: ["figures", "output"])
  func guide(name: String) throws {
    let guide = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/\(name).md").standardizedFileURL
    let folder = try Folder()
    try folder.write(try Data(contentsOf: guide), to: "\(name).md")
    let run = try Command(["\(name).md"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(folder.read("outputs/\(name)/report.html")?.contains("<svg") == true)
  }
}
