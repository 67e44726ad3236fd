import RunbookFiles
import Testing

@Suite struct ControlCharacterTests {
  @Test(
    "control characters are written as escapes",
    arguments: [
      ("\u{1B}[31mred", "\\u{1B}[31mred"), ("a\u{7}\u{8}\rb", "a\\u{7}\\u{8}\\u{D}b"),
      ("\u{9B}2J \u{7F}", "\\u{9B}2J \\u{7F}"), ("\u{202E}txt\u{2069}", "\\u{202E}txt\\u{2069}"),
      ("\u{0}", "\\u{0}"), ("a\r\nb", "a\\u{D}\nb"), ("한글\tπ 👩‍🔬\n", "한글\tπ 👩‍🔬\n"),
    ])
  func visible(_ text: String, _ expected: String) {
    #expect(ControlCharacters.visible(text) == expected)
  }

  @Test("where one line is written, newlines are escapes too")
  func oneLine() {
    #expect(ControlCharacters.visible("a\nb", keepsLines: false) == "a\\u{A}b")
  }

  @Test("JSON keeps its meaning")
  func json() {
    #expect(
      ControlCharacters.visible(json: "{\n\"a\": \"\u{9B}\u{7F}\"\n}")
        == "{\n\"a\": \"\\u009b\\u007f\"\n}")
  }
}
