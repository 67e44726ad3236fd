internal import Glibc
internal import RunbookDrawing
package import RunbookFiles

/// A report and its folder, relative to that of the index: `cnn`, `ko/cnn`.
struct IndexEntry: Hashable, Sendable {
  var name: String
  var report: ReportSummary
}

/// `outputs/index.html`: all reports of a folder, the newest first, each with title, date, tags and
/// the claims that hold.
package struct IndexPage: Sendable {
  private let folder: String

  /// - Parameter folder: the folder of outputs.
  package init(folder: String) {
    self.folder = folder
  }

  /// Writes the page if it changed; does nothing if there is no report.
  ///
  /// Concurrent runs take turns, so that neither leaves out the other's report.
  ///
  /// - Throws: `SystemError` when the page cannot be written.
  package func write() throws(SystemError) {
    let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { return }
    defer { close(lock) }
    flock(lock, LOCK_EX)
    let reports = self.reports
    guard !reports.isEmpty else { return }
    let path = "\(folder)/index.html"
    let bytes = Array(Self.html(reports).utf8)
    if (try? FileAccess.read(path)) == bytes { return }
    try FileAccess.replace(path, with: bytes)
  }

  /// The reports below the folder: by date, the newest first, then those without a date, by name.
  var reports: [IndexEntry] {
    var found: [IndexEntry] = []
    // Deep enough for any notebook; a circular link ends here.
    collect("", depth: 12, into: &found)
    return found.sorted { left, right in
      let (a, b) = (left.report.date ?? "", right.report.date ?? "")
      return a == b ? left.name < right.name : a > b
    }
  }

  private func collect(_ name: String, depth: Int, into found: inout [IndexEntry]) {
    let path = name.isEmpty ? folder : "\(folder)/\(name)"
    if let report = ReportSummary(folder: path) {
      found.append(IndexEntry(name: name, report: report))
    }
    guard depth > 0 else { return }
    for entry in FileAccess.names(in: path) {
      if entry.hasPrefix(".") || entry == "accepted" || entry == "figures" { continue }
      guard FileAccess.isFolder("\(path)/\(entry)") else { continue }
      collect(name.isEmpty ? entry : "\(name)/\(entry)", depth: depth - 1, into: &found)
    }
  }

  // MARK: The page

  static func html(_ reports: [IndexEntry]) -> String {
    // The text around the reports is Korean if all reports are.
    let isKorean = reports.allSatisfy { ReportStrings(language: $0.report.language).isKorean }
    let language = isKorean ? "ko" : "en"
    let words = ReportStrings(language: language)
    let items = reports.map { item($0, pageLanguage: language, words) }.joined()
    return """
      <!DOCTYPE html>
      <html lang="\(language)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(words.reports)</title>
      <style>
      \(Theme.rules(for: .auto))
      \(styles)
      </style>
      </head>
      <body>
      <main>
      <h1>\(words.reports)</h1>
      <ul class="reports">
      \(items)</ul>
      </main>
      </body>
      </html>

      """
  }

  private static func item(
    _ entry: IndexEntry, pageLanguage: String, _ words: ReportStrings
  ) -> String {
    let report = entry.report
    var facts: [String] = []
    if let date = report.date {
      facts.append(ReportDate.html(date, words: words))
    }
    facts.append("<span class=\"name\">\(HTML.escape(entry.name))</span>")
    let tags = report.tags.map { "<li>\(HTML.escape($0))</li>" }.joined()
    let language = report.language == pageLanguage ? nil : report.language
    return "<li\(HTML.attribute("lang", language))>"
      + "<h2><a href=\"\(address(of: entry))\">\(HTML.escape(report.title))</a></h2>\n"
      + (report.subtitle.map { "<p class=\"subtitle\">\(HTML.escape($0))</p>\n" } ?? "")
      + "<p class=\"facts\">\(facts.joined(separator: "<i>·</i>"))</p>\n"
      + verdict(report, words)
      + (tags.isEmpty ? "" : "<ul class=\"tags\">\(tags)</ul>\n") + "</li>\n"
  }

  private static func verdict(_ report: ReportSummary, _ words: ReportStrings) -> String {
    var parts: [String] = []
    if report.claims > 0 { parts.append(words.claimsHeld(report.claimsHeld, of: report.claims)) }
    if report.failures > 0 { parts.append(words.cellsFailed(report.failures)) }
    guard !parts.isEmpty else { return "" }
    let isGood = report.failures == 0 && report.claimsHeld == report.claims
    return "<p class=\"verdict \(isGood ? "good" : "bad")\">"
      + "<span aria-hidden=\"true\">\(isGood ? "✓" : "✗")</span> "
      + "\(HTML.escape(parts.joined(separator: " · ")))</p>\n"
  }

  /// The address of the report, relative to the index; all but plain characters are
  /// percent-encoded.
  private static func address(of entry: IndexEntry) -> String {
    var address = ""
    for byte in "\(entry.name)/report.html".utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"):
        address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        address += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return address
  }

  private static let styles = """
    *{box-sizing:border-box}
    html{font:17px/1.6 -apple-system,"Segoe UI","Noto Sans","Noto Sans KR","Noto Sans CJK KR",\
    "Apple SD Gothic Neo","Malgun Gothic",Roboto,"Helvetica Neue",Arial,sans-serif;\
    background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
    body{margin:0;overflow-wrap:break-word}
    :lang(ko){word-break:keep-all;overflow-wrap:anywhere}
    main{max-width:46rem;margin:0 auto;padding:4rem 1.5rem}
    h1{font-size:2rem;letter-spacing:-.015em;line-height:1.2;margin:0 0 1.6rem;color:var(--strong)}
    ul{list-style:none;margin:0;padding:0}
    .reports>li{border-top:1px solid var(--line);padding:1.25rem 0 1.3rem}
    h2{font-size:1.2rem;font-weight:650;line-height:1.3;margin:0}
    a{color:var(--accent);text-decoration:none}
    a:hover{text-decoration:underline}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
    p{margin:.25rem 0 0}
    .subtitle{color:var(--ink)}
    .facts,.verdict{font-size:.86rem;color:var(--muted)}
    .facts i{font-style:normal;margin:0 .5em;opacity:.6}
    .verdict.good{color:var(--good)}
    .verdict.bad{color:var(--bad)}
    .tags{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:.5rem}
    .tags li{font-size:.76rem;color:var(--muted);border:1px solid var(--line);border-radius:1rem;\
    padding:.05rem .6rem}
    @media print{a{color:inherit}}
    """
}
