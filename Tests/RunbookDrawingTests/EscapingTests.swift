import RunbookDrawing
import Testing

@Suite struct EscapingTests {
  @Test("escaped HTML contains no special character and no control character")
  func html() {
    #expect(
      HTML.escape("<b class=\"a\">'&'\u{1B}[0m\u{7F}</b>\n\t")
        == "&lt;b class=&quot;a&quot;&gt;&#39;&amp;&#39;[0m&lt;/b&gt;\n\t")
    #expect(HTML.escape("합성곱") == "합성곱")
    #expect(HTML.attribute("title", "a\"b") == " title=\"a&quot;b\"")
    #expect(HTML.attribute("title", nil).isEmpty)
  }

  @Test("unescaping HTML returns the original text")
  func unescape() {
    for text in ["", "a<b & c>d", "\"'", "&lt;", "&amp;amp;"] {
      #expect(HTML.unescape(HTML.escape(text)) == text)
    }
  }

  @Test("XML replaces invalid characters, and keeps line breaks of attributes")
  func xml() {
    #expect(XML.escape("a\u{1B}b\u{0}<\u{FFFE}\n\r") == "a\u{FFFD}b\u{FFFD}&lt;\u{FFFD}\n&#13;")
    #expect(XML.attribute("message", "a\n\t\"b'") == " message=\"a&#10;&#9;&quot;b'\"")
  }
}
