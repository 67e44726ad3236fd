import Foundation
import Testing

@Suite struct GuideTests {
  @Test("every note in the manual of the format runs without a warning")
  func format() throws {
    let manual = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/notebook-format.md").standardizedFileURL
    let text = try String(contentsOf: manual, encoding: .utf8)
    let notes = text.matches(of: /(?s)````markdown\n(.*?)\n````\n/).map { String($0.1) }
    #expect(notes.count >= 2)
    let folder = try Folder()
    for (index, note) in notes.enumerated() { try folder.write(note + "\n", to: "n\(index).md") }
    let run = try Command([".", "-q", "--strict"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
  }

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
