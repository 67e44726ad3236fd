import Foundation
import RunbookFiles
import Testing

@Suite struct FileWatchTests {
  private let folder = NSTemporaryDirectory() + "runbook-watch-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// Asks twice in a row.
  private func askedTwice(_ watch: inout FileWatch) -> [Bool] {
    [watch.hasChanged(), watch.hasChanged()]
  }

  @Test("a file that is written, replaced, removed or created is a change, reported once")
  func changes() throws {
    let path = folder + "/노트.md"
    let absent = folder + "/later.md"
    try "one".write(toFile: path, atomically: false, encoding: .utf8)
    var watch = FileWatch([path, absent])
    #expect(askedTwice(&watch) == [false, false])
    try "three".write(toFile: path, atomically: false, encoding: .utf8)
    #expect(askedTwice(&watch) == [true, false])
    try "three".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(askedTwice(&watch) == [true, false])
    try FileManager.default.removeItem(atPath: path)
    #expect(askedTwice(&watch) == [true, false])
    try "x".write(toFile: absent, atomically: true, encoding: .utf8)
    #expect(askedTwice(&watch) == [true, false])
    try FileManager.default.removeItem(atPath: folder)
  }
}
