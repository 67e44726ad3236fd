import RunbookFiles
import Testing

@Suite struct GitObjectTests {
  /// The names are what `git hash-object --stdin` prints.
  @Test(
    "a content has its git object name",
    arguments: [
      ([], "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"),
      (Array("test content\n".utf8), "d670460b4b4aece5915caf5c68d12f560a9fe3e4"),
      (Array("what is up, doc?".utf8), "bd9dbf5aae1a3862dd1526723246b20206e5fc37"),
      (
        [UInt8](repeating: UInt8(ascii: "a"), count: 1000),
        "a50be72b20f0e3f078d252e8e56b11b4bec67509"
      ),
    ])
  func name(_ content: [UInt8], _ name: String) {
    #expect(GitObject.name(of: content) == name)
  }

  @Test("the names of contents of all lengths around a block differ")
  func lengths() {
    let names = (0..<200).map { GitObject.name(of: [UInt8](repeating: 7, count: $0)) }
    #expect(Set(names).count == 200)
    #expect(names.allSatisfy { $0.count == 40 })
  }
}
