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
    #if DEBUG
      let size = 1_000_000
    #else
      let size = 10_000_000
    #endif
    let paragraph = "합성곱은 $x * w$이고 **강조(emphasis)**는 굵다. See [a link](b.md) and `code`.\n\n"
    #expect(seconds(String(repeating: paragraph, count: size / paragraph.utf8.count)) < 30)
  }

  @Test("a note of a thousand lines is read without a noticeable wait")
  func note() {
    let section = """
      ## 합성곱 Convolution {#sec-NN}

      출력은 $y = x * w$이고 **커널(kernel)**이 움직인다; see @sec-NN and [a link](b.md).

      $$
      y_{ij} = \\sum_{m,n} x_{i+m, j+n} w_{mn}
      $$ {#eq-NN}

      ```swift
      //| label: fig-NN
      //| fig-cap: Maps of layer NN.
      let mapsNN = conv(image)
      featureMaps(mapsNN)
      ```

      - one $a$
      - two `code`

      """
    let text = (0..<50).map { section.replacingOccurrences(of: "NN", with: "\($0)") }.joined()
    #expect(seconds(text) < 2)
  }

  @Test(
    "a long line of one construct takes time in proportion to its length",
    arguments: [
      "$x$ ", "$x ", "$$ ", "@fig-x ", "@x-y ", "`{swift} x` ", "**a(b)**는 ", "![](x) ", "> ",
      "[^1] ", "{#eq-x} ", "<b> ", "| ", "~~a ", "- ", "{{ x }} ", "{% gist 1 %} ", "{% if ",
      "{{ a ",
      "{{< x >}} ", "{% raw %} ", "[[n]] ", "[[n ", "![[n.png]] ", "==m== ", "==m ", "%%c%% ",
      "%%c ",
    ])
  func line(_ piece: String) {
    let count = 40_000 / piece.utf8.count
    #expect(seconds(String(repeating: piece, count: count)) < 20)
  }

  @Test(
    "many lines of one construct take time in proportion to their number",
    arguments: [
      "$$\nx\n$$\n", "$x$\n", "@fig-x\n", "# a\n", "```swift\n```\n", "| a |\n|---|\n", "1. a\n",
      "![](x)\n\n", "> $y$\n", "//| a: b\n", "[^1]: a\n\n", "<div>\n", "[TOC]\n\n", "a ^name\n\n",
      "{% highlight c %}\n", "{% raw %}\n", "{% for a in b %}\n", "{% comment %}\n",
      "{{< hint >}}\n",
      "[[n]]\n\n", "%%\n",
    ])
  func lines(_ piece: String) {
    let count = 40_000 / piece.utf8.count
    #expect(seconds(String(repeating: piece, count: count)) < 20)
  }

  @Test("YAML made to explode is rejected or read quickly", arguments: HostileYAML.allCases)
  func yaml(_ kind: HostileYAML) {
    #expect(seconds("---\n\(kind.text)\n---\ntext\n") < 20)
  }

  enum HostileYAML: CaseIterable {
    case aliases, brackets, dashes, duplicates, nesting, parameters

    var text: String {
      switch self {
      case .aliases:
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
          + (0..<9).map { "b\($0): &b\($0) [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" }.joined()
      case .brackets: String(repeating: "[", count: 100_000)
      case .dashes: String(repeating: "- ", count: 50_000)
      case .duplicates: String(repeating: "a: 1\n", count: 2_000)
      case .nesting: String(repeating: "{a: ", count: 900)
      case .parameters: "params: {" + (0..<5_000).map { "a\($0): \($0), " }.joined() + "}"
      }
    }
  }
}
