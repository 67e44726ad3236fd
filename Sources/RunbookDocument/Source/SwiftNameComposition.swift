/// Composes the names in Swift code (NFC) and keeps the bytes of its texts and comments.
struct SwiftNameComposition {
  private let code: [UInt8]
  private var output: [UInt8] = []
  /// The beginning of the bytes that are not in `output` yet.
  private var start = 0
  private var index = 0
  /// The open texts, innermost last: for each the length of its quotation mark and of its `#`s, and in
  /// an interpolation the number of open parentheses.
  private var texts: [(quotes: Int, hashes: Int, parentheses: Int?)] = []

  static func compose(_ code: [UInt8]) -> [UInt8] {
    var composition = SwiftNameComposition(code: code)
    composition.run()
    return composition.output
  }

  private init(code: [UInt8]) {
    self.code = code
  }

  private mutating func run() {
    while index < code.count {
      if let text = texts.last, text.parentheses == nil {
        stepInText(text.quotes, text.hashes)
      } else {
        stepInCode()
      }
    }
    take(isCode: texts.last.map { $0.parentheses != nil } ?? true)
  }

  /// Moves the bytes since `start` to the output.
  private mutating func take(isCode: Bool) {
    let bytes = code[start..<index]
    output += isCode ? TextComposition.composed(bytes) : Array(bytes)
    start = index
  }

  private func count(of byte: UInt8, from place: Int) -> Int {
    code[place...].prefix { $0 == byte }.count
  }

  private mutating func stepInCode() {
    let byte = code[index]
    switch byte {
    case UInt8(ascii: "/") where code[index...].starts(with: "//".utf8):
      take(isCode: true)
      while index < code.count, code[index] != UInt8(ascii: "\n") { index += 1 }
      take(isCode: false)
    case UInt8(ascii: "/") where code[index...].starts(with: "/*".utf8):
      take(isCode: true)
      skipComment()
      take(isCode: false)
    case UInt8(ascii: "#"), UInt8(ascii: "\""):
      let hashes = count(of: UInt8(ascii: "#"), from: index)
      let quotes =
        index + hashes < code.count ? count(of: UInt8(ascii: "\""), from: index + hashes) : 0
      guard quotes > 0 else {
        index += hashes
        return
      }
      take(isCode: true)
      if quotes == 2 {
        index += hashes + 2 + hashes
        index = min(index, code.count)
        return take(isCode: false)
      }
      texts.append((quotes: quotes >= 3 ? 3 : 1, hashes: hashes, parentheses: nil))
      index += hashes + (quotes >= 3 ? 3 : 1)
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      index += 1
      guard let open = texts.last?.parentheses else { return }
      let now = open + (byte == UInt8(ascii: "(") ? 1 : -1)
      texts[texts.count - 1].parentheses = now > 0 ? now : nil
      if now == 0 { take(isCode: true) }
    default: index += 1
    }
  }

  private mutating func stepInText(_ quotes: Int, _ hashes: Int) {
    let byte = code[index]
    switch byte {
    case UInt8(ascii: "\\") where count(of: UInt8(ascii: "#"), from: index + 1) >= hashes:
      let next = index + 1 + hashes
      if next < code.count, code[next] == UInt8(ascii: "(") {
        index = next + 1
        take(isCode: false)
        texts[texts.count - 1].parentheses = 1
      } else {
        index = min(next + 1, code.count)
      }
    case UInt8(ascii: "\""):
      let isEnd =
        count(of: byte, from: index) >= quotes
        && count(of: UInt8(ascii: "#"), from: index + quotes) >= hashes
      index += isEnd ? quotes + hashes : 1
      if isEnd {
        take(isCode: false)
        texts.removeLast()
      }
    // A text of one line that is not closed ends with it.
    case UInt8(ascii: "\n") where quotes == 1:
      index += 1
      take(isCode: false)
      texts.removeAll()
    default: index += 1
    }
  }

  private mutating func skipComment() {
    var depth = 0
    while index < code.count {
      if code[index...].starts(with: "/*".utf8) {
        depth += 1
        index += 2
      } else if code[index...].starts(with: "*/".utf8) {
        depth -= 1
        index += 2
        if depth == 0 { return }
      } else {
        index += 1
      }
    }
  }
}
