import Foundation
import RunbookFiles
import RunbookOutput

/// Standard error: progress is redrawn on a terminal and written line by line elsewhere.
struct Terminal {
  /// Whether a line can be taken back and written again.
  let isLive: Bool
  let hasColor: Bool

  /// Looks at standard error and at `TERM`, `CI` and `NO_COLOR`.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let isTerminal = isatty(2) == 1 && environment["TERM"] != "dumb"
    isLive = isTerminal && environment["CI", default: ""].isEmpty
    hasColor = Self.allowsColor(on: 2, environment: environment)
  }

  /// Whether text for a descriptor is coloured: for a terminal, unless the user forbids it.
  static func allowsColor(
    on descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Bool {
    isatty(descriptor) == 1 && environment["TERM"] != "dumb"
      && environment["NO_COLOR", default: ""].isEmpty
  }

  /// Columns of the terminal; 80 where there is none.
  var width: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  func styled(_ text: StyledText, _ style: Style) -> StyledText {
    hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Writes a diagnostic as a line.
  func write(_ diagnostic: Diagnostic) { write("\(diagnostic)\n") }

  /// Writes to standard error.
  func write(_ text: StyledText) {
    StandardStream.error.write(text.text.utf8)
  }

  /// Takes back the last line, if it was not ended, and writes another one in its place, as much of it
  /// as there are columns.
  func rewriteLine(_ text: String = "") {
    let line = ControlCharacters.visible(text, keepsLines: false)
    write("\r\u{1B}[K\(TextColumns.clipped(line, to: width - 1))")
  }
}
