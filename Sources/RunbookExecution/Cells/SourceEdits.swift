/// A piece of text to insert and the byte before which it goes.
struct SourceEdit {
  var offset: Int
  var text: String
}

/// Text put into a source without removing anything, with a map of the columns that moved.
///
/// An insertion never contains a newline, so lines keep their numbers and only columns move.
struct SourceEdits {
  private let source: [UInt8]
  private var insertions: [SourceEdit] = []

  init(_ source: String) {
    self.source = Array(source.utf8)
  }

  /// Inserts `text` before the byte at `offset`; of two insertions there, the first stays first.
  mutating func insert(_ text: String, at offset: Int) {
    insertions.append(SourceEdit(offset: offset, text: text))
  }

  /// The source with everything inserted, and the map of its columns.
  func applied() -> (text: String, columns: ColumnMap) {
    // Sorting by offset alone would be free to swap two insertions at one place.
    let ordered = insertions.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }
    var output = [UInt8]()
    output.reserveCapacity(source.count + 16 * insertions.count)
    var columns = ColumnMap()
    var taken = 0
    var line = 1
    var lineStart = 0
    for (_, insertion) in ordered {
      for index in taken..<insertion.offset where source[index] == UInt8(ascii: "\n") {
        line += 1
        lineStart = index + 1
      }
      output.append(contentsOf: source[taken..<insertion.offset])
      output.append(contentsOf: insertion.text.utf8)
      taken = insertion.offset
      columns.add(
        line: line, column: insertion.offset - lineStart + 1, length: insertion.text.utf8.count)
    }
    output.append(contentsOf: source[taken...])
    return (String(decoding: output, as: UTF8.self), columns)
  }
}
