import Foundation
import RunbookDocument
import Testing

@Suite struct NotebookFileTests {
  /// A folder that goes away with the test.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("runbook 문서 \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func complaint(about path: String) -> String {
    NotebookParser(path: path).parseFile().diagnostics.map(\.description).joined(separator: "\n")
  }

  @Test("a missing file is an error of one line")
  func missing() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("없음.md").path
      #expect(
        complaint(about: path) == "\(path):1:1: error: there is no such file; check the name")
    }
  }

  @Test("a folder is not a notebook")
  func folder() throws {
    try withFolder { folder in
      #expect(
        complaint(about: folder.path)
          == "\(folder.path):1:1: error: this is a folder; name a notebook in it")
    }
  }

  @Test("a device is not a notebook")
  func device() {
    #expect(
      complaint(about: "/dev/null")
        == "/dev/null:1:1: error: this is not a regular file; name a notebook")
  }

  @Test("a file below a file is an error that names the path")
  func notAFolder() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("a.md")
      try "text".write(to: file, atomically: true, encoding: .utf8)
      let path = file.path + "/b.md"
      #expect(
        complaint(about: path)
          == "\(path):1:1: error: a part of this path is not a folder; check the name")
    }
  }

  @Test("a notebook in a folder with spaces and Hangul is read")
  func reads() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("합성곱 노트.md")
      try "# 합성곱\n".write(to: file, atomically: true, encoding: .utf8)
      let parsed = NotebookParser(path: file.path).parseFile()
      #expect(parsed.diagnostics.isEmpty)
      #expect(parsed.notebook?.title == "합성곱")
    }
  }
}
