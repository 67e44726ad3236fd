/// The parts of two lines that differ, for marks within the line.
struct LineMarks {
  /// A stretch of a line.
  struct Piece: Hashable, Sendable {
    var text: String
    var isMarked: Bool
  }

  let old: [Piece]
  let new: [Piece]

  init(_ old: TextLine, _ new: TextLine, verdict: TextLine.Verdict) {
    var oldMarked = Set<Int>()
    var newMarked = Set<Int>()
    switch verdict {
    case .same: break
    case .numbers(let indices):
      oldMarked = Set(indices)
      newMarked = Set(indices)
    case .words:
      let pairs = Alignment.cheapest(old.tokens.count, new.tokens.count) {
        old.tokens[$0].content == new.tokens[$1].content ? 0 : nil
      }
      oldMarked = Set(pairs.filter { $0.new == nil }.compactMap(\.old))
      newMarked = Set(pairs.filter { $0.old == nil }.compactMap(\.new))
    }
    self.old = Self.pieces(of: old, marked: oldMarked)
    self.new = Self.pieces(of: new, marked: newMarked)
  }

  /// Cuts a line at the borders of its marked tokens; marks separated only by spaces are joined.
  private static func pieces(of line: TextLine, marked: Set<Int>) -> [Piece] {
    let characters = Array(line.text)
    var pieces = [Piece]()
    var done = 0
    for index in marked.sorted() {
      var start = line.tokens[index].start
      if marked.contains(index - 1) { start = done }
      if start > done {
        pieces.append(Piece(text: String(characters[done..<start]), isMarked: false))
      }
      let text = String(characters[start..<line.tokens[index].end])
      if start == done, pieces.last?.isMarked == true {
        pieces[pieces.count - 1].text += text
      } else {
        pieces.append(Piece(text: text, isMarked: true))
      }
      done = line.tokens[index].end
    }
    if done < characters.count {
      pieces.append(Piece(text: String(characters[done...]), isMarked: false))
    }
    return pieces
  }
}
