internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// The reason why a cell did not finish: the failure, its line, and the call stack.
struct FailureBlock {
  private let failure: Failure
  private let cell: Cell
  /// The included file that contains the cell, as named by failures.
  private let file: String?
  private let isExpected: Bool
  private let words: ReportStrings

  /// - Parameter recording: the recorded outputs of the cell.
  init(_ failure: Failure, cell: Cell, recording: CellRecording?, _ words: ReportStrings) {
    self.failure = failure
    self.cell = cell
    file = recording?.file
    isExpected = recording?.failureIsExpected == true
    self.words = words
  }

  var html: String {
    let style = failure.reason == .notRun ? " not-run" : isExpected ? " expected" : ""
    var title = "<strong>\(words.failure(failure.reason))</strong>"
    if let line = failure.line {
      title += " <span class=\"where\">\(words.line(line, of: failure.file))</span>"
    }
    if isExpected { title += " <span class=\"where\">\(words.expected)</span>" }
    let frames = failure.frames.map { frame in
      "<li><code>\(HTML.escape(frame.function))</code> <span class=\"where\">"
        + "\(words.line(frame.line, of: frame.file))</span></li>"
    }
    return "<div class=\"failure\(style)\">\n<p class=\"failure-title\">\(title)</p>\n"
      + "<pre class=\"message\">\(TerminalText.html(failure.message))</pre>\n\(excerpt)"
      + (frames.isEmpty ? "" : "<ol class=\"frames\">\(frames.joined())</ol>\n") + "</div>\n"
  }

  /// The line of the cell named by the failure, with a mark at the column.
  private var excerpt: String {
    guard let line = failure.line, failure.reason != .notRun, failure.file == file else {
      return ""
    }
    let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    let index = line - cell.location.line
    guard lines.indices.contains(index), !lines[index].allSatisfy(\.isWhitespace) else { return "" }
    var text = "<span class=\"line-number\">\(line)</span>\(HTML.escape(lines[index]))"
    if let column = failure.column, column >= cell.location.column {
      // A letter of Hangul is as wide as an ideographic space of the same font.
      let blanks = lines[index].prefix(column - cell.location.column)
        .map { TextColumns.width(of: $0) == 2 ? "\u{3000}" : $0 == "\t" ? "\t" : " " }.joined()
      text += "\n<span class=\"line-number\"></span><span class=\"caret\">\(blanks)^</span>"
    }
    return "<pre class=\"excerpt\">\(text)</pre>\n"
  }
}
