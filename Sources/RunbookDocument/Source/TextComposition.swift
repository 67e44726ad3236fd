internal import Foundation

/// Composes the decomposed letters of a note (NFC), as macOS writes Hangul, but leaves code as it is.
///
/// A text in code may have to match bytes elsewhere, such as the name of a file. Names in Swift are
/// composed everywhere, since the compiler takes the two forms of a name for two names.
struct TextComposition {
  private var output: [UInt8] = []
  /// The lines that are being collected, and how they are composed.
  private var pending: [UInt8] = []
  private var kind = Kind.prose

  private enum Kind {
    case prose, swift, other
  }

  /// The text of a note, line ends already made equal.
  static func compose(_ text: [UInt8]) -> [UInt8] {
    var composition = TextComposition()
    composition.read(text)
    return composition.output
  }

  /// `text` composed as a whole.
  static func composed(_ text: some Collection<UInt8>) -> [UInt8] {
    if text.allSatisfy({ $0 < 0xCC }) { return Array(text) }
    return Array(String(decoding: text, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
  }

  private mutating func read(_ text: [UInt8]) {
    output.reserveCapacity(text.count)
    var fence: CodeFence?
    var takesOptions = false
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
      let line = text[start..<end]
      start = end
      let content = line.last == UInt8(ascii: "\n") ? line.dropLast() : line
      if let open = fence {
        if open.isClosed(by: content) {
          fence = nil
          add(line, .prose)
        } else {
          takesOptions = takesOptions && Self.isOption(content)
          add(line, takesOptions ? .prose : open.isSwift ? .swift : .other)
        }
      } else {
        fence = CodeFence(openedBy: content)
        takesOptions = fence != nil
        add(line, .prose)
      }
    }
    flush()
  }

  private mutating func add(_ line: ArraySlice<UInt8>, _ kind: Kind) {
    if kind != self.kind { flush() }
    self.kind = kind
    pending += line
  }

  private mutating func flush() {
    switch kind {
    case .prose: output += Self.composed(pending)
    case .swift: output += SwiftNameComposition.compose(pending)
    case .other: output += pending
    }
    pending = []
  }

  private static func isOption(_ line: ArraySlice<UInt8>) -> Bool {
    let body = line.drop { " \t>".utf8.contains($0) }
    return ["//|", "#|", "%%|"].contains { body.starts(with: $0.utf8) }
  }
}
