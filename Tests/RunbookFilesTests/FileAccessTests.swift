import Foundation
import RunbookFiles
import Testing

@Suite struct FileAccessTests {
  private let folder = NSTemporaryDirectory() + "runbook-files-\(UUID().uuidString)"

  @Test("a file is replaced as a whole, in folders with Hangul and spaces")
  func replace() throws {
    defer { try? FileAccess.removeTree(folder) }
    let path = folder + "/내 노트/결과 1.json"
    try FileAccess.makeFolder(folder + "/내 노트")
    #expect(try FileAccess.readIfPresent(path) == nil)
    try FileAccess.replace(path, with: Array("old".utf8))
    try FileAccess.replace(path, with: Array("new".utf8))
    #expect(try FileAccess.read(path) == Array("new".utf8))
    #expect(FileAccess.names(in: folder + "/내 노트") == ["결과 1.json"])
  }

  @Test("an error of writing names the file, not the temporary file beside it, and gives advice")
  func refused() throws {
    defer { try? FileAccess.removeTree(folder) }
    try FileAccess.makeFolder(folder + "/taken/below")
    #expect {
      try FileAccess.replace(folder + "/taken", with: [1])
    } throws: { error in
      (error as? SystemError)?.diagnostic.description
        == "\(folder)/taken: error: cannot be replaced (Is a directory); check the path"
    }
    #expect(FileAccess.names(in: folder) == ["taken"])
    #expect {
      try FileAccess.replace(folder + "/nowhere/x", with: [1])
    } throws: { error in
      (error as? SystemError)?.diagnostic.description
        == "\(folder)/nowhere/x: error: cannot be created (No such file or directory); "
        + "check the path"
    }
  }

  @Test("two folders exchange their names, or the file system reports that it cannot")
  func exchange() throws {
    defer { try? FileAccess.removeTree(folder) }
    try FileAccess.makeFolder(folder + "/a/one")
    try FileAccess.makeFolder(folder + "/b/two")
    let isDone = try FileAccess.exchange(folder + "/a", folder + "/b")
    #expect(FileAccess.names(in: folder + "/a") == (isDone ? ["two"] : ["one"]))
    #expect(throws: SystemError.self) {
      try FileAccess.exchange(folder + "/a", folder + "/nowhere")
    }
  }

  @Test("a temporary file left by a process that has ended is recognised by its name")
  func abandoned() {
    let mine = FileAccess.temporaryName(for: "outputs/cnn/report.html")
    #expect(mine.hasPrefix("outputs/cnn/.report.html."))
    #expect(!FileAccess.isAbandoned(String(mine.dropFirst("outputs/cnn/".count))))
    // Linux gives no process a number above 2²².
    #expect(FileAccess.isAbandoned(".report.html.99999999.runbook-part"))
    #expect(!FileAccess.isAbandoned("report.html"))
  }
}
