import Foundation

/// Random Jupyter notebooks that consist of all that conversion has to keep.
struct RandomNotebook {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }

  mutating func notebook(cells count: Int) -> [String: Any] {
    let language = pick(["python", "swift", "R", "julia", "C++17"])
    let hasIdentifiers = below(2) == 0
    return [
      "cells": (0..<count).map { cell($0, hasIdentifiers) },
      "metadata": [
        "kernelspec": ["display_name": language, "language": language, "name": "k"],
        "language_info": ["name": language, "version": "3"], "title": pick(["T \"x\"", ""]),
      ],
      "nbformat": 4, "nbformat_minor": hasIdentifiers ? 5 : 4,
    ]
  }

  private mutating func cell(_ index: Int, _ hasIdentifier: Bool) -> [String: Any] {
    let kind = pick(["markdown", "markdown", "code", "code", "raw"])
    var cell: [String: Any] = [
      "cell_type": kind, "metadata": metadata(),
      "source": text(of: kind == "code" ? Self.code : Self.markdown),
    ]
    if hasIdentifier { cell["id"] = pick(["c\(index)", "\(index + 3)", "c\(index)", "no id -->"]) }
    if kind == "code" {
      cell["execution_count"] = pick([NSNull(), 7] as [Any])
      cell["outputs"] = (0..<below(4)).map { _ in output() }
    } else if below(4) == 0 {
      cell["attachments"] = [
        pick(["map.png", "a b.png", "지도.png", "../up.svg"]): ["image/png": picture()]
      ]
    }
    return cell
  }

  private mutating func metadata() -> [String: Any] {
    switch below(4) {
    case 0: ["tags": ["hide-input", "parameters"], "scrolled": true]
    case 1: ["slideshow": ["slide_type": "slide"], "x": [1, 2.5, NSNull(), ["y": [:]]] as [Any]]
    case 2: ["collapsed": false, "raw_mimetype": "text/latex"]
    default: [:]
    }
  }

  private mutating func output() -> [String: Any] {
    switch below(4) {
    case 0: return ["output_type": "stream", "name": "stdout", "text": text(of: Self.printed)]
    case 1:
      return [
        "output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u{1B}[31mt", "u"],
      ]
    case let kind:
      var output: [String: Any] = ["output_type": "display_data", "metadata": metadata()]
      var data: [String: Any] = [:]
      for _ in 0..<below(4) {
        switch pick(["plain", "html", "latex", "markdown", "png", "jpeg", "svg", "json", "other"]) {
        case "png": data["image/png"] = picture()
        case "jpeg": data["image/jpeg"] = picture()
        case "svg": data["image/svg+xml"] = ["<svg>\n", "</svg>"]
        case "json": data["application/json"] = ["a": [1, NSNull()] as [Any]]
        case "other": data["application/x"] = ["b": "c"]
        case let type: data["text/\(type)"] = text(of: Self.printed)
        }
      }
      output["data"] = data
      if kind == 3 {
        output["output_type"] = "execute_result"
        output["execution_count"] = 3
      }
      return output
    }
  }

  private mutating func picture() -> Any {
    let bytes = Data((0..<(40 + below(200))).map { _ in UInt8(below(256)) })
    switch below(4) {
    case 0: return bytes.base64EncodedString() + "\n"
    case 1:
      return bytes.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
    case 2: return "damaged!"
    default: return bytes.base64EncodedString()
    }
  }

  /// Lines as one string, as a list of lines, or as another list.
  private mutating func text(of lines: [String]) -> Any {
    let text = (0..<below(4)).map { _ in pick(lines) }.joined(separator: "\n")
    var list = text.components(separatedBy: "\n").map { $0 + "\n" }
    let last = String(list.removeLast().dropLast())
    if !last.isEmpty { list.append(last) }
    switch below(4) {
    case 0: return text
    case 1: return text.isEmpty ? [] : [text]
    default: return list
    }
  }

  private static let markdown = [
    "# 제목", "words *and* more", "- a\n  - b", "> quoted\n> ```\n> x", "```python\nopen",
    "```swift\nlet a = 1\n```", "```Swift\nx\n```", "```python\n#| echo: no\n```", "<!-- open",
    "<!-- text cell: 3 -->", "<!-- outputs -->", "<!-- end of outputs -->", "<!-- notebook: x -->",
    "<div>\n\nhi", "<script>", "<pre>", "$$\nx", "\\begin{align}\na\n\\end{align}",
    "---\ntitle: x\n---",
    "", "\n", "   ", "a  \nb", "a\r\nb\rc", "zero \0", "[^1]\n\n[^1]: note", "| a |\n|---|\n| 1 |",
    "1. x\n   ```\n   y", "![](attachment:map.png) ![](attachment:a%20b.png)",
    "{{< include x.md >}}",
    "e\u{301} \u{1112}\u{1161}", "x\u{FEFF}\u{2028}y", "`````\n```", "<?", "Text\n---",
  ]

  private static let code = [
    "x = 1", "'''\n```\n'''", "# heading", "%matplotlib inline", "#| export", "//| echo: 3", "",
    "\n",
    "   ", "a\r\nb", "<!-- end of outputs -->", "~~~\n`````", "e\u{301}", "x\0y", "---",
  ]

  private static let printed = [
    "depth 12", "<Figure>", "10%\r20%", "ab\u{8}c", "\u{1B}[1mx\u{1B}[0m", "```", "#| x", "",
    "<!-- end of outputs -->", String(repeating: "line\n", count: 400), "가",
  ]
}
