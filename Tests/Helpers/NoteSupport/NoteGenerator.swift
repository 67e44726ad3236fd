import Foundation

/// Random notes in which every construct may stand in every other that can hold it.
package struct NoteGenerator {
  /// SplitMix64: small, and the same on every machine.
  package struct Source: RandomNumberGenerator {
    var state: UInt64

    package init(state: UInt64) {
      self.state = state
    }

    package mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  private var source: Source
  private var labels = 0
  private var known: [String] = []
  private var footnotes = 0

  package init(seed: UInt64) {
    source = Source(state: seed)
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements.randomElement(using: &source)!
  }

  private mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &source) < share
  }

  private mutating func count(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &source)
  }

  private mutating func label(_ kind: String) -> String {
    labels += 1
    known.append("\(kind)-\(labels)")
    return "\(kind)-\(labels)"
  }

  /// The text of a note.
  package mutating func note() -> String {
    labels = 0
    known = []
    footnotes = 0
    var text = ""
    if chance(0.4) {
      text +=
        "---\ntitle: \"A \(pick(["*note*", "노트", "$x$", "plain"]))\"\nnumber-sections: "
        + "\(chance(0.5))\n\(chance(0.3) ? "html: true\n" : "")---\n\n"
    }
    for _ in 0..<count(1...8) { text += block(depth: 0) + "\n\n" }
    for footnote in 0..<footnotes { text += "[^n\(footnote)]: \(inlines(depth: 1))\n\n" }
    return text
  }

  // MARK: Blocks

  private mutating func block(depth: Int) -> String {
    switch count(0...(depth < 3 ? 21 : 9)) {
    case 0, 1, 2: return paragraph()
    case 3:
      let heading = String(repeating: "#", count: count(1...6))
      return "\(heading) \(oneLine())\(chance(0.2) ? " {#\(label("sec"))}" : "")"
    case 4:
      return "$$\n\(pick(formulas))\n$$\(chance(0.4) ? " {#\(label("eq"))}" : "")"
    case 5: return cell()
    case 6:
      let fence = pick(["```", "~~~~", "````"])
      return "\(fence)\(pick(["", "python", "{.text}", "js x=1"]))\n\(code())\(fence)"
    case 7:
      return pick([
        "***", "---", "* * *", "[TOC]", "* TOC\n{:toc}",
        "{% highlight c %}\n*x*\n{% endhighlight %}",
      ])
    case 8: return table()
    case 9:
      return
        "![\(word())](\(pick(["a.png", "b%20c.svg", "<d e.jpg>"]))\(pick(["", " \"A *title*\""])))"
        + (chance(0.4) ? "{#\(label("fig"))}" : "")
    case 10: return "\(word()) \(oneLine())\n\(pick(["===", "---"]))"
    case 11:
      return pick(["<div>\n\(word())\n</div>", "<!-- \(word()) -->", "<pre>\n\n*x*\n</pre>"])
    case 12: return "    \(word())\n\n    \(word())"
    case 13: return blocks(depth: depth + 1).prefixed("> ", "> ")
    case 14: return list(depth: depth, marks: pick([["-", "-"], ["*", "*"], ["+", "+"]]))
    case 15: return list(depth: depth, marks: pick([["1.", "2."], ["3)", "4)"], ["0.", "1."]]))
    case 17: return callout(depth: depth)
    case 18: return division(depth: depth)
    case 19: return definitions(depth: depth)
    case 20:
      return
        "::: {.panel-tabset}\n## \(word())\n\n\(paragraph())\n\n## \(oneLine())\n\n\(table())\n:::"
    case 16: return "- [ ] \(oneLine())\n- [x] \(oneLine())"
    default: return "$$ \(pick(formulas).replacingOccurrences(of: "\n", with: " ")) $$"
    }
  }

  private mutating func callout(depth: Int) -> String {
    let title = chance(0.5) ? " \(oneLine())" : ""
    let sign = "[!\(pick(["NOTE", "tip", "faq", "recipe"]))]\(pick(["", "", "-", "+"]))\(title)"
    return "> \(sign)\n" + blocks(depth: depth + 1).prefixed("> ", "> ")
  }

  private mutating func division(depth: Int) -> String {
    let content = blocks(depth: depth + 1)
    switch count(0...7) {
    case 0: return "::: {.callout-\(pick(["tip", "note"])) icon=false}\n\(content)\n:::"
    case 1: return "::: {#\(label("thm"))}\n## \(oneLine())\n\n\(content)\n:::"
    case 2: return "::: {.proof}\n\(content)\n:::"
    case 3: return "::: {.column-margin}\n\(content)\n:::"
    case 4:
      return ":::: {.columns}\n::: {.column width=\"40%\"}\n\(content)\n:::\n::: {.column}\n"
        + "\(paragraph())\n:::\n::::"
    case 5: return "::: {#\(label("fig")) layout-ncol=2}\n\(content)\n\n\(oneLine())\n:::"
    case 6: return "::: {.smaller}\n\(content)\n:::"
    default: return "```{note} \(word())\n\(paragraph())\n```"
    }
  }

  private mutating func definitions(depth: Int) -> String {
    (0..<count(1...2)).map { _ in
      let meanings = (0..<count(1...2)).map { _ in
        (chance(0.5) ? paragraph() : blocks(depth: depth + 1)).prefixed(": ", "  ")
      }
      return oneLine() + "\n" + meanings.joined(separator: pick(["\n", "\n\n"]))
    }.joined(separator: "\n\n")
  }

  private mutating func blocks(depth: Int) -> String {
    (0..<count(1...3)).map { _ in block(depth: depth) }.joined(separator: "\n\n")
  }

  private mutating func list(depth: Int, marks: [String]) -> String {
    let separator = pick(["\n", "\n\n"])
    return (0..<count(1...3)).map { index in
      let mark = marks[min(index, 1)]
      let indent = String(repeating: " ", count: mark.count + 1)
      let content = chance(0.5) ? paragraph() : blocks(depth: depth + 1)
      return content.prefixed(mark + " ", indent)
    }.joined(separator: separator)
  }

  private mutating func paragraph() -> String {
    (0..<count(1...3)).map { _ in inlines(depth: 0) }.joined(
      separator: pick(["\n", "  \n", "\\\n"]))
  }

  private mutating func table() -> String {
    let columns = count(1...3)
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let head = (0..<columns).map { _ in oneLine(isCell: true) }
    let rule = (0..<columns).map { _ in pick(["---", ":--", "--:", ":-:"]) }
    var lines = [row(head), row(rule)]
    for _ in 0..<count(0...2) {
      lines.append(row((0..<columns).map { _ in oneLine(isCell: true) }))
    }
    if chance(0.3) { lines.append("\n: \(oneLine()) {#\(label("tbl"))}") }
    return lines.joined(separator: "\n")
  }

  private mutating func cell() -> String {
    var lines = ["```swift"]
    if chance(0.5) {
      let kind = pick(["fig", "tbl", "lst"])
      lines.append("//| label: \(label(kind))")
      if chance(0.7) {
        lines.append("//| \(kind)-cap: \"A \(pick(["*b*", "$c$", "`{swift} d`"]))\"")
      }
    }
    if chance(0.2) { lines.append("//| echo: false") }
    return (lines + [code() + "```"]).joined(separator: "\n")
  }

  private mutating func code() -> String {
    (0..<count(0...3)).map { _ in pick(["let x = 1", "", "  y($z$)", "// *c*", "한글 `a`"]) + "\n" }
      .joined()
  }

  private var formulas: [String] {
    [
      "x^2", "a_{ij} = \\sum_k b", "\\begin{aligned}\n  a &= b \\\\\n  c &= d\n\\end{aligned}",
      "x \\, y",
      "f \\tag{7}", "\\text{한글}",
    ]
  }

  // MARK: Inlines

  private mutating func oneLine(isCell: Bool = false) -> String {
    let text = inlines(depth: 1).replacingOccurrences(of: "\n", with: " ")
    return isCell ? text.replacingOccurrences(of: "|", with: "\\|") : text
  }

  private mutating func inlines(depth: Int) -> String {
    (0..<count(1...4)).map { _ in inline(depth: depth) }.joined(separator: pick([" ", " ", ""]))
  }

  private mutating func word() -> String {
    pick([
      "word", "합성곱", "a b", "(주)", "1.", "- x", "# y", "5 < 6", "R&D", "&amp;", "&copy;", "x_y_z",
      "2 * 3", "\\*", "\\\\", "\\$5", "$5 and $6", "[a]", "![b]", "~3~", "a\\_b", "\"q\"", "it's",
      "e.g.",
      "+ z", "= w", "| v", ":", "{#x}", "^t^", "100%", "https://a.example/b_c?d=e",
      "me@a.example",
      "<", ">", "&nbsp;f", "가나(다)라", "-", "...", "1) g", "<b>h</b>", "&#35;", "[[1, 2]]", "==i==",
      "a == b", "{{ j }}", "{% raw %}k{% endraw %}", "%%l%%",
      " ^m123", "[TOC]", "[[n|o]]",
    ])
  }

  private mutating func inline(depth: Int) -> String {
    guard depth < 4 else { return word() }
    switch count(0...15) {
    case 0: return "*\(inlines(depth: depth + 1))*"
    case 1: return "**\(inlines(depth: depth + 1))**"
    case 2: return "~~\(inlines(depth: depth + 1))~~"
    case 3: return "_\(word())_"
    case 4: return pick(["`code`", "`` a`b ``", "` `` `", "`x y`", "`a\\`"])
    case 5: return "$\(pick(["x", "a_1 * b_2", "\\frac{1}{2}", "f(x) < 0"]))$"
    case 6:
      return
        "[\(inlines(depth: depth + 1))](\(pick(["a.md", "<b c>", "#d", "e(f)"]))\(pick(["", " \"t\""])))"
    case 7: return pick(["<https://b.example>", "http://c.example.", "www.d.example"])
    case 8: return known.isEmpty ? word() : "@\(pick(known))\(pick(["", "에서", "."]))"
    case 9: return "`{swift} \(pick(["x", "a.count", "[1, 2]"]))`"
    case 10 where footnotes < 3:
      footnotes += 1
      return "[^n\(footnotes - 1)]"
    case 11: return "![\(word())](p.png)"
    case 12: return "$$y$$"
    default: return word()
    }
  }
}

extension String {
  /// The text with one prefix before its first line and another before the others.
  fileprivate func prefixed(_ first: String, _ rest: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      index == 0 ? first + line : line.isEmpty ? (rest.contains(">") ? ">" : "") : rest + line
    }.joined(separator: "\n")
  }
}
