internal import Foundation
internal import RunbookFiles

/// Reads the works of a CSL JSON file, as Zotero exports it.
enum CSLReader {
  /// The works in the order of the file, and warnings about what could not be read.
  static func read(_ bytes: [UInt8], file: String, log: inout DiagnosticLog) -> [Work] {
    let start = SourceLocation(line: 1, file: file)
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let root: Any
    do {
      root = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    } catch {
      let offset = (error as NSError).userInfo["NSJSONSerializationErrorIndex"] as? Int
      log.error(
        "this is not JSON; correct it or export the bibliography again",
        at: location(of: offset ?? 0, in: bytes, file))
      return []
    }
    let entries = root as? [Any] ?? (root as? [String: Any])?["items"] as? [Any]
    guard let entries else {
      log.error("this is not a bibliography; CSL JSON is a list of works", at: start)
      return []
    }
    var works: [Work] = []
    for (index, entry) in entries.enumerated() {
      guard let entry = entry as? [String: Any],
        let key = text(entry["id"] ?? entry["citation-key"])
      else {
        log.warning("work \(index + 1) has no id; it cannot be cited", at: start)
        continue
      }
      works.append(work(entry, key: key, at: start))
    }
    return works
  }

  private static func work(_ entry: [String: Any], key: String, at start: SourceLocation) -> Work {
    var work = Work(
      key: key, type: types[text(entry["type"]) ?? ""] ?? "misc", notation: .html, location: start)
    for (name, field) in fields {
      if let value = text(entry[name]) { work.fields[field] = value }
    }
    for role in ["author", "editor"] {
      guard let people = entry[role] as? [[String: Any]] else { continue }
      work.names[role] = people.compactMap(name)
    }
    if let date = (entry["issued"] ?? entry["original-date"]) as? [String: Any] {
      let parts = (date["date-parts"] as? [[Any]])?.first
      work.fields["year"] =
        parts?.first.flatMap(text) ?? text(date["literal"]) ?? text(date["raw"])
    }
    return work
  }

  private static func name(_ person: [String: Any]) -> PersonName? {
    if let literal = text(person["literal"]) { return PersonName(family: literal) }
    let family = ["dropping-particle", "non-dropping-particle", "family"]
      .compactMap { text(person[$0]) }.joined(separator: " ")
    let given = text(person["given"]) ?? ""
    if family.isEmpty { return given.isEmpty ? nil : PersonName(family: given) }
    return PersonName(family: family, given: given, suffix: text(person["suffix"]) ?? "")
  }

  private static func text(_ value: Any?) -> String? {
    switch value {
    case let text as String: text.isEmpty ? nil : text
    case let number as NSNumber: number.stringValue
    default: nil
    }
  }

  private static func location(
    of offset: Int, in bytes: [UInt8], _ file: String
  ) -> SourceLocation {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return SourceLocation(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: SourceText.characterCount(before[start...]) + 1, file: file)
  }

  private static let types = [
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "article": "article", "paper-conference": "inproceedings", "chapter": "incollection",
    "book": "book", "thesis": "phdthesis", "report": "techreport", "webpage": "online",
    "post-weblog": "online", "post": "online", "dataset": "misc", "software": "misc",
  ]

  private static let fields = [
    "title": "title", "container-title": "journal", "volume": "volume", "issue": "number",
    "page": "pages", "publisher": "publisher", "DOI": "doi", "URL": "url", "edition": "edition",
    "genre": "note", "number": "number", "publisher-place": "address", "event-title": "eventtitle",
  ]
}
