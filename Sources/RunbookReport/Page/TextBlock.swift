internal import RunbookDrawing
internal import RunbookOutput

/// Text that a cell printed, and values written as text.
enum TextBlock {
  /// Longer text is cut in the middle; `results.json` has all lines.
  static let lineLimit = 400
  /// A longer line is cut too.
  static let lengthLimit = 2_000

  static func html(_ output: TextOutput, words: ReportStrings) -> String {
    html(output, className: output.stream == .standardError ? "stderr" : "stdout", words: words)
  }

  /// - Parameter className: the class of each `<pre>`; none if `nil`.
  private static func html(
    _ output: TextOutput, className: String?, words: ReportStrings
  ) -> String {
    let text = output.text.last == "\n" ? String(output.text.dropLast()) : output.text
    guard !text.isEmpty else { return "" }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var tail: ArraySlice<Substring> = []
    let count = lines.count
    if count > lineLimit {
      tail = lines.suffix(lineLimit / 4)
      lines.removeLast(count - lineLimit * 3 / 4)
    }
    var body = block(lines[...], className, words: words)
    if !tail.isEmpty {
      let omitted = count - lineLimit
      body +=
        "<p class=\"omitted\">\(words.omittedLines(omitted))</p>\n"
        + block(tail, className, words: words)
    }
    return body
  }

  private static func block(
    _ lines: ArraySlice<Substring>, _ className: String?, words: ReportStrings
  ) -> String {
    let shown = lines.map { line in
      line.utf8.count > lengthLimit ? line.prefix(lengthLimit) + "…" : String(line)
    }
    let name =
      className == "stderr"
      ? HTML.attribute("aria-label", words.standardError) + " role=\"group\"" : ""
    return
      "<pre\(HTML.attribute("class", className))\(name)>\(TerminalText.html(shown.joined(separator: "\n")))</pre>\n"
  }

  static func html(_ value: ValueOutput, words: ReportStrings) -> String {
    if let tensor = TensorBlock(value, words: words) { return tensor.html }
    let isEmpty = value.shape?.contains(0) == true
    let count = value.count.map { "<p class=\"omitted\">\(words.elements($0))</p>\n" } ?? ""
    let summary = value.summary.map {
      "<p class=\"omitted\">\(HTML.escape(words.describe($0)))</p>\n"
    }
    let text = isEmpty ? words.noElements : value.text
    // Prose may be wrapped, text in columns may not.
    let wraps = value.type == "String" || !text.contains("\n")
    return "<div class=\"value\">\(badge(value))<div class=\"words\(wraps ? " wrap" : "")\">"
      + "\(lines(text, words: words))"
      + "\(count)\(summary ?? "")</div></div>\n"
  }

  /// The shape and type of a value. For a tensor the shape is more informative than the type;
  /// strings and plain numbers need no type.
  static func badge(_ value: ValueOutput) -> String {
    var note = value.text.contains("\n") && value.type != "String" ? value.type : ""
    if value.count != nil { note = value.type }
    if let shape = value.shape {
      let extents = shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×")
      note = ([value.type, extents] + [value.dtype].compactMap { $0 }).joined(separator: " · ")
    }
    return note.isEmpty ? "" : "<span class=\"type\">\(HTML.escape(note))</span>"
  }

  /// The text of a value, shortened like printed text.
  private static func lines(_ text: String, words: ReportStrings) -> String {
    html(TextOutput(stream: .standardOutput, text: text), className: nil, words: words)
  }
}
