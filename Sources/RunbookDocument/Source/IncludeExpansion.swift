internal import Glibc
internal import RunbookFiles

/// Replaces each `{{< include _file.md >}}` of a notebook by the file that it names.
///
/// The result is read as one document, so a reference or a footnote may be in one file and its
/// target in another. Every line keeps its original location for messages.
struct IncludeExpansion {
  /// The maximum number of includes in a notebook, repetitions counted.
  private static let includeLimit = 1000

  /// A file on the include path from the notebook to the current line.
  private struct Ancestor {
    /// The name in messages; `nil` for the notebook.
    var file: String?
    /// The name in the file system, to detect a file that includes itself.
    var identity: String
  }

  private var bytes: [UInt8] = []
  private var origins: [SourceText.Origin] = []
  private var files: [String] = []
  private var ancestors: [Ancestor]
  private let path: String

  private init(path: String) {
    self.path = path
    ancestors = [Ancestor(file: nil, identity: Self.identity(of: path))]
  }

  /// The text of the notebook with its includes, and the files that were opened, in order.
  static func expand(
    _ source: SourceText, path: String, log: inout DiagnosticLog
  ) -> (text: SourceText, files: [String]) {
    guard mayInclude(source.bytes) else { return (source, []) }
    var expansion = IncludeExpansion(path: path)
    expansion.append(source, log: &log)
    return (SourceText(expansion.bytes, origins: expansion.origins), expansion.files)
  }

  private mutating func append(_ source: SourceText, log: inout DiagnosticLog) {
    let file = ancestors.last?.file
    var fence: CodeFence?
    // A newline at the end of the file does not begin another line.
    let count = source.bytes.last == UInt8(ascii: "\n") ? source.lineCount - 1 : source.lineCount
    for number in 1..<(count + 1) {
      let line = source.line(number)
      if let open = fence {
        if open.isClosed(by: line) { fence = nil }
      } else if let opened = CodeFence(openedBy: line) {
        fence = opened
      } else if let shortcode = Shortcode(line), shortcode.isInclude {
        let column = SourceText.characterCount(line.prefix(shortcode.offset)) + 1
        include(
          shortcode, at: SourceLocation(line: number, column: column, file: file), log: &log)
        continue
      }
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
      origins.append(SourceText.Origin(file: file, line: number))
    }
  }

  private mutating func include(
    _ shortcode: Shortcode, at location: SourceLocation, log: inout DiagnosticLog
  ) {
    guard shortcode.name == "include" else {
      return log.error(
        "unknown shortcode '\(shortcode.name)'; did you mean '{{< include file.md >}}'?",
        at: location)
    }
    guard !shortcode.argument.isEmpty else {
      return log.error("the file name is missing; write '{{< include file.md >}}'", at: location)
    }
    guard bytes.count <= NotebookFile.sizeLimit else {
      return log.error(
        "the note with its includes is larger than \(NotebookFile.sizeLimit >> 20) MB; split it",
        at: location)
    }
    guard files.count < Self.includeLimit else {
      return log.error("more than \(Self.includeLimit) files are included; join some", at: location)
    }
    let resolved = NotebookFile.resolve(shortcode.argument, relativeTo: location.file ?? path)
    let target = ExistingPath.find(resolved) ?? resolved
    let kind = IncludedFile(target)
    if kind == .other {
      return log.error(
        "'\(shortcode.argument)' is neither Markdown nor Swift; paste it into a fence, or read it "
          + "in a cell and name it in 'deps'", at: location)
    }
    let identity = Self.identity(of: target)
    if ancestors.contains(where: { $0.identity == identity }) {
      return log.error(
        "'\(shortcode.argument)' includes itself; remove one of the includes", at: location)
    }
    do {
      let source = try TextDecoding.decode(
        try NotebookFile.read(path: target), isSwift: kind == .swift)
      files.append(target)
      if kind == .swift { return append(cell: source, of: target, at: location) }
      ancestors.append(Ancestor(file: target, identity: identity))
      append(withoutFrontMatter(source, file: target, log: &log), log: &log)
      ancestors.removeLast()
    } catch let problem as TextDecoding.Problem {
      var place = problem.location
      place.file = target
      log.error(problem.message, at: place)
    } catch let diagnostic as Diagnostic {
      let nearest = FileAccess.exists(target) ? nil : nearestName(to: target)
      log.error(
        "'\(shortcode.argument)' cannot be included: \(diagnostic.message)"
          + (nearest.map { "; did you mean '\($0)'?" } ?? ""), at: location)
    } catch {
      log.error("'\(shortcode.argument)' cannot be included; check it", at: location)
    }
  }

