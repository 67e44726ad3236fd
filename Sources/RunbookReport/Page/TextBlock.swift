internal import RunbookOutput

/// Text that a cell printed, and values written as text.
enum TextBlock {
  /// More lines than this are cut in the middle; `results.json` has all of them.
  static let lineLimit = 400
  /// A line longer than this is cut too.
  static let lengthLimit = 2_000

  static func html(_ output: TextOutput, words: ReportWords) -> String {
    let isError = output.stream == .standardError
    let text = output.text.last == "\n" ? String(output.text.dropLast()) : output.text
    guard !text.isEmpty else { return "" }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var tail: ArraySlice<Substring> = []
    let count = lines.count
    if count > lineLimit {
      tail = lines.suffix(lineLimit / 4)
      lines.removeLast(count - lineLimit * 3 / 4)
    }
    var body = block(lines[...], isError: isError, words: words)
    if !tail.isEmpty {
      let omitted = count - lineLimit
      body +=
        "<p class=\"omitted\">\(words.omittedLines(omitted))</p>\n"
        + block(tail, isError: isError, words: words)
    }
    return body
  }

  private static func block(
    _ lines: ArraySlice<Substring>, isError: Bool, words: ReportWords
  ) -> String {
    let shown = lines.map { line in
      line.utf8.count > lengthLimit ? line.prefix(lengthLimit) + "…" : String(line)
    }
    let kind = isError ? "stderr" : "stdout"
    let name = isError ? HTML.attribute("aria-label", words.standardError) + " role=\"group\"" : ""
    return
      "<pre class=\"\(kind)\"\(name)>\(TerminalText.html(shown.joined(separator: "\n")))</pre>\n"
  }

  static func html(_ value: ValueOutput) -> String {
    // A tensor's shape says more than its type; words and plain numbers need no type at all.
    let note = value.shape.map { shape in
      "\(value.type) · \(shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×"))"
    }
    let type = note ?? (value.text.contains("\n") ? value.type : "")
    let badge = type.isEmpty ? "" : "<span class=\"type\">\(HTML.escape(type))</span>"
    return "<div class=\"value\">\(badge)<pre>\(TerminalText.html(value.text))</pre></div>\n"
  }
}
