internal import Foundation

/// Converts Jupyter notebooks to Markdown notes.
///
/// Text and formulas are kept, Swift code becomes cells, code in other languages becomes listings.
/// Outputs are not converted: a run creates them again.
package struct JupyterImport {
  /// The name of the note without its extension, which also names the folder of its pictures.
  private let name: String
  private var converted = Converted(text: "")
  private var blocks: [String] = []
  private var listings = 0
  private var dropsOutputs = false
  private var hasHTML = false

  private init(name: String) { self.name = name }

  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: the note's name without its extension.
  /// - Throws: `ConversionError` when the file is not a Jupyter notebook of format 4.
  package static func convert(_ bytes: [UInt8], name: String) throws(ConversionError) -> Converted {
    var conversion = JupyterImport(name: name)
    try conversion.read(bytes)
    return conversion.converted
  }

  private mutating func read(_ bytes: [UInt8]) throws(ConversionError) {
    let file = try Self.file(bytes)
    for (index, cell) in file.cells.enumerated() {
      switch cell.kind {
      case "markdown": takeText(cell, number: index + 1)
      case "code": takeCode(cell, file.codeLanguage)
      case "raw" where index == 0 && Self.isFrontMatter(cell.source.text):
        blocks.append(Self.trimmed(cell.source.text))
      default:
        blocks.append(Self.fenced(cell.source.text, "text"))
      }
    }
    finish(file)
  }

  private static func file(_ bytes: [UInt8]) throws(ConversionError) -> JupyterFile {
    struct Version: Decodable { var nbformat: Int }
    let data = Data(bytes)
    guard let version = try? JSONDecoder().decode(Version.self, from: data) else {
      throw ConversionError("this is not a Jupyter notebook; name a file saved by Jupyter")
    }
    guard version.nbformat == 4 else {
      throw ConversionError(
        "this is nbformat \(version.nbformat); open it in Jupyter and save it, which makes it 4")
    }
    do {
      return try JSONDecoder().decode(JupyterFile.self, from: data)
    } catch {
      throw ConversionError(
        "this Jupyter notebook is damaged (\(words(for: error))); open it in Jupyter and save it")
    }
  }

  private static func words(for error: any Error) -> String {
    guard let error = error as? DecodingError else { return "unreadable" }
    let (what, path) =
      switch error {
      case .keyNotFound(let key, let context): ("no '\(key.stringValue)'", context.codingPath)
      case .typeMismatch(_, let context): ("a wrong type", context.codingPath)
      case .valueNotFound(_, let context): ("a missing value", context.codingPath)
      case .dataCorrupted(let context): ("a wrong value", context.codingPath)
      @unknown default: ("unreadable", [])
      }
    guard !path.isEmpty else { return what }
    return what + " at "
      + path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }

  // MARK: Cells

  private mutating func takeText(_ cell: JupyterFile.Cell, number: Int) {
    var text = Self.trimmed(cell.source.text)
    guard !text.isEmpty else { return }
    for (file, types) in (cell.attachments ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let content = types.sorted(by: { $0.key < $1.key }).first,
        let bytes = Data(base64Encoded: content.value.text, options: .ignoreUnknownCharacters)
      else {
        converted.notes.append("the picture '\(file)' in cell \(number) is damaged and left out")
        continue
      }
      let path = "\(name)_files/cell-\(number)-\(file.replacing("/", with: "-"))"
      converted.files[path] = [UInt8](bytes)
      text = text.replacing("attachment:\(file)", with: path)
    }
    hasHTML =
      hasHTML || text.contains(/<(?:img|div|span|table|br|center|font|b|i|sub|sup|details)\b[^>]*>/)
    blocks.append(FormulaBlocks.enclosingBareEnvironments(in: text))
  }

  private mutating func takeCode(_ cell: JupyterFile.Cell, _ language: String) {
    dropsOutputs = dropsOutputs || !(cell.outputs ?? []).isEmpty
    var text = Self.trimmed(cell.source.text)
    guard !text.isEmpty else { return }
    guard language == "swift" else {
      listings += 1
      return blocks.append(Self.fenced(text, language))
    }
    text = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("%") ? "// \(line)" : String(line)
    }.joined(separator: "\n")
    let options = (cell.metadata.tags ?? []).compactMap { Self.options[$0] }
    blocks.append(Self.fenced((options + [text]).joined(separator: "\n"), "swift"))
  }

  /// The options that correspond to the tags of Jupyter Book and nbconvert.
  private static let options = [
    "hide-input": "//| code-fold: true", "hide_input": "//| code-fold: true",
    "remove-input": "//| echo: false", "remove_input": "//| echo: false",
    "remove-output": "//| output: false", "remove_output": "//| output: false",
    "remove-cell": "//| include: false", "remove_cell": "//| include: false",
    "raises-exception": "//| error: true",
  ]

  private mutating func finish(_ file: JupyterFile) {
    if !(blocks.first.map(Self.isFrontMatter) ?? false) {
      var keys: [String] = []
      if let title = file.metadata.title { keys.append("title: \(YAMLWord.quoted(title))") }
      if hasHTML { keys.append("html: true") }
      if !keys.isEmpty { blocks.insert((["---"] + keys + ["---"]).joined(separator: "\n"), at: 0) }
    }
    converted.text = blocks.joined(separator: "\n\n") + "\n"
    if listings > 0 {
      converted.notes.append(
        "\(listings) \(listings == 1 ? "cell" : "cells") of \(file.codeLanguage) became "
          + "\(listings == 1 ? "a listing" : "listings"); only Swift runs")
    }
    if dropsOutputs {
      converted.notes.append("outputs are not converted; running the note creates them")
    }
  }

  // MARK: Text

  static func isFrontMatter(_ text: String) -> Bool {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count > 1 && lines[0] == "---" && lines.dropFirst().contains("---")
  }

  private static func trimmed(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").trimmingCharacters(in: .newlines)
  }

  /// A fenced block whose fence is longer than any in the text.
  static func fenced(_ text: String, _ language: String) -> String {
    let longest = text.matches(of: /(?m)^ {0,3}(`{3,})/).map(\.1.count).max() ?? 2
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)\(language)\n\(trimmed(text))\n\(fence)"
  }
}
