import Foundation
import RunbookFiles
import RunbookOutput
import RunbookReport
import Testing

@Suite struct OutputFolderTests {
  private func report(_ label: String, text: String = "") -> RenderedReport {
    Rendering.report([
      .images(ImageGrid(panels: [.init(width: 1, height: 1, samples: Samples([1]))], columns: 1)),
      .text(.init(stream: .standardOutput, text: text)),
    ]) { $0.label = label }
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  @Test("a report is written whole, and figures of the one before are removed")
  func replacement() throws {
    try Rendering.withFolder { folder in
      let path = folder + "/outputs/한글 note"
      try OutputFolder(path).write(report("fig-a"))
      #expect(
        try names(path) == [
          "figures", "figures/fig-a.png", "report.html", "report.json", "results.json",
        ])
      try "mine".write(toFile: path + "/figures/notes.txt", atomically: true, encoding: .utf8)
      try FileManager.default.createDirectory(
        atPath: path + "/accepted", withIntermediateDirectories: true)
      try OutputFolder(path).write(report("fig-b"))
      #expect(
        try names(path) == [
          "accepted", "figures", "figures/fig-b.png", "figures/notes.txt", "report.html",
          "report.json", "results.json",
        ])
    }
  }

  @Test("a file with the same bytes is not touched")
  func unchanged() throws {
    try Rendering.withFolder { folder in
      try OutputFolder(folder).write(report("fig-a"))
      let inode = { (name: String) in
        try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.systemFileNumber]
          as? Int
      }
      let before = try inode("figures/fig-a.png")
      try OutputFolder(folder).write(report("fig-a", text: "more"))
      #expect(try inode("figures/fig-a.png") == before)
    }
  }

  @Test("a folder that cannot be written to is reported, and is unchanged")
  func unwritable() throws {
    try Rendering.withFolder { folder in
      try "a file".write(toFile: folder + "/outputs", atomically: true, encoding: .utf8)
      let error = try #require(throws: SystemError.self) {
        try OutputFolder(folder + "/outputs/cnn").write(report("fig-a"))
      }
      #expect(error.description.contains("outputs"))
      #expect(try names(folder) == ["outputs"])
    }
  }

  @Test("when one file cannot be written, none is replaced and nothing is left behind")
  func allOrNothing() throws {
    try Rendering.withFolder { folder in
      try OutputFolder(folder).write(report("fig-a", text: "old"))
      let before = try names(folder)
      // A file name beyond the limit of file systems fails as a full disk does: while writing.
      var next = report("fig-a", text: "new")
      next.files["results-\(String(repeating: "x", count: 300)).json"] = [1]
      #expect(throws: SystemError.self) { try OutputFolder(folder).write(next) }
      #expect(try names(folder) == before)
      let html = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
      #expect(html.contains("old") && !html.contains("new</pre>"))
    }
  }

  @Test("incomplete files of a process that has ended are removed")
  func abandoned() throws {
    try Rendering.withFolder { folder in
      let left = folder + "/.report.html.999999999.runbook-part"
      try "half".write(toFile: left, atomically: true, encoding: .utf8)
      try OutputFolder(folder).write(report("fig-a"))
      #expect(!FileManager.default.fileExists(atPath: left))
    }
  }
}
