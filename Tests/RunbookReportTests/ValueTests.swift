import Foundation
import RunbookOutput
import RunbookReport
import Testing

/// How values stand on the page.
@Suite struct ValueTests {
  private func main(_ value: ValueOutput, language: String = "en") -> String {
    Rendering.report([.value(value)], language: language).main
  }

  private func tensor(_ values: [Float], _ shape: [Int]) -> ValueOutput {
    ValueOutput(text: "Tensor", type: "Tensor", shape: shape, numbers: Samples(values))
  }

  @Test("a matrix is a table whose numbers have as many digits as they need")
  func matrix() {
    let html = main(tensor([1, 0.5, -0.25, 2, 0, 1e-6], [2, 3]))
    #expect(html.contains("Tensor · 2×3"))
    #expect(
      html.contains(
        "<tr><td>1.00</td><td>0.50</td><td>−0.25</td></tr>"
          + "<tr><td>2.00</td><td class=\"dim\">0.00</td><td>10⁻⁶</td></tr>"))
  }

  @Test("NaN, infinities and huge numbers are shown as such")
  func extremes() {
    let html = main(tensor([.nan, .infinity, -.infinity, 3e9], [4]))
    #expect(html.contains("<td>NaN</td><td>∞</td><td>−∞</td><td>3×10⁹</td>"))
    #expect(main(tensor([], [0, 3])).contains("no elements"))
    #expect(main(tensor([], [0, 3]), language: "ko").contains("원소 없음"))
  }

  @Test("both ends of long axes are shown, and four of many matrices")
  func excerpt() {
    let shape = [9, 12, 30]
    let html = main(tensor((0..<3240).map(Float.init), shape))
    #expect(html.components(separatedBy: "<table class=\"matrix\">").count == 5)
    #expect(html.contains("and 5 more"))
    #expect(html.contains("[3]</p>"))
    #expect(html.contains("<td class=\"gap\">⋮</td>"))
    #expect(html.contains("<td>29</td>"))
    #expect(!html.contains("<td>15</td>"))
  }

  @Test("a value of any text is escaped, and a long one is cut")
  func text() {
    let script = main(ValueOutput(text: "<script>alert('x')</script>", type: "<b>"))
    #expect(script.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
    let lines = (0..<10_000).map { "line \($0)" }.joined(separator: "\n")
    let html = main(ValueOutput(text: lines, type: "Log"))
    #expect(html.contains("9600 lines are left out here"))
    #expect(html.contains("line 9999"))
    #expect(html.utf8.count < 20_000)
  }

  @Test("the points of numbers are aligned, and a long table is cut")
  func tables() {
    let cells = ["0.25", "12", "-1.5"]
    let numbers = [0.25, 12, -1.5]
    let short = Table(columns: [.init(title: "<i>", cells: cells, numbers: numbers)])
    let html = Rendering.report([.table(short)]).main
    #expect(html.contains("<td class=\"number\">0.25</td>"))
    #expect(html.contains("<td class=\"number\">12\u{2008}\u{2007}\u{2007}</td>"))
    #expect(html.contains("<td class=\"number\">−1.5\u{2007}</td>"))
    #expect(html.contains("&lt;i&gt;"))
    let rows = (0..<1000).map(String.init)
    let long = Table(columns: [.init(title: "n", cells: rows)], totalRows: 10_000)
    let page = Rendering.report([.table(long)]).main
    #expect(page.contains("40 of 10,000 rows"))
    #expect(!page.contains("<td>40</td>"))
    let none = Table(columns: [.init(title: "n", cells: [])])
    #expect(Rendering.report([.table(none)]).main.contains("no rows"))
  }

  @Test("Hangul in printed text is two columns wide")
  func wideLetters() {
    let text = TextOutput(stream: .standardOutput, text: "이름  값\nab    1\n")
    let html = Rendering.report([.text(text)]).main
    #expect(html.contains("<i style=\"width:4ch\">이름</i>  <i style=\"width:2ch\">값</i>\nab    1"))
  }
}
