internal import RunbookDrawing
internal import RunbookFiles

/// What the head of a report says about it: the facts that the index shows.
///
/// The report is the only source: the index of a folder needs nothing but the folder, and an entry is
/// as true as the report that it leads to.
package struct ReportHead: Hashable, Sendable {
  /// The report's folder, relative to that of the index: `cnn`, `ko/cnn`.
  package var name: String
  package var title: String
  /// BCP 47.
  package var language: String
  package var subtitle: String?
  /// As the author writes it; ISO 8601 if reports are to be in its order.
  package var date: String?
  package var tags: [String] = []
  package var claimsHeld = 0
  package var claims = 0
  /// How many cells failed.
  package var failures = 0

  /// How much of a page is read: these facts stand before its styles.
  private static let readBytes = 16_384

  /// Reads the head of the page at `path`; `nil` if it is no report of ours.
  package init?(path: String, name: String) {
    guard let bytes = try? FileAccess.read(path, upTo: Self.readBytes) else { return nil }
    self.init(html: bytes, name: name)
  }

  /// Reads the head of a page.
  init?(html: [UInt8], name: String) {
    self.name = name
    var scanner = MarkupScanner(html)
    var facts: [String: String] = [:]
    var title: String?
    language = "en"
    while let tag = scanner.next(), tag.name != "style", tag.name != "body" {
      switch tag.name {
      case "html": language = tag.attributes["lang"] ?? "en"
      case "title" where !tag.isClosing: title = HTML.unescape(scanner.text())
      case "meta":
        guard let key = tag.attributes["name"], let value = tag.attributes["content"] else {
          continue
        }
        facts[key] = HTML.unescape(value)
      default: break
      }
    }
    guard facts["generator"] == "runbook", let title else { return nil }
    self.title = title
    subtitle = facts["description"]
    date = facts["date"]
    tags = facts["keywords"]?.split(separator: ",").map(String.init) ?? []
    let counts = facts["runbook-claims"]?.split(separator: "/").compactMap { Int($0) } ?? []
    if counts.count == 2 { (claimsHeld, claims) = (counts[0], counts[1]) }
    failures = facts["runbook-failures"].flatMap { Int($0) } ?? 0
  }
}
