/// Finds a name at the beginning of a word: Korean particles follow a name without a space, and so do
/// the marks that may be a part of it.
enum KnownPrefix {
  /// The number of characters of a word that are looked at, so that any word takes bounded time.
  private static let reach = 200

  /// The longest beginning of `word` that is known and that no ASCII letter or digit follows.
  static func longest(of word: String, where isKnown: (String) -> Bool) -> String? {
    var ends: [String.Index] = []
    var index = word.startIndex
    for _ in 0..<reach where index < word.endIndex {
      index = word.index(after: index)
      if index == word.endIndex || !isASCIIWord(word[index]) { ends.append(index) }
    }
    for end in ends.reversed() {
      let candidate = String(word[..<end])
      if isKnown(candidate) { return candidate }
    }
    return nil
  }

  private static func isASCIIWord(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }
}
