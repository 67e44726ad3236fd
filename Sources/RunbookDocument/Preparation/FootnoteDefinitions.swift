/// The footnotes that a text defines, by the names that the parser reads.
struct FootnoteDefinitions {
  /// The words of a footnote that stand at its mark, `^[words]`.
  struct Inline {
    var name: String
    var words: DivisionOpening.Words
  }

  /// The names of the definitions, in order.
  var names: [String] = []
  /// The names given to definitions whose own name is already taken in the same file.
  var repeated: Set<String> = []
  var inline: [Inline] = []

  var isEmpty: Bool { names.isEmpty && inline.isEmpty }

  /// Lines for the end of the text: definitions that stand for inline footnotes, and a paragraph that
  /// refers to every footnote, since the parser drops those to which nothing refers.
  var addition: String {
    let definitions = inline.map { "[^\($0.name)]: x\n\n" }.joined()
    return "\n\n" + definitions + names.map { "[^\($0)]" }.joined(separator: " ") + "\n"
  }
}
