/// Replacements of source text by the Markdown that the parser reads instead.
///
/// Lines stay lines: a replacement never adds or removes a newline, so line numbers are those of the
/// source, and columns are translated back (`PreparedText`).
struct TextEdits {
  /// A replacement within one line.
  struct Edit {
    /// The replaced bytes, as offsets in the whole source.
    var range: Range<Int>
    var replacement: [UInt8]
  }

  private let source: SourceText
  private var collected: [Edit] = []
  /// The markers in the text, by their numbers.
  private(set) var markers: [Marker] = []
  /// The footnotes that the text defines.
  var footnotes = FootnoteDefinitions()

  init(_ source: SourceText) {
    self.source = source
  }

  var isEmpty: Bool { collected.isEmpty }

  /// Replaces a range of the source; of several lines, the first gets the replacement and the
  /// others become empty in that range.
  ///
  /// Of two edits that overlap, the one that was made first applies.
  mutating func replace(_ range: Range<Int>, with text: String) {
    var replacement = Array(markingAttributes(of: text).utf8).map {
      $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0
    }
    var start = range.lowerBound
    while let newline = source.bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "\n")) {
      collected.append(Edit(range: start..<newline, replacement: replacement))
      replacement = []
      start = newline + 1
    }
    collected.append(Edit(range: start..<range.upperBound, replacement: replacement))
  }

  /// The text of a picture with its attributes as a marker, as if the author had written them.
  private mutating func markingAttributes(of text: String) -> String {
    guard text.hasPrefix("!["), text.hasSuffix("}") else { return text }
    let bytes = Array(text.utf8)
    guard let brace = bytes.lastIndex(of: UInt8(ascii: "{")), brace > 0,
      bytes[brace - 1] == UInt8(ascii: ")"), let found = Attributes(at: brace, in: bytes),
      brace + found.source.utf8.count == bytes.count
    else { return text }
    markers.append(.attributes(found))
    return String(decoding: bytes[..<brace], as: UTF8.self) + Marker.text(number: markers.count - 1)
  }

  /// Replaces a range of the source by a marker, which becomes a node of the tree.
  ///
  /// A marker at the beginning of a line is a block of its own, even below a paragraph; elsewhere it
  /// is a part of its paragraph.
  mutating func replace(_ range: Range<Int>, with marker: Marker) {
    replace(range, with: add(marker))
  }

  /// Adds a marker; returns the text that stands for it, for a part of a replacement.
  mutating func add(_ marker: Marker) -> String {
    markers.append(marker)
    return Marker.text(number: markers.count - 1)
  }

  /// Replaces a range of a line by text and a marker after it.
  mutating func replace(_ range: Range<Int>, with text: String, then marker: Marker) {
    replace(range, with: text + Marker.text(number: markers.count))
    markers.append(marker)
  }

  /// The edits from first to last, none of which overlaps another.
  var ordered: [Edit] {
    var kept: [(offset: Int, element: Edit)] = []
    let sorted = collected.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for edit in sorted {
      while let last = kept.last, edit.element.range.lowerBound < last.element.range.upperBound,
        edit.offset < last.offset
      {
        kept.removeLast()
      }
      if let last = kept.last, edit.element.range.lowerBound < last.element.range.upperBound {
        continue
      }
      kept.append(edit)
    }
    return kept.map(\.element)
  }
}
