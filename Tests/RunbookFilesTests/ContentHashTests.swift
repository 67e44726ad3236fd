import RunbookFiles
import Testing

@Suite struct ContentHashTests {
  /// The hash of nothing as the description of XXH3 gives it: `XXH128` of the empty input, seed 0.
  @Test("is XXH3 with 128 bits")
  func reference() {
    #expect(ContentHash().text == "99aa06d3014798d86001c324468d497f")
  }

  @Test("depends on where one part ends and the next begins")
  func parts() {
    var one = ContentHash()
    one.combine("ab")
    one.combine("c")
    var two = ContentHash()
    two.combine("a")
    two.combine("bc")
    #expect(one.text != two.text)
    #expect(one.text.count == ContentHash.textLength)
  }

  @Test("is the same for the same content")
  func same() {
    var one = ContentHash()
    one.combine([1.5, -0.0])
    var two = ContentHash()
    two.combine([1.5, -0.0])
    #expect(one == two)
    two.combine([0])
    #expect(one.text != two.text)
  }
}
