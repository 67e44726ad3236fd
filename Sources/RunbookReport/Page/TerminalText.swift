internal import RunbookDrawing
internal import RunbookOutput

/// Converts text to HTML as a terminal would show it.
///
/// Colours and weights become classes; a carriage return returns to the start of the line, a
/// backspace removes a character, and all other control sequences are removed.
struct TerminalText {
  private struct Style: Hashable {
    var foreground: String?
    var background: String?
    var isBold = false
    var isFaint = false
    var isItalic = false
    var isUnderlined = false

    var classes: String {
      [
        foreground.map { "fg-\($0)" }, background.map { "bg-\($0)" }, isBold ? "bold" : nil,
        isFaint ? "faint" : nil, isItalic ? "italic" : nil, isUnderlined ? "underline" : nil,
      ].compactMap { $0 }.joined(separator: " ")
    }
  }

  private var style = Style()
  private var line: [(character: Character, style: Style)] = []
  /// The column of the next character; after the last character except after a carriage return.
  private var column = 0
  private var output = ""

  /// Returns `text` escaped and coloured.
  static func html(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 || $0 == 10 }
    guard !isPlain else { return escape(text) }
    var terminal = TerminalText()
    terminal.feed(text)
    return terminal.output
  }

  /// Escaped, with wide letters set two columns wide, which browsers do not do: Hangul comes from
  /// another font than the letters beside it, and columns would not be aligned.
  private static func escape(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value >= 0x1100 }) else {
      return HTML.escape(text)
    }
    var output = ""
    var run = ""
    var isWide = false
    func flush() {
      guard !run.isEmpty else { return }
      output +=
        isWide ? "<i style=\"width:\(2 * run.count)ch\">\(HTML.escape(run))</i>" : HTML.escape(run)
      run = ""
    }
    for character in text {
      let next = TextColumns.width(of: character) == 2
      // Short runs, so that a long text can still be wrapped.
      if next != isWide || run.count >= 12 && isWide { flush() }
      isWide = next
      run.append(character)
    }
    flush()
    return output
  }

  private mutating func feed(_ text: String) {
    let characters = Array(text)
    var index = 0
    while index < characters.count {
      let character = characters[index]
      index += 1
      switch character {
      case "\u{1B}": index = skipSequence(characters, from: index)
      case "\r": column = 0
      case "\u{8}": column = max(0, column - 1)
      case "\n", "\r\n": endLine(with: "\n")
      default:
        if column < line.count {
          line[column] = (character, style)
        } else {
          line.append((character, style))
        }
        column += 1
      }
    }
    endLine(with: "")
  }

  private mutating func endLine(with end: String) {
    var start = 0
    while start < line.count {
      var stop = start
      while stop < line.count, line[stop].style == line[start].style { stop += 1 }
      let words = Self.escape(String(line[start..<stop].map(\.character)))
      let classes = line[start].style.classes
      output += classes.isEmpty ? words : "<span class=\"\(classes)\">\(words)</span>"
      start = stop
    }
    output += end
    line.removeAll(keepingCapacity: true)
    column = 0
  }

  /// Processes the escape sequence at `start` and returns its end (ECMA-48, sections 5.4, 5.6).
  private mutating func skipSequence(_ characters: [Character], from start: Int) -> Int {
    guard start < characters.count else { return start }
    var index = start + 1
    switch characters[start] {
    case "[":
      var parameters = ""
      while index < characters.count, let code = characters[index].asciiValue, code < 0x40 {
        parameters.append(characters[index])
        index += 1
      }
      guard index < characters.count else { return index }
      if characters[index] == "m" { apply(parameters) }
      if characters[index] == "K", parameters.isEmpty || parameters == "0" {
        line.removeLast(max(0, line.count - column))
      }
      return index + 1
    case "]", "P", "_", "^":
      while index < characters.count, characters[index] != "\u{7}" {
        if characters[index] == "\u{1B}" { return min(index + 2, characters.count) }
        index += 1
      }
      return min(index + 1, characters.count)
    default:
      return index
    }
  }

  private static let colors = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  /// Select Graphic Rendition.
  private mutating func apply(_ parameters: String) {
    let codes = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    var index = 0
    while index < codes.count {
      let code = codes[index]
      switch code {
      case 0: style = Style()
      case 1: style.isBold = true
      case 2: style.isFaint = true
      case 3: style.isItalic = true
      case 4: style.isUnderlined = true
      case 22: (style.isBold, style.isFaint) = (false, false)
      case 23: style.isItalic = false
      case 24: style.isUnderlined = false
      case 30...37: style.foreground = Self.colors[code - 30]
      case 39: style.foreground = nil
      case 40...47: style.background = Self.colors[code - 40]
      case 49: style.background = nil
      case 90...97: style.foreground = Self.colors[code - 90]
      case 100...107: style.background = Self.colors[code - 100]
      case 38, 48:
        // Of the 256 colours the first sixteen have names; the others keep the page's colour.
        let isIndexed = index + 2 < codes.count && codes[index + 1] == 5
        let color = isIndexed && codes[index + 2] < 16 ? Self.colors[codes[index + 2] % 8] : nil
        if code == 38 { style.foreground = color } else { style.background = color }
        index += isIndexed ? 2 : 4
      default: break
      }
      index += 1
    }
  }
}
