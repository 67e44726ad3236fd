import Foundation
import NoteSupport
import RunbookDocument
import Testing

/// A folder of `Cases`: a notebook, what is read from it, and what is wrong with it.
///
/// `RUNBOOK_ACCEPT_CASES=1 swift test` writes what is read now; look at the difference before it is
/// committed.
struct NotebookCase: CustomTestStringConvertible {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")

  static let all: [NotebookCase] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { NotebookCase(name: $0) }
  }()

  let name: String

  var testDescription: String { name }

  func file(_ file: String) -> URL {
    Self.folder.appendingPathComponent(name).appendingPathComponent(file)
  }

  /// The text of one of the case's files; empty if there is none.
  func text(_ file: String) -> String {
    (try? String(contentsOf: self.file(file), encoding: .utf8)) ?? ""
  }
}

@Suite struct CaseTests {
  @Test("a case's notebook is read as expected", arguments: NotebookCase.all)
  func readsAsExpected(_ notebookCase: NotebookCase) throws {
    let bytes = [UInt8](try Data(contentsOf: notebookCase.file("input.md")))
    let project = try? Data(contentsOf: notebookCase.file("_runbook.yml"))
    let settings = project.map {
      ProjectConfiguration.parse([UInt8]($0), path: notebookCase.file("_runbook.yml").path)
    }
    // Includes are looked for beside the notebook; messages name it by its file name.
    let folder = notebookCase.file("").path
    let path = notebookCase.file("input.md").path
    let parsed = NotebookParser(path: path, project: settings?.configuration).parse(bytes)
    let relative = { (text: String) in
      text.replacingOccurrences(of: folder.hasSuffix("/") ? folder : folder + "/", with: "")
    }
    let description = relative(
      parsed.notebook.map { NotebookDescription(notebook: $0).description } ?? "no notebook\n")
    let diagnostics = relative(
      ((settings?.diagnostics ?? []) + parsed.diagnostics).map { "\($0)\n" }.joined())
    if ProcessInfo.processInfo.environment["RUNBOOK_ACCEPT_CASES"] != nil {
      try description.write(
        to: notebookCase.file("expected.txt"), atomically: true, encoding: .utf8)
      try diagnostics.write(
        to: notebookCase.file("diagnostics.txt"), atomically: true, encoding: .utf8)
    }
    #expect(description == notebookCase.text("expected.txt"))
    #expect(diagnostics == notebookCase.text("diagnostics.txt"))
  }
}
