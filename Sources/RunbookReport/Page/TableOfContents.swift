internal import RunbookDocument
internal import RunbookDrawing

/// The headings as a list of links: beside the text if there is room, otherwise in a drawer above
/// it.
struct TableOfContents {
  let list: String
  private let words: ReportStrings

  /// The least number of entries for which there is a list.
  private static let leastEntries = 3

  init(_ page: PageWriter) {
    words = page.words
    guard page.frontMatter.tableOfContents else {
      list = ""
      return
    }
    let shift = page.headingShift
    let entries = page.notebook.headings.compactMap { heading -> (level: Int, heading: Heading)? in
      let level = heading.level + shift
      let isListed = level >= 2 && level <= page.frontMatter.tableOfContentsDepth
      return isListed ? (level, heading) : nil
    }
    guard entries.count >= Self.leastEntries else {
      list = ""
      return
    }
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
    list = output + open.map { _ in "</li></ol>" }.joined()
  }

  var isEmpty: Bool { list.isEmpty }

  /// The list for wide screens.
  var sidebar: String {
    isEmpty
      ? ""
      : "<nav class=\"contents\"\(HTML.attribute("aria-label", words.contents))>"
        + "<p>\(words.contents)</p>\(list)</nav>\n"
  }

  /// The list for narrow screens.
  var drawer: String {
    isEmpty
      ? ""
      : "<nav class=\"contents-drawer\"\(HTML.attribute("aria-label", words.contents))><details>"
        + "<summary>\(words.contents)</summary>\(list)</details></nav>\n"
  }
}
