import Foundation
import RunbookOutput
import RunbookRegression
import Testing

@Suite struct LastTestTests {
  private let folder = NSTemporaryDirectory() + "runbook-last-\(UUID().uuidString)"

  @Test("the last test of a notebook is found again, and no other's")
  func roundTrip() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let tests = LastTest(folder: folder + "/.runbook/tests")
    let (everything, other) = (
      TestRecord(Sample.everything, seconds: 2), TestRecord(Sample.cell(Sample.text("2")))
    )
    #expect(tests.read("ko/cnn") == nil)
    try tests.keep(everything, of: "ko/cnn")
    try tests.keep(other, of: "cnn")
    #expect(tests.read("ko/cnn") == everything)
    #expect(tests.read("cnn") == other)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/.runbook/tests")
    #expect(names.sorted() == ["cnn.json", "ko%2Fcnn.json"])
    try "{".write(
      toFile: folder + "/.runbook/tests/cnn.json", atomically: true, encoding: .utf8)
    #expect(tests.read("cnn") == nil)
  }

  @Test("names longer than a file name may be are distinguished")
  func longNames() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let tests = LastTest(folder: folder)
    let long = String(repeating: "합성곱 신경망/", count: 20)
    for name in [long + "a", long + "b"] {
      try tests.keep(TestRecord(problem: .init(reason: name)), of: name)
    }
    #expect(tests.read(long + "a")?.problem?.reason == long + "a")
    #expect(tests.read(long + "b")?.problem?.reason == long + "b")
  }

  @Test("a notebook that could not be run fails, at its line and with its reason")
  func problem() {
    let result = NotebookResult(
      path: "n.md", record: TestRecord(problem: .init(line: 7, reason: "no cell; write one")),
      accepted: AcceptedOutputs(notebook: "n.md", folder: folder), rules: NotebookRules())
    #expect(result.differences.map(\.description) == ["n.md:7: notebook: no cell; write one"])
  }
}
