/// A part of a formula in KaTeX's output.
indirect enum FormulaNode {
  case element(FormulaElement)
  /// Letters, escaped.
  case text(String)
  /// MathML and drawings, which remain unchanged.
  case raw(String)
}

/// A `span` of KaTeX.
struct FormulaElement {
  /// The values of its attributes; empty without them.
  var classes = ""
  var style = ""
  var isHidden = false
  /// The style of a strut before the children.
  var strut = ""
  var children: [FormulaNode] = []

  var classList: [Substring] { classes.split(separator: " ") }
}

extension FormulaNode {
  /// Parses KaTeX's output: spans whose attributes are in double quotes, MathML, SVG.
  static func parse(_ html: String) -> [FormulaNode] {
    var reader = Reader(bytes: Array(html.utf8))
    return reader.nodes()
  }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func nodes() -> [FormulaNode] {
      var result = [FormulaNode]()
      while at < bytes.count {
        if bytes[at] != UInt8(ascii: "<") {
          result.append(.text(take(until: { $0 == UInt8(ascii: "<") })))
        } else if starts(with: "</span>") {
          at += 7
          return result
        } else if starts(with: "<span") {
          at += 5
          result.append(.element(element()))
        } else {
          result.append(.raw(raw()))
        }
      }
      return result
    }

    private mutating func element() -> FormulaElement {
      var element = FormulaElement()
      while at < bytes.count, bytes[at] == UInt8(ascii: " ") {
        at += 1
        let name = take(until: { $0 == UInt8(ascii: "=") })
        at += 2
        let value = take(until: { $0 == UInt8(ascii: "\"") })
        at += 1
        switch name {
        case "class": element.classes = value
        case "style": element.style = value
        default: element.isHidden = name == "aria-hidden"
        }
      }
      at += 1
      element.children = nodes()
      return element
    }

    /// MathML or SVG up to its end, otherwise a single tag.
    private mutating func raw() -> String {
      let end = starts(with: "<math") ? "</math>" : starts(with: "<svg") ? "</svg>" : ">"
      let start = at
      while at < bytes.count, !starts(with: end) { at += 1 }
      at = min(bytes.count, at + end.utf8.count)
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func take(until isEnd: (UInt8) -> Bool) -> String {
      let start = at
      while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private func starts(with text: String) -> Bool { bytes[at...].starts(with: text.utf8) }
  }
}
