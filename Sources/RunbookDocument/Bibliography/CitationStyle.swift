internal import RunbookFiles

/// The appearance of citations.
package enum CitationStyle: Hashable, Sendable {
  /// "(Kim & Lee, 2021)", the list in the order of the names.
  case authorYear
  /// "[1]", the list in the order of the first citations.
  case numbered

  /// The style that a front matter names: one of ours, or a CSL style by its name, address or file.
  ///
  /// - Parameter notebook: the path that a CSL file is looked for from.
  static func named(
    _ stated: StatedFile, for notebook: String, log: inout DiagnosticLog
  ) -> CitationStyle {
    if let style = named(stated.path) { return style }
    let path = NotebookFile.resolve(stated.path, relativeTo: stated.origin ?? notebook)
    if let bytes = try? FileAccess.read(path, upTo: 1 << 16) {
      let text = String(decoding: bytes, as: UTF8.self)
      if text.contains("citation-format=\"numeric\"") { return .numbered }
      if text.contains("citation-format=") { return .authorYear }
    }
    log.warning(
      "the citation style '\(stated.path)' is not known, so authors and years are shown; write "
        + "author-year or numbered", at: stated.location)
    return .authorYear
  }

  private static func named(_ text: String) -> CitationStyle? {
    var name = (text.split(separator: "/").last.map(String.init) ?? text).lowercased()
    if name.hasSuffix(".csl") { name.removeLast(4) }
    if numberedNames.contains(where: { name == $0 || name.hasPrefix($0 + "-") }) {
      return .numbered
    }
    if datedNames.contains(where: { name == $0 || name.hasPrefix($0 + "-") }) { return .authorYear }
    return nil
  }

  private static let numberedNames = [
    "numbered", "numeric", "ieee", "vancouver", "nature", "science", "acm", "ama",
    "american-medical-association", "american-chemical-society", "american-physics-society",
    "american-institute-of-physics", "royal-society-of-chemistry", "springer-lecture-notes",
    "springer-basic-brackets", "springer-mathphys", "springer-vancouver", "elsevier-vancouver",
    "elsevier-with-titles", "elsevier-without-titles", "plos", "pnas",
    "proceedings-of-the-national-academy-of-sciences", "din-1505-2-numeric", "iso690-numeric",
    "unsrt", "plain",
  ]

  private static let datedNames = [
    "author-year", "author-date", "authoryear", "apa", "american-psychological-association",
    "chicago-author-date", "chicago", "harvard", "elsevier-harvard", "springer-basic-author-date",
    "modern-language-association", "mla", "apalike", "natbib", "plainnat", "cell", "asa",
    "american-sociological-association", "iso690-author-date",
  ]
}
