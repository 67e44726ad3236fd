import Foundation
import RunbookRegression
import Testing

@Suite struct LastTestTests {
  @Test("the last test of a notebook is found again, and no other's")
  func roundTrip() throws {
    let folder = NSTemporaryDirectory() + "runbook-last-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let tests = LastTest(folder: folder + "/.runbook/tests")
    #expect(tests.read("notebooks/cnn.md") == nil)
    try tests.keep(Sample.everything, of: "notebooks/cnn.md")
    try tests.keep(Sample.cell(Sample.text("2")), of: "cnn.md")
    #expect(tests.read("notebooks/cnn.md") == Sample.everything)
    #expect(tests.read("cnn.md") == Sample.cell(Sample.text("2")))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/.runbook/tests")
    #expect(names.sorted() == ["cnn.md.json", "notebooks%2Fcnn.md.json"])
    try "{".write(
      toFile: folder + "/.runbook/tests/cnn.md.json", atomically: true, encoding: .utf8)
    #expect(tests.read("cnn.md") == nil)
  }
}
