import Foundation
import NoteSupport
import RunbookConversion
import RunbookDocument
import Testing

/// What the writer makes of a note is read back as the same tree.
@Suite struct MarkdownWriterTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// All notes of the project, and the inputs of all case folders.
  static let files: [String] = {
    let names = ["notebooks", "docs", "Tests"].flatMap { folder in
      (FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?
        .compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
    }
    return names.filter { $0.hasSuffix(".md") }.sorted()
  }()

  /// A note, as far as it is free of errors.
  private func notebook(_ text: String, path: String) -> Notebook? {
    let parsed = NotebookParser(path: path).parse(Array(text.utf8))
    return parsed.hasErrors ? nil : parsed.notebook
  }

  /// The first lines in which the trees of two notes differ; `nil` if they are the same.
  private func difference(_ old: Notebook, _ new: Notebook?) -> String? {
    guard let new else { return "the written note has errors" }
    let isSame =
      old.blocks.withoutPlaces() == new.blocks.withoutPlaces()
      && Set(old.references.keys) == Set(new.references.keys)
    let lines = [old, new].map {
      NotebookDescription(notebook: $0, hasPlaces: false).description.split(separator: "\n")
    }
    guard !isSame else { return nil }
    let pair = zip(lines[0], lines[1]).first { $0 != $1 }
    return pair.map { "\($0) became \($1)" } ?? "\(lines.map(\.count))"
  }

  @Test(
    "a note with other line ends is exported as the same text", arguments: ExportFormat.allCases,
    ["\r\n", "\r"])
  func lineEnds(_ format: ExportFormat, lineEnd: String) throws {
    for file in ["notebooks/digits.md", "docs/output.md"] {
      let text = try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
      let note = try #require(notebook(text, path: file))
      let other = text.replacing("\n", with: lineEnd)
      let otherNote = try #require(notebook(other, path: file))
      #expect(
        format.convert(otherNote, source: other).text == format.convert(note, source: text).text,
        "\(file)")
    }
  }

  @Test("the page on the format has a row for every format", arguments: ExportFormat.allCases)
  func documentation(_ format: ExportFormat) throws {
    let page = try String(
      contentsOf: Self.root.appendingPathComponent("docs/notebook-format.md"), encoding: .utf8)
    #expect(page.contains("\n| `\(format.rawValue)` |"))
  }

  @Test("the written text is plain, without unnecessary escapes")
  func plain() throws {
    let text = """
      Title
      =====
      A_b * c & 5 < 6, [a] and __bold__ *it*.
      + one
      + two

            code

      ~~~~{swift}
      #| label: lst-a
      #| lst-cap: "A *b*"
      let x = 1
      ~~~~
      """
    let notebook = try #require(self.notebook(text, path: "a.md"))
    #expect(
      ExportFormat.markdown.convert(notebook, source: text).text == """
        # Title

        A_b * c & 5 < 6, [a] and **bold** *it*.

        - one

        - two

          ```
          code
          ```

        ```swift
        //| label: lst-a
        //| lst-cap: "A *b*"
        let x = 1
        ```

        """)
  }

  @Test("a note of the project is written as the same note", arguments: files)
  func notes(_ name: String) throws {
    let path = Self.root.appendingPathComponent(name).path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let old = notebook(text, path: path)
    else { return }
    let written = MarkdownWriter.text(of: old, source: text)
    let new = notebook(written, path: path)
    if let difference = difference(old, new) { Issue.record("\(difference)") }
    // What is clean stays as it is.
    if let new {
      let again = MarkdownWriter.text(of: new, source: written).split(separator: "\n")
      for (first, second) in zip(written.split(separator: "\n"), again) where first != second {
        Issue.record("\(first)\nbecame\n\(second)")
      }
    }
  }

  /// Whether the words of a picture, which the tree has as plain text, mention a footnote.
  private func losesFootnotes(_ notebook: Notebook) -> Bool {
    guard case .footnotes(let footnotes)? = notebook.blocks.last?.content else { return false }
    var mentions = 0
    notebook.blocks.visit(inline: { inline in
      if case .footnoteReference = inline.content { mentions += 1 }
    })
    return mentions != footnotes.reduce(0) { $0 + $1.uses }
  }

  /// Not every mixture of dialects is written as it was read: definitions whose term is a comment,
  /// names at the end of a heading, and the like. So it is in about one of a hundred notes made of
  /// nothing but special signs.
  @Test("random notes are written as the same notes, except for one in fifty")
  func randomNotes() {
    var generator = NoteGenerator(seed: 12)
    let count = 3000
    var failures: [String] = []
    for number in 0..<count {
      let text = generator.note()
      guard let old = notebook(text, path: "/nonexistent/a.md"), !losesFootnotes(old) else {
        continue
      }
      let written = MarkdownWriter.text(of: old, source: text)
      let new = notebook(written, path: "/nonexistent/a.md")
      guard let difference = difference(old, new) else { continue }
      failures.append("note \(number): \(difference)\n\(text)\n--- written\n\(written)")
    }
    #expect(failures.count <= count / 50, "\(failures.prefix(5).joined(separator: "\n"))")
  }
}
