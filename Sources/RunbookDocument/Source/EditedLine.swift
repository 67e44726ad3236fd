/// The columns of a line of HTML or LaTeX in which `TextEdits` replaced something.
struct EditedLine {
  /// From `character` on, columns of the source run along with the characters, or stand still within
  /// a replacement.
  private struct Step {
    var character: Int
    var column: Int
    var isReplacement: Bool
  }

  private var steps: [Step] = []

  /// - Parameters:
  ///   - line: the number of the line, from 1.
  ///   - length: the number of bytes at the end of the prepared line that are looked at.
  /// - Returns: `nil` if nothing in the line is replaced.
  init?(_ line: Int, length: Int, of text: PreparedText, in source: SourceText) {
    let edits = text.edits(ofLine: line)
    guard !edits.isEmpty else { return nil }
    let prepared = text.unmarked(text.line(line))[...]
    let written = source.line(line)
    // A marker is shown as the author's text, so the line is as long as the author's.
    guard
      !edits.contains(where: { edit in
        edit.prepared.upperBound <= prepared.count
          && Marker.number(in: prepared[edit.prepared]) != nil
      })
    else { return nil }
    let first = max(0, prepared.count - length)
    var (preparedEnd, sourceEnd, character, column) = (0, 0, 0, 0)
    /// Counts up to two places that belong together.
    func advance(prepared place: Int, source sourcePlace: Int) {
      let start = max(preparedEnd, first)
      if place > start { character += SourceText.characterCount(prepared[start..<place]) }
      let base = written.startIndex
      let end = min(sourcePlace, written.count)
      if end > sourceEnd {
        column += SourceText.characterCount(written[(base + sourceEnd)..<(base + end)])
      }
      (preparedEnd, sourceEnd) = (place, max(sourceEnd, end))
    }
    var shift = 0
    var isBegun = false
    for edit in edits {
      guard edit.prepared.upperBound <= prepared.count else { return nil }
      if !isBegun, edit.prepared.lowerBound >= first {
        advance(prepared: first, source: first + shift)
        steps.append(Step(character: 0, column: column, isReplacement: false))
        isBegun = true
      }
      advance(prepared: edit.prepared.lowerBound, source: edit.source.lowerBound)
      if isBegun { steps.append(Step(character: character, column: column, isReplacement: true)) }
      advance(prepared: edit.prepared.upperBound, source: edit.source.upperBound)
      if isBegun { steps.append(Step(character: character, column: column, isReplacement: false)) }
      shift = edit.source.upperBound - edit.prepared.upperBound
    }
    guard isBegun else {
      advance(prepared: max(first, preparedEnd), source: max(first, preparedEnd) + shift)
      steps = [Step(character: 0, column: column, isReplacement: false)]
      return
    }
  }

  /// The column, from 0, of a character of the looked at part.
  func column(of character: Int) -> Int {
    var low = 0
    var high = steps.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if steps[middle].character <= character { low = middle } else { high = middle - 1 }
    }
    let step = steps[low]
    return step.isReplacement ? step.column : step.column + character - step.character
  }
}
