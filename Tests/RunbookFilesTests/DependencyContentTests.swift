import Foundation
import RunbookFiles
import Testing

@Suite struct DependencyContentTests {
  private let folder = NSTemporaryDirectory() + "runbook-dependency-\(UUID().uuidString)"

  @Test("the content of a folder changes with its files, their names and those of folders in it")
  func folders() throws {
    defer { try? FileAccess.removeTree(folder) }
    try FileAccess.makeFolder(folder + "/a/b")
    let empty = try DependencyContent.read(folder + "/a")
    try FileAccess.write("1".utf8, to: folder + "/a/b/x.csv")
    let first = try DependencyContent.read(folder + "/a")
    #expect(empty != nil && first != empty)
    try FileAccess.replace(folder + "/a/b/x.csv", with: "2".utf8)
    let second = try DependencyContent.read(folder + "/a")
    #expect(second != first)
    try FileAccess.move(folder + "/a/b/x.csv", to: folder + "/a/b/y.csv")
    #expect(try DependencyContent.read(folder + "/a") != second)
    #expect(symlink(folder + "/a", folder + "/a/loop") == 0)
    #expect(try DependencyContent.read(folder + "/a") != nil)
  }

  @Test("a file is found in either normal form; a pipe is an error and never waited for")
  func files() throws {
    defer { try? FileAccess.removeTree(folder) }
    try FileAccess.makeFolder(folder)
    let name = "자료.csv"
    try FileAccess.write("1".utf8, to: "\(folder)/\(name.decomposedStringWithCanonicalMapping)")
    #expect(try DependencyContent.read("\(folder)/\(name)") == Array("1".utf8))
    #expect(try DependencyContent.read(folder + "/none") == nil)
    #expect(mkfifo(folder + "/pipe", 0o644) == 0)
    #expect(throws: SystemError.self) { try DependencyContent.read(folder + "/pipe") }
  }
}
