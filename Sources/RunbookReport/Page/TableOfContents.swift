internal import RunbookDocument
internal import RunbookDrawing

/// The headings as a list of links: beside the text if there is room, otherwise in a drawer above
/// it, and wherever the author wants it.
struct TableOfContents {
  private let list: String
  private let words: ReportStrings
  /// Whether the list is shown beside or above the text.
  let isShown: Bool
  /// Whether the author shows it in the text, where it needs no drawer.
  private let isInText: Bool

  /// The least number of entries for which there is a list beside the text.
  private static let leastEntries = 3

  init(_ page: PageWriter) {
    words = page.words
    isInText = page.notebook.hasContents
    guard page.frontMatter.tableOfContents || isInText else {
      list = ""
      isShown = false
      return
    }
    let shift = page.headingShift
    let entries = page.notebook.headings.compactMap { heading -> (level: Int, heading: Heading)? in
      let level = heading.level + shift
      let isListed =
        heading.isListed && level >= 2 && level <= page.frontMatter.tableOfContentsDepth
      return isListed ? (level, heading) : nil
    }
    isShown = page.frontMatter.tableOfContents && entries.count >= Self.leastEntries
    list = isShown || isInText ? Self.list(of: entries, page) : ""
  }

  private static func list(
    of entries: [(level: Int, heading: Heading)], _ page: PageWriter
  ) -> String {
    var output = ""
    var open = [Int]()
    for (level, heading) in entries {
      while let last = open.last, last > level {
        output += "</li></ol>"
        open.removeLast()
      }
      if open.last == level {
        output += "</li>"
      } else {
        output += "<ol>"
        open.append(level)
      }
      let number = heading.number.map { "<span class=\"section-number\">\($0)</span> " }
      // A link cannot contain links.
      let content = page.html(heading.content, hasLinks: false)
      output +=
        "<li><a\(HTML.attribute("href", "#\(heading.identifier)"))>\(number ?? "")\(content)</a>"
    }
    return output + open.map { _ in "</li></ol>" }.joined()
  }

  /// The list for wide screens.
  var sidebar: String {
    isShown
      ? "<nav class=\"contents\"\(HTML.attribute("aria-label", words.contents))>"
        + "<p>\(words.contents)</p>\(list)</nav>\n"
      : ""
  }

  /// The list for narrow screens.
  var drawer: String {
    isShown && !isInText
      ? "<nav class=\"contents-drawer\"\(HTML.attribute("aria-label", words.contents))><details>"
        + "<summary>\(words.contents)</summary>\(list)</details></nav>\n"
      : ""
  }

  /// The list at the place that the author chose.
  var inText: String {
    list.isEmpty
      ? ""
      : "<nav class=\"contents-in-text\"\(HTML.attribute("aria-label", words.contents))>"
        + "\(list)</nav>\n"
  }
}
