/// Splits a line of text into words and numbers.
///
/// A number is an optional sign, digits with an optional point, and an optional exponent; or `inf`,
/// `infinity`, `∞` or `nan` in any case. Digits are part of a word:
///
/// - after a letter of an alphabet (`conv1`, `Float32`), though not after Hangul, kana or Han, which
///   are written directly before a number (`약3.5초`);
/// - in a row of more than two parts (`1.2.3`, a version).
///
/// A sign belongs to a number only where it cannot be a dash or an operator between two things:
/// `3-5` is 3, `-`, 5, but `(-5` and `= -5` are minus five.
package struct TextTokenizer: Sendable {
  /// A piece of a line, with the columns from `start` up to but not including `end`.
  package struct Token: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
      case word(String)
      case number(NumberToken)
    }

    package var content: Content
    package var start: Int
    package var end: Int

    package var number: NumberToken? {
      if case .number(let number) = content { number } else { nil }
    }
  }

  private let characters: [Character]
  private var position = 0
  private var tokens: [Token] = []
  private var wordStart: Int?

  /// Returns the words and numbers of `line`; spaces are the columns that no token covers.
  package static func tokens(of line: some StringProtocol) -> [Token] {
    var tokenizer = TextTokenizer(line)
    tokenizer.run()
    return tokenizer.tokens
  }

  /// The number that the whole `text` represents, apart from spaces at its ends.
  package static func number(_ text: some StringProtocol) -> NumberToken? {
    let tokens = tokens(of: text)
    return tokens.count == 1 ? tokens[0].number : nil
  }

  private init(_ line: some StringProtocol) {
    characters = Array(line)
  }

  private mutating func run() {
    while position < characters.count {
      if characters[position] == " " || characters[position] == "\t" {
        endWord()
        position += 1
      } else if let (end, number) = number(at: position) {
        endWord()
        tokens.append(Token(content: .number(number), start: position, end: end))
        position = end
      } else {
        if wordStart == nil { wordStart = position }
        // Digits that are not a number here must not be read as one from their middle.
        position = endOfWordPart(from: position)
      }
    }
    endWord()
  }

  private mutating func endWord() {
    guard let start = wordStart else { return }
    tokens.append(
      Token(content: .word(String(characters[start..<position])), start: start, end: position))
    wordStart = nil
  }

  private func endOfWordPart(from start: Int) -> Int {
    var end = start
    if isDigit(end) {
      while isDigit(end) || isPoint(end) && isDigit(end + 1) { end += 1 }
      return end
    }
    guard end < characters.count, isAlphabetic(end) else { return start + 1 }
    while end < characters.count, isAlphabetic(end) || isDigit(end) { end += 1 }
    return end
  }

  private func number(at start: Int) -> (end: Int, number: NumberToken)? {
    guard start == 0 || !joinsWord(start - 1) else { return nil }
    var end = start
    let isSigned = ["+", "-", "−"].contains(characters[start])
    if isSigned {
      guard start == 0 || !isOperand(start - 1) else { return nil }
      end += 1
    }
    let isNegative = isSigned && characters[start] != "+"
    if let (wordEnd, value) = namedValue(at: end) {
      let text = String(characters[start..<wordEnd])
      return (
        wordEnd, NumberToken(text: text, value: isNegative ? -value : value, isInteger: false)
      )
    }
    return digits(from: end, start: start, isNegative: isNegative)
  }

  private func digits(
    from first: Int, start: Int, isNegative: Bool
  ) -> (end: Int, number: NumberToken)? {
    var end = first
    var isInteger = true
    while isDigit(end) { end += 1 }
    if isPoint(end), isDigit(end + 1) {
      isInteger = false
      end += 1
      while isDigit(end) { end += 1 }
      if isPoint(end), isDigit(end + 1) { return nil }
    }
    guard end > first else { return nil }
    if end < characters.count, characters[end] == "e" || characters[end] == "E" {
      var exponent = end + 1
      if exponent < characters.count, ["+", "-", "−"].contains(characters[exponent]) {
        exponent += 1
      }
      if isDigit(exponent) {
        while isDigit(exponent) { exponent += 1 }
        isInteger = false
        end = exponent
      }
    }
    let magnitude = String(characters[first..<end].map { $0 == "−" ? "-" : $0 })
    guard let value = Double(magnitude.hasPrefix(".") ? "0" + magnitude : magnitude) else {
      return nil
    }
    let text = String(characters[start..<end])
    return (end, NumberToken(text: text, value: isNegative ? -value : value, isInteger: isInteger))
  }

  private func namedValue(at start: Int) -> (end: Int, value: Double)? {
    guard start < characters.count else { return nil }
    if characters[start] == "∞" { return (start + 1, .infinity) }
    var end = start
    while end < characters.count, isAlphabetic(end) || isDigit(end) || characters[end] == "_" {
      end += 1
    }
    switch String(characters[start..<end]).lowercased() {
    case "inf", "infinity": return (end, .infinity)
    case "nan": return (end, .nan)
    default: return nil
    }
  }

  private func isDigit(_ index: Int) -> Bool {
    index < characters.count && characters[index].isASCII && characters[index].isNumber
  }

  private func isPoint(_ index: Int) -> Bool {
    index < characters.count && characters[index] == "."
  }

  /// Whether the character is a letter of a script that separates words by spaces.
  private func isAlphabetic(_ index: Int) -> Bool {
    let character = characters[index]
    return character.isLetter && (character.unicodeScalars.first?.value ?? 0) < 0x1100
  }

  private func joinsWord(_ index: Int) -> Bool {
    characters[index] == "_" || isAlphabetic(index)
  }

  /// Whether a sign after this character is between two operands.
  private func isOperand(_ index: Int) -> Bool {
    let character = characters[index]
    return character.isLetter || character.isNumber
      || [")", "]", "_", "%", "."].contains(character)
  }
}
