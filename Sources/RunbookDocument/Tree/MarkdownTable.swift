package import RunbookFiles

/// A table in prose, with the caption below it.
package struct MarkdownTable: Hashable, Sendable {
  /// The alignment of the cells of a column.
  package enum Alignment: String, Hashable, Sendable {
    case left, center, right
  }

  package struct TableCell: Hashable, Sendable {
    package var content: [Inline]
    package var range: SourceRange

    package init(content: [Inline], range: SourceRange) {
      self.content = content
      self.range = range
    }
  }

  package struct Row: Hashable, Sendable {
    package var cells: [TableCell]
    package var range: SourceRange

    package init(cells: [TableCell], range: SourceRange) {
      self.cells = cells
      self.range = range
    }
  }

  /// One per column; `nil` if the author does not specify it.
  package var alignments: [Alignment?]
  package var header: Row
  /// The rows below the header.
  package var rows: [Row]
  /// `: words {#tbl-x}` in the paragraph below.
  package var caption: Caption?

  package init(alignments: [Alignment?], header: Row, rows: [Row], caption: Caption? = nil) {
    self.alignments = alignments
    self.header = header
    self.rows = rows
    self.caption = caption
  }
}
