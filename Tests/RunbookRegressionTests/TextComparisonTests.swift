import RunbookDocument
import RunbookOutput
import RunbookRegression
import Testing

@Suite struct TextComparisonTests {
  private func texts(
    _ old: String, _ new: String, rtol: Double? = nil, atol: Double? = nil, filters: [String] = []
  ) throws -> [String] {
    differences(
      Sample.cell(Sample.text(old)), Sample.cell(Sample.text(new)),
      try rules(rtol: rtol, atol: atol, filters: filters))
  }

  @Test("a number that moved is named with the tolerance it broke")
  func number() throws {
    #expect(
      try texts("accuracy 0.9732\n", "accuracy 0.9611\n", rtol: 0.001)
        == ["notebooks/cnn.md:57: text: 0.9732 → 0.9611 (rtol 0.001)"])
  }

  @Test("several changes are one line")
  func several() throws {
    #expect(
      try texts("0.1 0.2\n0.3\n", "0.2 0.3\n0.4\n", rtol: 0.01)
        == ["notebooks/cnn.md:57: text: 0.1 → 0.2 (rtol 0.01), and 2 more"])
  }

  @Test("an absolute tolerance is named if it is not the default")
  func absolute() throws {
    #expect(
      try texts("1.5", "1.7", rtol: 0, atol: 0.1)
        == ["notebooks/cnn.md:57: text: 1.5 → 1.7 (atol 0.1)"])
    #expect(
      try texts("1.5", "1.7", rtol: 0.01, atol: 0.1)
        == ["notebooks/cnn.md:57: text: 1.5 → 1.7 (rtol 0.01, atol 0.1)"])
  }

  @Test("words are compared exactly and quoted")
  func words() throws {
    #expect(
      try texts("3 layers\n정확도 0.97", "3 layers\n손실 0.97")
        == ["notebooks/cnn.md:57: text: “정확도 0.97” → “손실 0.97”"])
  }

  @Test("an inserted or removed line is one difference")
  func lines() throws {
    #expect(
      try texts("a\nb\nc\n", "a\nx\nb\nc\n")
        == ["notebooks/cnn.md:57: text: line 2 is new: “x”"])
    #expect(
      try texts("a\nb\nc\n", "b\nc\n") == ["notebooks/cnn.md:57: text: line 1 is gone: “a”"])
  }

  @Test(
    "equivalent text is not a difference",
    arguments: [
      ("0.50", "0.5"), ("1e-3", "0.001"), ("nan", "NaN"), ("inf", "∞"), ("-inf", "-Infinity"),
      ("loss 0.693147", "loss 0.693150"), ("0.0000001", "0"), ("text\n", "text"),
      ("[ 0.10001, 2]", "[ 0.1, 2]"), ("x  9.9999 y", "x 10.0000 y"), ("[ 1e-9]", "[-1e-9]"),
    ])
  func same(old: String, new: String) throws {
    #expect(try texts(old, new) == [])
    #expect(try texts(new, old) == [])
  }

  @Test(
    "text with another meaning is a difference",
    arguments: [
      ("0.9732", "0.9733"), ("61706", "61707"), ("inf", "-inf"), ("nan", "0"), ("1e-5", "1e-4"),
      ("a 1", "a  1"), ("x=1", "x= 1"), ("a b", "ab"), ("epoch 1", "Epoch 1"), ("1, 2", "1; 2"),
      ("1 2", "1 2 3"), ("", "x"), ("a\n\nb", "a\nb"), ("conv1", "conv2"),
      ("9007199254740993", "9007199254740992"),
    ])
  func other(old: String, new: String) throws {
    #expect(try texts(old, new).count == 1)
    #expect(try texts(new, old).count == 1)
  }

  @Test("integers are exact unless a tolerance is given")
  func integers() throws {
    #expect(try texts("20001 right", "20002 right") == ["notebooks/cnn.md:57: text: 20001 → 20002"])
    #expect(try texts("20001 right", "20002 right", rtol: 0.001) == [])
  }

  @Test("a filter replaces noise")
  func replacement() throws {
    #expect(
      try texts("took 3.1 s", "took 9.9 s", filters: ["took [0-9.]+ s => took a while"]) == [])
    #expect(
      try texts("id ab12 ok", "id cd34 no", filters: ["id (..).. => id $1"])
        == ["notebooks/cnn.md:57: text: “id ab ok” → “id cd no”"])
  }

  @Test("a filter leaves out any number of lines")
  func ellipsis() throws {
    let filters = ["^Downloading => ..."]
    #expect(try texts("Downloading 1\nDownloading 2\ndone", "done", filters: filters) == [])
    #expect(
      differences(
        Sample.cell(Sample.text("done")),
        Sample.cell(Sample.text("Downloading 7\n"), Sample.text("done")),
        try rules(filters: filters)) == [])
  }

  @Test("an invalid filter is an error with advice")
  func badFilters() {
    #expect(throws: TextFilter.Problem.self) { try TextFilter("no arrow") }
    #expect {
      try TextFilter("(a => b")
    } throws: { error in
      "\(error)"
        == "“(a” in the filter “(a => b” is not a regular expression; "
        + "correct it, or put a backslash before a literal character"
    }
  }

  @Test("two long texts that differ everywhere are still compared line by line")
  func long() throws {
    let old = (0..<3000).map { "step \($0) loss \(Double($0) + 0.25)\n" }.joined()
    let new = (0..<3000).map { "step \($0) loss \(Double($0) + 0.75)\n" }.joined()
    #expect(
      try texts(old, new, rtol: 1e-6)
        == ["notebooks/cnn.md:57: text: 0.25 → 0.75 (rtol 1e-06), and 2999 more"])
  }
}
