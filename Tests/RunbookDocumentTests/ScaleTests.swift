import Foundation
import RunbookDocument
import Testing

/// Large and hostile notebooks; the limits are far above what is measured, to hold on a busy
/// machine without optimisation.
@Suite(.serialized) struct ScaleTests {
  private func seconds(_ text: String) -> Double {
    let bytes = Array(text.utf8)
    let clock = ContinuousClock()
    let duration = clock.measure { _ = NotebookParser(path: "a.md").parse(bytes) }
    print("\(bytes.count) bytes: \(duration)")
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  @Test("ten megabytes of prose are read in seconds")
  func prose() {
    let paragraph = "합성곱은 $x * w$이고 **강조(emphasis)**는 굵다. See [a link](b.md) and `code`.\n\n"
    #expect(seconds(String(repeating: paragraph, count: 10_000_000 / paragraph.utf8.count)) < 60)
  }

  @Test(
    "a long line of one construct takes time in proportion to its length",
    arguments: [
      "$x$ ", "$x ", "$$ ", "@fig-x ", "@x-y ", "`{swift} x` ", "**a(b)**는 ", "![](x) ", "> ",
      "[^1] ", "{#eq-x} ", "<b> ", "| ", "~~a ", "- ",
    ])
  func line(_ piece: String) {
    let count = 40_000 / piece.utf8.count
    #expect(seconds(String(repeating: piece, count: count)) < 20)
  }

  @Test(
    "many lines of one construct take time in proportion to their number",
    arguments: [
      "$$\nx\n$$\n", "$x$\n", "@fig-x\n", "# a\n", "```swift\n```\n", "| a |\n|---|\n", "1. a\n",
      "![](x)\n\n", "> $y$\n", "//| a: b\n", "[^1]: a\n\n", "<div>\n",
    ])
  func lines(_ piece: String) {
    let count = 40_000 / piece.utf8.count
    #expect(seconds(String(repeating: piece, count: count)) < 20)
  }

  @Test(
    "YAML made to explode is refused or read quickly",
    arguments: [
      "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + (0..<9).map { "b\($0): &b\($0) [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" }.joined(),
      String(repeating: "[", count: 100_000), String(repeating: "- ", count: 50_000),
      String(repeating: "a: 1\n", count: 2_000), String(repeating: "{a: ", count: 900),
      "params: {" + (0..<5_000).map { "a\($0): \($0), " }.joined() + "}",
    ])
  func yaml(_ text: String) {
    #expect(seconds("---\n\(text)\n---\ntext\n") < 20)
  }
}
