import RunbookFiles

// Everything that commands write to standard output goes through these functions, which take the
// place of the standard library's.

/// Writes a line to standard output, its control characters visible.
func print(_ item: some CustomStringConvertible, terminator: String = "\n") {
  StandardStream.output.write((ControlCharacters.visible("\(item)") + terminator).utf8)
}

/// Writes text to standard output, its control characters visible.
func print(_ text: String, terminator: String = "\n") {
  StandardStream.output.write((ControlCharacters.visible(text) + terminator).utf8)
}

/// Writes styled text to standard output.
func print(_ text: StyledText, terminator: String = "\n") {
  StandardStream.output.write((text.text + terminator).utf8)
}

/// Writes JSON to standard output, with JSON's own escapes.
func print(json: String, terminator: String = "\n") {
  StandardStream.output.write((ControlCharacters.visible(json: json) + terminator).utf8)
}
