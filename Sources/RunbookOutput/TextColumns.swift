/// The width of text in columns where all letters have the same width: a terminal, a monospaced
/// font.
///
/// Hangul, Han and kana take two columns, combining marks none (Unicode Standard Annex 11, the blocks
/// that are wide throughout).
public enum TextColumns {
  /// The width of `character` in columns: 0, 1 or 2.
  public static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    return switch scalar.value {
    case 0x20..<0x7F: 1
    case 0..<0x20, 0x7F..<0xA0, 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// The width of one line of text in columns.
  public static func width(of text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  /// The longest prefix of `text` that fits into `columns`.
  public static func clipped(_ text: String, to columns: Int) -> String {
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      used += width(of: text[end])
      guard used <= columns else { break }
      end = text.index(after: end)
    }
    return String(text[..<end])
  }
}
