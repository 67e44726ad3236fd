internal import Foundation

/// A recorded output as a reader of the note sees it.
enum OutputText {
  /// A part of an output that stands in a note.
  enum Piece: Hashable {
    case listing(language: String, lines: [String])
    /// A picture, whose file the note names.
    case picture(type: String)
  }

  /// The pieces of an output, none for one that shows nothing.
  ///
  /// - Parameter pictures: the media types of the output's pictures that became files.
  static func pieces(of output: JSONObject, pictures: Set<String>) -> [Piece] {
    switch output["output_type"]?.text {
    case "stream": return listing(output["text"]?.joinedText)
    case "error":
      let trace = (output["traceback"]?.elements ?? []).compactMap(\.text).joined(separator: "\n")
      let name = [output["ename"], output["evalue"]].compactMap { $0?.text }.joined(separator: ": ")
      return listing(trace.isEmpty ? name : trace)
    default: return pieces(of: output["data"]?.object ?? JSONObject(), pictures)
    }
  }

  private static func pieces(of data: JSONObject, _ pictures: Set<String>) -> [Piece] {
    if let type = EmbeddedFile.extensions.first(where: { pictures.contains($0.key) })?.key {
      return [.picture(type: type)]
    }
    let plain = data["text/plain"]?.joinedText
    // Objects that only name themselves say less than their other forms.
    let isName = plain.map { $0.hasPrefix("<") && $0.hasSuffix(">") } ?? true
    if isName {
      for (type, language) in [
        ("text/markdown", "markdown"), ("text/latex", "latex"),
        ("application/vnd.jupyter.stderr", ""), ("application/vnd.jupyter.stdout", ""),
      ] {
        if let text = data[type]?.joinedText { return listing(text, language) }
      }
    }
    if let plain { return listing(plain) }
    if let html = data["text/html"]?.joinedText { return listing(html, "html") }
    if let json = data["application/json"] { return listing(JSONWriter.text(json), "json") }
    return data.members.isEmpty
      ? [] : listing("(" + data.members.map(\.name).joined(separator: ", ") + ")")
  }

  private static func listing(_ text: String?, _ language: String = "") -> [Piece] {
    guard let text else { return [] }
    var lines = SourceLines.trimmed(printed(text))
    if lines.isEmpty { return [] }
    shorten(&lines)
    // The first lines of a listing in a language could be options.
    if !language.isEmpty, lines[0].hasPrefix("#|") || lines[0].hasPrefix("//|") {
      lines.insert("", at: 0)
    }
    return [.listing(language: language, lines: lines)]
  }

  /// The number of lines and of bytes up to which an output is shown whole.
  private static let lineLimit = 300
  private static let byteLimit = 40_000

  private static func shorten(_ lines: inout [String]) {
    var size = 0
    var count = 0
    for line in lines {
      size += line.utf8.count + 1
      if size > byteLimit || count == lineLimit { break }
      count += 1
    }
    guard count < lines.count else { return }
    let rest = lines.count - count
    if count == 0 {
      lines = [String(lines[0].prefix(byteLimit / 4)) + " …"]
    } else {
      lines = Array(lines[..<count])
    }
    lines.append("… (\(rest) more \(rest == 1 ? "line is" : "lines are") recorded)")
  }

  // MARK: Terminals

  /// The lines that a terminal shows: without colours, and with what returns and backspaces
  /// overwrite left out.
  private static func printed(_ text: String) -> [String] {
    var bytes = Array(text.utf8)
    if bytes.contains(0x1B) { bytes = withoutEscapes(bytes) }
    guard bytes.contains(where: { $0 < 32 && $0 != 10 && $0 != 9 }) else {
      return bytes.split(separator: 10, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    return bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
      var shown: [Unicode.Scalar] = []
      var column = 0
      for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
        switch scalar.value {
        case 13: column = 0
        case 8: column = max(0, column - 1)
        case 9, 32...:
          if column < shown.count { shown[column] = scalar } else { shown.append(scalar) }
          column += 1
        default: break
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: shown)
      return String(text)
    }
  }

  /// Text without the escape sequences of terminals.
  private static func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x1B else {
        result.append(bytes[index])
        index += 1
        continue
      }
      index += 1
      guard index < bytes.count else { break }
      switch bytes[index] {
      case UInt8(ascii: "["):
        index += 1
        while index < bytes.count, !(0x40...0x7E).contains(bytes[index]), bytes[index] != 10 {
          index += 1
        }
        if index < bytes.count, bytes[index] != 10 { index += 1 }
      case UInt8(ascii: "]"):
        while index < bytes.count, bytes[index] != 7, bytes[index] != 0x1B, bytes[index] != 10 {
          index += 1
        }
        if index < bytes.count, bytes[index] == 7 { index += 1 }
      default: index += 1
      }
    }
    return result
  }
}
