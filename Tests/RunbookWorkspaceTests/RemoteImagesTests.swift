import Foundation
import RunbookFiles
import RunbookWorkspace
import Testing

@Suite struct RemoteImagesTests {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 1]

  private func withNote(_ text: String, _ body: (String, String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "remote-images-\(UUID().uuidString)"
    try FileAccess.makeFolder(folder)
    defer { try? FileAccess.removeTree(folder) }
    try FileAccess.write(text.utf8, to: folder + "/노트.md")
    try body(folder, folder + "/노트.md")
  }

  @Test("pictures are brought beside the note once, and only their addresses change")
  func fetch() throws {
    let text =
      "# A\r\n\r\n![a](https://a.org/x%20y.png?raw=1 \"T\") <img src='https://a.org/b/z' alt=\"\">\r\n"
      + "[link](https://a.org/b/z) ![a](https://a.org/x%20y.png?raw=1) ![r][r]\r\n\r\n"
      + "[r]: https://a.org/r.svg\r\n"
    try withNote(text) { folder, path in
      var asked: [String] = []
      let outcomes = try RemoteImages(Note.open(path)) { address, path in
        asked.append(address)
        try? FileAccess.write(Self.png, to: path)
      }.fetch()
      #expect(asked.count == 3)
      #expect(outcomes.compactMap(\.file).count == 3 && outcomes.allSatisfy { $0.diagnostic == nil })
      let note = String(decoding: try FileAccess.read(path), as: UTF8.self)
      let expected =
        "# A\r\n\r\n![a](노트_files/x-20y.png \"T\") <img src='노트_files/z.png' alt=\"\">\r\n"
        + "[link](https://a.org/b/z) ![a](노트_files/x-20y.png) ![r][r]\r\n\r\n"
        + "[r]: 노트_files/r.png\r\n"
      #expect(note == expected)
      #expect(try Note.open(path).check().isEmpty)
    }
  }

  @Test("what cannot be fetched is an error at its place, and the note stays as it is")
  func failure() throws {
    try withNote("a\n\n![b](https://a.org/x.png)\n") { folder, path in
      for content in [nil, Array("<html>".utf8)] {
        let outcomes = try RemoteImages(Note.open(path)) { _, path throws(ImageDownload.Failure) in
          guard let content else { throw ImageDownload.Failure(reason: "no route to host") }
          try? FileAccess.write(content, to: path)
        }.fetch()
        #expect(outcomes.first?.diagnostic?.description.hasPrefix("\(path):3:1: error:") == true)
        #expect(try FileAccess.read(path) == Array("a\n\n![b](https://a.org/x.png)\n".utf8))
      }
    }
  }
}
