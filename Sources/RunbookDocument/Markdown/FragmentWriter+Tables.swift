internal import CMarkdown

extension FragmentWriter {
  mutating func openTable(_ node: MarkdownNode) {
    var state = TableState(node: node)
    if let next = node.next, next.kind == MD_PARAGRAPH, isCaption(next) {
      state.hasCaption = true
      let label = label(endOf: next)?.attributes.label
      html(label.map { "<figure class=\"table\" id=\"\($0)\">\n" } ?? "<figure class=\"table\">\n")
    }
    html("<div class=\"table\"><table>\n")
    table = state
  }

  mutating func closeTable() {
    if table?.hasBody == true { html("</tbody>\n") }
    html("</table></div>\n")
    table = nil
  }

  mutating func openRow(_ node: MarkdownNode) {
    let isHeader = md_row_is_header(node.handle)
    table?.isHeader = isHeader
    table?.column = 0
    if isHeader {
      html("<thead>\n")
    } else if table?.hasBody == false {
      table?.hasBody = true
      html("<tbody>\n")
    }
    html("<tr>")
  }

  mutating func closeRow() {
    html(table?.isHeader == true ? "</tr>\n</thead>\n" : "</tr>\n")
  }

  mutating func openCell(_ node: MarkdownNode) {
    block = node
    html(table?.isHeader == true ? "<th" : "<td")
    if let table {
      switch UInt8(bitPattern: md_column_alignment(table.node.handle, Int32(table.column))) {
      case UInt8(ascii: "l"): html(" class=\"left\"")
      case UInt8(ascii: "c"): html(" class=\"center\"")
      case UInt8(ascii: "r"): html(" class=\"right\"")
      default: break
      }
    }
    html(">")
  }

  mutating func closeCell() {
    html(table?.isHeader == true ? "</th>" : "</td>")
    table?.column += 1
    block = nil
  }

  // MARK: Captions

  /// Whether a paragraph is the caption of the table above it: it begins with `: `.
  func isCaption(_ paragraph: MarkdownNode) -> Bool {
    guard let previous = paragraph.previous, previous.kind == MD_TABLE,
      let first = paragraph.firstChild, first.kind == MD_TEXT
    else { return false }
    return first.literal.starts(with: ": ".utf8)
  }

  mutating func openCaption(_ node: MarkdownNode) {
    let label = takeLabel(endOf: node) { label in
      Label.kind(of: label) == .table ? nil : "the label of a table begins with tbl-"
    }
    if let first = node.firstChild { hiddenPrefix = (first, 2) }
    pending = Pending(node: node, label: label)
    sinks.append(Sink())
  }

  mutating func closeCaption(_ node: MarkdownNode) {
    guard var sink = sinks.popLast() else { return }
    sink.flush()
    let location = source.location(
      line: contentLine(of: node), offset: max(0, node.startColumn - 1))
    let label = pending?.label
    append(.caption(Caption(label: label, content: sink.fragments, location: location)))
    html("</figure>\n")
    if let label { labels.add(label, location: location, log: &log) }
    pending = nil
  }
}
