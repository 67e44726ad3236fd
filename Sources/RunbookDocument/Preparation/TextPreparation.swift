internal import Glibc

/// A reader of constructs that other dialects of Markdown have and the parser does not know.
protocol DialectReader {
  /// Texts of which one must occur for the reader to find anything.
  static var signs: [String] { get }

  /// Replaces what it finds in the prose by Markdown or by markers, and reports mistakes.
  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog)
}

/// Applies the readers of all dialects to a text.
enum TextPreparation {
  /// In the order in which they read; of two that find the same, the first one decides.
  private static let readers: [any DialectReader.Type] = [
    AdmonitionReader.self, TemplateReader.self, VaultCommentReader.self, BookReader.self,
    PandocReader.self, ExampleReader.self, KeyReader.self, ComponentReader.self,
    DivisionReader.self, SpanReader.self,
    DefinitionReader.self, FootnoteReader.self, WikiLinkReader.self, MarkReader.self,
    BlockNameReader.self,
    HTMLMarkdownReader.self, KramdownReader.self, PictureSizeReader.self, AttributeReader.self,
  ]

  static func prepare(
    _ source: SourceText, isFragment: Bool = false, frontMatter: FrontMatter,
    log: inout DiagnosticLog
  ) -> PreparedText {
    var edits = TextEdits(source)
    let needed = readers.filter { $0.signs.contains { contains($0, source.bytes) } }
    if !needed.isEmpty {
      var prose = ProseText(source, isFragment: isFragment)
      for reader in needed {
        reader.read(&prose, frontMatter: frontMatter, edits: &edits, log: &log)
      }
    }
    return PreparedText(source, edits: edits)
  }

  private static func contains(_ sign: String, _ bytes: [UInt8]) -> Bool {
    let sign = Array(sign.utf8)
    return bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while let address = rest.baseAddress,
        let first = memchr(address, Int32(sign[0]), rest.count), let base = bytes.baseAddress
      {
        let start = UnsafeRawPointer(first) - base
        rest = bytes[start...]
        if rest.starts(with: sign) { return true }
        rest = rest.dropFirst()
      }
      return false
    }
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// The address of the first byte; `nil` without bytes.
  fileprivate var baseAddress: UnsafeRawPointer? {
    isEmpty ? nil : base.baseAddress.map { $0 + startIndex }
  }
}
