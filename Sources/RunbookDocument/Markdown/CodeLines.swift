internal import RunbookFiles

/// The lines of a code block and their locations in the notebook.
///
/// Text before a line of code in its source line (list indentation, the `>` of a quotation) is not
/// part of the code; a line of code is the end of its source line, which gives its column.
struct CodeLines {
  let lines: [Substring]
  private let firstLine: Int
  private let source: SourceText
  /// The lines in which something was replaced, by their index.
  private var edited: [Int: EditedLine] = [:]

  /// - Parameters:
  ///   - code: the code, its lines ended by newlines.
  ///   - firstLine: the line of `source` that contains the first of them.
  ///   - text: the text that the parser read, for code in which something may have been replaced.
  init(_ code: String, firstLine: Int, source: SourceText, text: PreparedText? = nil) {
    var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
    self.firstLine = firstLine
    self.source = source
    guard let text, text.hasEdits else { return }
    for (index, line) in lines.enumerated() {
      edited[index] = EditedLine(
        firstLine + index, length: line.utf8.count, of: text, in: source)
    }
  }

  /// The location of a character, given by line and character in the line, both from 0.
  func location(_ line: Int, _ character: Int) -> SourceLocation {
    guard line < lines.count else {
      return source.location(line: firstLine + line, column: character + 1)
    }
    if let edited = edited[line] {
      return source.location(line: firstLine + line, column: edited.column(of: character) + 1)
    }
    let code = lines[line]
    let prefix = max(0, source.line(firstLine + line).count - code.utf8.count)
    var location = source.location(line: firstLine + line, offset: prefix)
    location.column += character
    return location
  }

  /// The code from a line (from 0) on, each line ended by a newline.
  func text(from line: Int) -> String {
    lines.dropFirst(line).map { $0 + "\n" }.joined()
  }

  /// The location at which `text(from: line)` begins; an empty line begins where the first line of
  /// code does.
  func location(from line: Int) -> SourceLocation {
    var location = self.location(line, 0)
    if let filled = lines.indices.dropFirst(line).first(where: { !lines[$0].isEmpty }) {
      location.column = self.location(filled, 0).column
    }
    return location
  }
}
