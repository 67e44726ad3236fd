internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

extension CellWriter {
  /// One `<figure>` with one or more pictures and, if it is the cell's last, the caption.
  func figure(_ members: [OutputGroup.Member], isLast: Bool) -> String {
    let columns = max(1, min(options.layoutColumns ?? 1, members.count))
    let firstIndex = figureIndices.firstIndex(of: members[0].index) ?? 0
    let parts = members.enumerated().map { position, member -> String in
      let number = firstIndex + position
      let subcaption =
        number < cell.captions.subfigures.count
        ? "<p class=\"subcaption\">\(Self.letter(number)) "
          + "\(page.html(cell.captions.subfigures[number]))</p>" : ""
      let place = FigureSet.Place(cell: cell.index, output: member.index)
      guard let drawing = page.figures[place] else { return "" }
      return "<div class=\"part\">\(picture(drawing, number: number))\(subcaption)</div>\n"
    }
    guard parts.contains(where: { !$0.isEmpty }) else { return "" }
    let layout =
      columns > 1 ? " class=\"parts\" style=\"--columns:\(columns)\"" : " class=\"parts\""
    let caption = isLast ? cell.captions.figure : nil
    return "<figure\(HTML.attribute("id", caption?.label))>\n<div\(layout)>\n"
      + "\(parts.joined())</div>\n\(page.caption(.figure, caption))</figure>\n"
  }

  /// The indices of the cell's figures among its outputs.
  private var figureIndices: [Int] {
    (recording?.outputs ?? []).indices.filter { recording?.outputs[$0].figure != nil }
  }

  private static func letter(_ index: Int) -> String {
    "(\(String(UnicodeScalar(UInt8(97 + index % 26)))))"
  }

  private func picture(_ figure: FigureDrawing, number: Int) -> String {
    let size = options.figureWidth.flatMap(Self.width).map { " style=\"width:\($0)\"" } ?? ""
    switch figure.content {
    case .plot(let plot, let drawing):
      let alternative = alternative ?? words.describe(plot)
      return "<div class=\"picture\"\(size)>\(drawing.element(alternative: alternative))</div>"
    case .vector(let drawing):
      let alternative = alternative ?? words.plot(of: drawing.names.joined(separator: ", "))
      let isWide = drawing.width > 480 ? " tabindex=\"0\"" : ""
      return "<div class=\"picture scroller\"\(size)\(isWide)>"
        + "\(drawing.element(alternative: alternative))</div>"
    case .images(let grid, let drawing, let png):
      let alternative = alternative ?? words.imageGrid(grid.panels.count)
      return ImageGridBlock(grid, drawing, png: png, words: words)
        .html(alternative: alternative, style: size)
    }
  }

  /// The author's description, or the caption if there is none.
  private var alternative: String? {
    options.figureAlternative ?? cell.captions.figure?.source
  }

  /// `text` if it is a CSS width; any other text could break out of the attribute's rule.
  static func width(_ text: String) -> String? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let value = Double(String(number)), value > 0 else { return nil }
    let unit = text.dropFirst(number.count)
    switch unit {
    case "": return "\(number)px"
    case "%", "px", "em", "rem", "ch", "vw", "cm", "mm", "in", "pt": return text
    default: return nil
    }
  }
}

extension ReportStrings {
  /// A description of a plot from its labels.
  fileprivate func describe(_ plot: Plot) -> String {
    let names = plot.panels.flatMap { panel in
      [panel.title] + panel.series.map(\.name) + [panel.y.label]
    }
    var seen: Set<String> = []
    let distinct = names.filter { !$0.isEmpty && seen.insert($0).inserted }
    return distinct.isEmpty ? self.plot : self.plot(of: distinct.joined(separator: ", "))
  }
}
