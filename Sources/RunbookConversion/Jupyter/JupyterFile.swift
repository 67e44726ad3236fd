internal import Foundation

/// A Jupyter notebook file (nbformat 4), as far as it can be converted to a Markdown note.
struct JupyterFile: Codable {
  var cells: [Cell]
  var metadata = Metadata()
  var nbformat = 4
  var nbformatMinor = 5

  enum CodingKeys: String, CodingKey {
    case cells, metadata, nbformat
    case nbformatMinor = "nbformat_minor"
  }

  struct Cell: Codable {
    var kind: String
    var identifier: String?
    var source: Lines
    var metadata = CellMetadata()
    /// Pictures pasted into a Markdown cell: base64 by type, by name.
    var attachments: [String: [String: Lines]]?
    var outputs: [Output]?
    var executionCount: Int?

    enum CodingKeys: String, CodingKey {
      case kind = "cell_type"
      case identifier = "id"
      case source, metadata, attachments, outputs
      case executionCount = "execution_count"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(kind, forKey: .kind)
      try container.encodeIfPresent(identifier, forKey: .identifier)
      try container.encode(source, forKey: .source)
      try container.encode(metadata, forKey: .metadata)
      guard kind == "code" else { return }
      // The format requires both members, even if they are empty.
      try container.encode(outputs ?? [], forKey: .outputs)
      try container.encodeNil(forKey: .executionCount)
    }
  }

  struct CellMetadata: Codable {
    var tags: [String]?
  }

  struct Metadata: Codable {
    var kernelspec: Kernel?
    var language: Language?
    var title: String?

    enum CodingKeys: String, CodingKey {
      case kernelspec, title
      case language = "language_info"
    }
  }

  struct Kernel: Codable {
    var name: String
    var displayName: String?
    var language: String?

    enum CodingKeys: String, CodingKey {
      case name, language
      case displayName = "display_name"
    }
  }

  struct Language: Codable {
    var name: String
  }

  /// An output of a cell; only its existence matters.
  struct Output: Codable {}

  /// Text, stored in files as one string or as a list of lines.
  struct Lines: Codable {
    var text: String

    init(_ text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.text = text
      } else {
        text = try container.decode([String].self).joined()
      }
    }

    func encode(to encoder: any Encoder) throws {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "\($0)\n" }
      if let last = lines.popLast(), last != "\n" { lines.append(String(last.dropLast())) }
      var container = encoder.singleValueContainer()
      try container.encode(lines)
    }
  }

  /// The language of the code cells, in lower case.
  var codeLanguage: String {
    (metadata.language?.name ?? metadata.kernelspec?.language ?? "python").lowercased()
  }
}
