/// A formula as LaTeX that KaTeX accepts: with the macros that it uses and the numbers of its rows,
/// without what the document deals with itself.
package struct TypesetFormula: Sendable {
  package private(set) var text: String
  /// Where pieces of the source begin in `text`, and where in the source, in bytes.
  private var pieces: [(text: Int, source: Int)]
  private let source: String

  /// - Parameter math: the formula, its numbers and references resolved.
  package init(_ math: Math) {
    source = math.source
    let edits =
      math.source.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == 37 })
      ? TypesetEdits(math).ordered : []
    let prefix = Array(math.macros.utf8)
    let bytes = Array(math.source.utf8)
    var output = prefix
    var pieces = [(text: 0, source: 0), (text: prefix.count, source: 0)]
    var position = 0
    for edit in edits where edit.range.lowerBound >= position {
      output += bytes[position..<edit.range.lowerBound]
      pieces.append((output.count, edit.range.lowerBound))
      output += edit.replacement.utf8
      position = edit.range.upperBound
      pieces.append((output.count, position))
    }
    output += bytes[position...]
    if !math.punctuation.isEmpty { output += "\\text{\(math.punctuation)}".utf8 }
    // KaTeX rejects control characters, which come from copied text.
    for index in output.indices where output[index] < 32 && output[index] != 10 {
      output[index] = 32
    }
    text = String(decoding: output, as: UTF8.self)
    self.pieces = pieces
  }

  /// The place in the source of a place in `text`, both in UTF-16 units.
  package func sourceOffset(ofUTF16Offset offset: Int) -> Int {
    let units = text.utf16
    let index = units.index(units.startIndex, offsetBy: offset, limitedBy: units.endIndex)
    let bytes = text.utf8.distance(from: text.startIndex, to: index ?? units.endIndex)
    // Of several pieces at one place, the last has content.
    guard let number = pieces.lastIndex(where: { $0.text <= bytes }) else { return 0 }
    let piece = pieces[number]
    let length = number + 1 < pieces.count ? pieces[number + 1].source - piece.source : Int.max
    let place = piece.source + min(bytes - piece.text, max(0, length))
    let utf8 = source.utf8
    let end = utf8.index(utf8.startIndex, offsetBy: place, limitedBy: utf8.endIndex)
    return source.utf16.distance(from: source.startIndex, to: end ?? utf8.endIndex)
  }
}
