import Foundation
import RunbookFiles
import Testing

@Suite struct ExistingPathTests {
  private static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "existing-path-\(UUID().uuidString)"
    try FileAccess.makeFolder(folder)
    defer { try? FileAccess.removeTree(folder) }
    try body(folder)
  }

  @Test("a file is found whatever normal form its name and its folders have")
  func forms() throws {
    try Self.withFolder { folder in
      let stored = ["그림/파도.png".decomposedStringWithCanonicalMapping, "그림/물결.png", "a/é.txt"]
      for name in stored {
        let path = "\(folder)/\(name)"
        try FileAccess.makeFolder(String(path[..<path.lastIndex(of: "/")!]))
        try FileAccess.write([1], to: path, isDurable: false)
      }
      for name in stored {
        for form in [
          name.precomposedStringWithCanonicalMapping, name.decomposedStringWithCanonicalMapping,
        ] {
          let found = try #require(ExistingPath.find("\(folder)/\(form)"))
          #expect(found.utf8.elementsEqual("\(folder)/\(name)".utf8))
        }
      }
    }
  }

  @Test("a name that differs in more than its form is not found")
  func others() throws {
    try Self.withFolder { folder in
      try FileAccess.write([1], to: "\(folder)/파도.png", isDurable: false)
      for name in ["파도2.png", "없음/파도.png", "파도.png/x", "wave.png", "파도.jpg"] {
        #expect(ExistingPath.find("\(folder)/\(name)") == nil)
      }
      #expect(ExistingPath.find("\(folder)/파도.png") == "\(folder)/파도.png")
      #expect(ExistingPath.find("\(folder)/") == "\(folder)/")
    }
  }
}
