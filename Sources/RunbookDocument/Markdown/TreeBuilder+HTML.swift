internal import RunbookFiles

/// HTML in the author's text.
extension TreeBuilder {
  /// Makes elements of the tags in a document.
  mutating func nestElements(_ blocks: inout [Block]) {
    var nesting = HTMLNesting(lines: htmlLines, log: log, identifiers: identifiers)
    nesting.nest(&blocks)
    log = nesting.log
    identifiers = nesting.identifiers
    nesting.problems.report(to: &log)
    if nesting.hasIdentifiers { hasElementIdentifiers = true }
  }

  /// A block of HTML with the author's text in the place of markers, which have no meaning in it.
  ///
  /// - Parameter firstLine: the line of the text in which it begins.
  func restoringMarkers(in html: [UInt8], firstLine: Int) -> [UInt8] {
    guard !text.markers.isEmpty, html.contains(0xEF) else { return html }
    var lines: [ArraySlice<UInt8>] = []
    for (index, line) in html.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      var line = line
      for edit in text.edits(ofLine: firstLine + index).reversed() {
        let prepared = Array(text.unmarked(text.line(firstLine + index)))
        guard edit.prepared.upperBound <= prepared.count else { continue }
        let replacement = prepared[edit.prepared]
        guard Marker.number(in: replacement) != nil else { continue }
        let prefix = prepared.count - line.count
        let start = line.startIndex + edit.prepared.lowerBound - prefix
        let end = start + edit.prepared.count
        guard start >= line.startIndex, end <= line.endIndex else { continue }
        let source = self.source.line(firstLine + index)
        let written = source[
          (source.startIndex + edit.source.lowerBound)..<(source.startIndex + edit.source.upperBound)]
        line = (line[..<start] + written + line[end...])
      }
      lines.append(line)
    }
    return Array(lines.joined(separator: [10]))
  }
}
