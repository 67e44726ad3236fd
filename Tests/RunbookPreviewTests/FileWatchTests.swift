import Foundation
import RunbookPreview
import Testing

@Suite struct FileWatchTests {
  private let folder = NSTemporaryDirectory() + "runbook-watch-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// What two looks in a row say.
  private func looks(_ watch: inout FileWatch) -> [Bool] {
    [watch.hasChanged(), watch.hasChanged()]
  }

  @Test("a file that is written, replaced, removed or created is a change, reported once")
  func changes() throws {
    let path = folder + "/노트.md"
    let absent = folder + "/later.md"
    try "one".write(toFile: path, atomically: false, encoding: .utf8)
    var watch = FileWatch([path, absent])
    #expect(looks(&watch) == [false, false])
    try "three".write(toFile: path, atomically: false, encoding: .utf8)
    #expect(looks(&watch) == [true, false])
    try "three".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(looks(&watch) == [true, false])
    try FileManager.default.removeItem(atPath: path)
    #expect(looks(&watch) == [true, false])
    try "x".write(toFile: absent, atomically: true, encoding: .utf8)
    #expect(looks(&watch) == [true, false])
    try FileManager.default.removeItem(atPath: folder)
  }
}
