internal import Foundation
package import RunbookFiles

/// The front matter of a document of Quarto, R Markdown or MyST as one of a note.
///
/// Keys with a meaning here stay as they were written, those of other names are translated, and
/// each of the others is left out with a message.
package struct FrontMatterTranslation {
  /// The lines without the marks around them.
  package private(set) var lines: [String] = []
  /// A message for each key that was left out, at its place.
  package private(set) var notes: [(message: String, location: SourceLocation)] = []
  /// Settings of `format: html:`.
  private var html: [String] = []
  private var outline: [String: String] = [:]
  private let source: YAMLText
  private let ownKeys = Set(FrontMatterDecoder.settings.map(\.key))

  /// - Returns: `nil` for a document without a front matter that can be read.
  package init?(of bytes: [UInt8]) {
    guard let text = try? TextDecoding.decode(bytes),
      case .block(let range) = FrontMatterBlock.find(in: text)
    else { return nil }
    source = YAMLText(text, lines: range)
    var log = DiagnosticLog(path: "")
    guard let root = YAMLReader.read(source, log: &log), case .mapping(let entries) = root.value
    else { return nil }
    for (index, entry) in entries.enumerated() {
      let next = index + 1 < entries.count ? entries[index + 1].key.location.line : range.upperBound
      take(entry.key, entry.value, to: next)
    }
    for key in ["toc", "toc-depth", "number-sections"]
    where !entries.contains(where: { $0.key.text == key }) {
      if let value = outline[key] { lines.append("\(key): \(value)") }
    }
    if !html.isEmpty { lines += ["format:", "  html:"] + html.map { "    " + $0 } }
  }

  private mutating func take(_ key: YAMLNode, _ value: YAMLNode, to end: Int) {
    guard let name = key.text else { return }
    switch name {
    case "format": takeFormats(key, value)
    case "output": takeOutput(key, value)
    case "date" where value.text?.contains("Sys.") ?? false: lines.append("date: today")
    case "params": takeParameters(key, value, to: end)
    case _ where ownKeys.contains(name): keep(key, to: end)
    default: leaveOut(key, "the key '\(name)'")
    }
  }

  private mutating func keep(_ key: YAMLNode, to end: Int) {
    let first = source.lines.first?.location.line ?? 2
    let start = key.location.line - first
    let end = min(end - first, source.lines.count)
    guard start >= 0, start < end else { return }
    lines += source.lines[start..<end].map(\.text)
  }

  private mutating func leaveOut(_ key: YAMLNode, _ name: String) {
    notes.append(("\(name) has no meaning in a note and is left out", key.location))
  }

  // MARK: Quarto

  private mutating func takeFormats(_ key: YAMLNode, _ value: YAMLNode) {
    guard case .mapping(let formats) = value.value else {
      if value.text != "html" { leaveOut(key, "the format '\(value.text ?? "")'") }
      return
    }
    for (format, settings) in formats {
      guard format.text == "html" else {
        leaveOut(format, "the format '\(format.text ?? "")'")
        continue
      }
      guard case .mapping(let entries) = settings.value else { continue }
      for (key, value) in entries { takeHTML(key, value) }
    }
  }

  private mutating func takeHTML(_ key: YAMLNode, _ value: YAMLNode) {
    let name = key.text ?? ""
    switch name {
    case "toc", "toc-depth", "number-sections":
      outline[name] = Self.scalar(value)
    case "theme":
      if let theme = value.text, ["auto", "light", "dark"].contains(theme) {
        html.append("theme: \(theme)")
      } else {
        leaveOut(key, "the theme '\(value.text ?? "")'")
      }
    case "code-fold" where value.bool != nil, "embed-resources" where value.bool != nil:
      html.append("\(name): \(value.bool == true)")
    default: leaveOut(key, "the key '\(name)' of the format html")
    }
  }

  // MARK: R Markdown

  private mutating func takeOutput(_ key: YAMLNode, _ value: YAMLNode) {
    guard case .mapping(let formats) = value.value else {
      return leaveOut(key, "the output format")
    }
    var isFirst = true
    for (format, settings) in formats {
      let isPage = ["html", "gitbook", "bs4"].contains { format.text?.contains($0) ?? false }
      guard isFirst, isPage, case .mapping(let entries) = settings.value else {
        leaveOut(format, "the output format '\(format.text ?? "")'")
        continue
      }
      isFirst = false
      for (key, value) in entries {
        switch key.text {
        case "toc", "toc_depth", "number_sections":
          outline[key.text!.replacing("_", with: "-")] = Self.scalar(value)
        case "code_folding": html.append("code-fold: \(value.text == "hide")")
        case "self_contained": html.append("embed-resources: \(value.bool ?? true)")
        default: leaveOut(key, "the key '\(key.text ?? "")' of the output format")
        }
      }
    }
  }

  /// R Markdown may describe a parameter by a mapping with `value:`.
  private mutating func takeParameters(_ key: YAMLNode, _ value: YAMLNode, to end: Int) {
    guard case .mapping(let entries) = value.value,
      entries.contains(where: { if case .mapping = $0.value.value { true } else { false } })
    else { return keep(key, to: end) }
    lines.append("params:")
    for (name, value) in entries {
      var scalar = Self.scalar(value)
      if case .mapping(let members) = value.value {
        scalar = members.first { $0.key.text == "value" }.flatMap { Self.scalar($0.value) }
      }
      if let scalar {
        lines.append("  \(name.text ?? ""): \(scalar)")
      } else {
        leaveOut(name, "the parameter '\(name.text ?? "")'")
      }
    }
  }

  private static func scalar(_ node: YAMLNode) -> String? {
    guard case .scalar(let text, let isPlain) = node.value else { return nil }
    if isPlain { return node.bool.map { "\($0)" } ?? text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