  /// The name in the same folder that is nearest to that of a missing file.
  private func nearestName(to path: String) -> String? {
    let parts = path.split(separator: "/")
    let folder = (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    return Suggestion.nearest(
      to: String(parts.last ?? ""), among: FileAccess.names(in: folder.isEmpty ? "." : folder))
  }

  /// Adds a file with Swift as a cell.
  private mutating func append(
    cell source: SourceText, of file: String, at location: SourceLocation
  ) {
    var fence = 3
    var run = 0
    for byte in source.bytes {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      fence = max(fence, run + 1)
    }
    func add(_ line: some Sequence<UInt8>, _ origin: SourceText.Origin) {
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
      origins.append(origin)
    }
    let directive = SourceText.Origin(file: location.file, line: location.line)
    let mark = String(repeating: "`", count: fence)
    add("\(mark)swift".utf8, directive)
    let count = source.bytes.last == UInt8(ascii: "\n") ? source.lineCount - 1 : source.lineCount
    for number in 1..<(count + 1) {
      add(source.line(number), SourceText.Origin(file: file, line: number))
    }
    add(mark.utf8, directive)
  }

  private func withoutFrontMatter(
    _ source: SourceText, file: String, log: inout DiagnosticLog
  ) -> SourceText {
    guard case .block(let lines) = FrontMatterBlock.find(in: source) else { return source }
    log.warning(
      "the front matter of an included file is ignored; move it to the notebook",
      at: SourceLocation(line: 1, file: file))
    return source.blankingLines(1..<(lines.upperBound + 1))
  }

  private static func mayInclude(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      let brace = UInt8(ascii: "{")
      var index = 2
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "<"), bytes[index - 1] == brace, bytes[index - 2] == brace {
          return true
        }
        index += 1
      }
      return false
    }
  }

  /// The unique name of a file, however it is reached.
  private static func identity(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// What becomes of a file that is included, by the end of its name.
private enum IncludedFile {
  /// Its lines are part of the note.
  case markdown
  /// It is a cell.
  case swift
  case other

  init(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
      self = .markdown
      return
    }
    switch name[dot...].dropFirst().lowercased() {
    case "md", "markdown", "mdown", "mkd", "qmd", "rmd", "livemd", "txt", "inc": self = .markdown
    case "swift": self = .swift
    default: self = .other
    }
  }
}

/// `{{< name argument >}}` alone on a line.
struct Shortcode {
  var name: String
  var argument: String
  /// The number of bytes before it.
  var offset: Int

  /// Whether it includes a file, or is a misspelt attempt to; others belong to site generators.
  var isInclude: Bool { name == "include" || Suggestion.isMisspelt(name, among: ["include"]) }

  init?(_ line: ArraySlice<UInt8>) {
    let body = line.drop { $0 == UInt8(ascii: " ") }
    offset = body.startIndex - line.startIndex
    guard offset < 4, body.starts(with: "{{<".utf8) else { return nil }
    let text = String(decoding: body.dropFirst(3), as: UTF8.self)
    let words = text.split { $0 == " " || $0 == "\t" }
    guard words.count >= 2, words.last == ">}}" else { return nil }
    name = String(words[0])
    argument = words[1..<(words.count - 1)].joined(separator: " ")
    for mark in ["\"", "'"] where argument.count >= 2 {
      if argument.hasPrefix(mark), argument.hasSuffix(mark) {
        argument = String(argument.dropFirst().dropLast())
      }
    }
  }
}
