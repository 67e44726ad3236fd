internal import CMarkdown
internal import RunbookFiles

/// LaTeX in sentences.
extension TreeBuilder {
  /// Adds `\\ref{x}`, `\\eqref{x}`, `\\cref{x,y}` or bookdown's `\\@ref(eq:x)`.
  mutating func takeLaTeXReference(_ node: MarkdownNode) {
    let literal = text.string(node.literal)
    let mark = String(Unicode.Scalar(FormulaMarks.backslash))
    let range = sourceRange(scanner.takeVerbatim(node.literal, between: mark, and: ""))
    guard let open = literal.firstIndex(where: { $0 == "{" || $0 == "(" }) else { return }
    tieToReference()
    let command = String(literal[..<open])
    let names = literal[literal.index(after: open)...].dropLast()
      .split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    for (index, name) in names.enumerated() {
      if index > 0 { append(.text(", "), SourceRange(range.start, range.start)) }
      append(
        .reference(CrossReference(label: name, location: range.start, command: command)), range)
    }
  }

  /// LaTeX's `~` before a reference is a space at which no line ends.
  private mutating func tieToReference() {
    let top = frames.count - 1
    guard let last = frames[top].inlines.last, case .text(let words) = last.content,
      words.hasSuffix("~")
    else { return }
    frames[top].inlines[frames[top].inlines.count - 1].content =
      .text(words.dropLast() + "\u{A0}")
  }

  /// The command for words that `rest` begins with, before its brace; `nil` for others.
  private static func command(after rest: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    let name = rest.prefix(16).prefix { (97...122).contains($0 | 32) }
    guard rest.dropFirst(name.count).first == UInt8(ascii: "{") else { return nil }
    let command = String(decoding: name, as: UTF8.self)
    return commands.contains(command) ? command : nil
  }

  private static let commands: Set<String> = [
    "cite", "citep", "citet", "citealp", "citeauthor", "citeyear", "footnote", "textbf", "textit",
    "texttt", "emph", "underline", "section", "subsection", "chapter", "paragraph", "caption",
    "includegraphics", "url", "href",
  ]

  /// Reports an environment of LaTeX, or a command for words, that remains text.
  mutating func warnOfLaTeX(in bytes: Slice<UnsafeBufferPointer<UInt8>>, at range: Range<Int>) {
    guard bytes.contains(UInt8(ascii: "\\")) else { return }
    let sign = Array("\\begin{".utf8)
    var rest = bytes
    var position = range.lowerBound
    while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      rest = rest[(backslash + 1)...]
      if let command = Self.command(after: rest) {
        position = scanner.first("\(command){", in: position..<range.upperBound)
        let place = location(at: max(range.lowerBound, position - 1))
        position = min(position + 1, range.upperBound)
        log.warning(
          command.hasPrefix("cite")
            ? "'\\\(command){…}' is shown as text; write '[@key]'"
            : "'\\\(command){…}' is shown as text; LaTeX is read in formulas only, so write Markdown",
          at: place)
        continue
      }
      guard bytes[backslash...].starts(with: sign),
        let close = rest.prefix(64).firstIndex(of: UInt8(ascii: "}"))
      else { continue }
      let name = text.string(bytes[(backslash + sign.count)..<close])
      position = scanner.first("begin{\(name)}", in: position..<range.upperBound)
      let place = location(at: max(range.lowerBound, position - 1))
      position = min(position + 1, range.upperBound)
      log.warning(
        md_is_formula_environment(name, name.utf8.count)
          ? "'\\begin{\(name)}' is shown as text, since no '\\end{\(name)}' follows it; write it"
          : "'\\begin{\(name)}' is shown as text; LaTeX is read in formulas only, so write Markdown",
        at: place)
    }
  }
}
