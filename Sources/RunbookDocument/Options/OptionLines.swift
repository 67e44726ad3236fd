internal import RunbookFiles

/// The option lines at the top of a cell, `//| key: value` or `#| key: value`.
struct OptionLines {
  /// The number of lines that are options.
  var count = 0
  /// Their YAML, with the locations of its lines in the notebook.
  var yaml = YAMLText([])
  /// Lines further down that look like options but are not; counted from 0.
  var misplaced: [Int] = []

  /// No options.
  init() {}

  /// - Parameters:
  ///   - lines: the lines of the cell.
  ///   - location: returns the location of a character, given the line in the cell and the
  ///     character in it, from 0.
  ///   - marks: the characters that begin an option line.
  init(
    lines: [Substring], marks: [String] = OptionMarks.read(in: "swift"),
    location: (_ line: Int, _ character: Int) -> SourceLocation
  ) {
    var yaml: [YAMLText.Line] = []
    for (number, line) in lines.enumerated() {
      guard let marker = Self.marker(of: line, marks) else { continue }
      guard number == count else {
        misplaced.append(number)
        continue
      }
      let text = line.dropFirst(marker)
      yaml.append(YAMLText.Line(text: String(text), location: location(number, marker)))
      count += 1
    }
    self.yaml = YAMLText(yaml)
  }

  /// The number of characters before the YAML of an option line; `nil` for other lines.
  private static func marker(of line: Substring, _ marks: [String]) -> Int? {
    let body = line.drop { $0 == " " || $0 == "\t" }
    guard let length = marks.first(where: body.hasPrefix)?.count else { return nil }
    let blank = body.dropFirst(length).first == " " ? 1 : 0
    return line.count - body.count + length + blank
  }
}
