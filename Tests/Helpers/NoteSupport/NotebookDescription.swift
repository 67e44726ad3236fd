package import RunbookDocument
internal import RunbookFiles

/// A notebook as plain text, one line for each node of its tree, for comparison with what a case expects.
package struct NotebookDescription: CustomStringConvertible {
  let notebook: Notebook
  /// Whether nodes are described with their places.
  let hasPlaces: Bool

  package init(notebook: Notebook, hasPlaces: Bool = true) {
    self.notebook = notebook
    self.hasPlaces = hasPlaces
  }

  package var description: String {
    var lines = frontMatter
    lines += titles
    lines += notebook.blocks.flatMap { describe($0) }
    lines += notebook.references.sorted { $0.key < $1.key }.map { label, target in
      "\(label): \(target.kind) \(target.number)"
        + (target.title.map { " '\($0)'" } ?? "") + at(target.location)
    }
    if hasPlaces { lines += notebook.includes.map { "includes \($0)" } }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The properties of the front matter that differ from the defaults.
  private var frontMatter: [String] {
    zip(fields(of: notebook.frontMatter), fields(of: FrontMatter())).flatMap { given, standard in
      given == standard ? [] : [given]
    }
  }

  private func fields(of value: FrontMatter) -> [String] {
    Mirror(reflecting: value).children.compactMap { child in
      switch child.label ?? "" {
      case "parameters":
        let parameters = value.parameters.map { "\($0.name) = \($0.value)\(at($0.location))" }
        return "parameters: " + parameters.joined(separator: ", ")
      case "macros":
        // A table of macros has no order of its own.
        let macros = value.macros.ordered.map { "\($0.name)\($0.parameters) = \($0.meaning)" }
        return "macros: " + macros.joined(separator: ", ")
      case "titlePlace", "subtitlePlace", "htmlPlace": return nil
      case let name: return "\(name): \(child.value)"
      }
    }
  }

  private var titles: [String] {
    [("title", notebook.titleContent), ("subtitle", notebook.subtitleContent)].flatMap {
      name, inlines -> [String] in
      let isPlain = inlines.count == 1 && inlines[0].isText
      return inlines.isEmpty || isPlain ? [] : [name] + indented(inlines)
    }
  }

  private func indented(_ inlines: [Inline]) -> [String] {
    inlines.flatMap { describe($0) }.map { "  " + $0 }
  }

  private func indented(_ blocks: [Block]) -> [String] {
    blocks.flatMap { describe($0) }.map { "  " + $0 }
  }

  private func describe(_ block: Block) -> [String] {
    let place = at(block.range)
    switch block.content {
    case .paragraph(let inlines): return ["paragraph\(place)"] + indented(inlines)
    case .heading(let heading):
      var line = "heading \(heading.level) #\(heading.identifier) '\(heading.text)'"
      if let number = heading.number { line += " number \(number)" }
      if let label = heading.label { line += " label \(label)" }
      if !heading.isNumbered { line += " unnumbered" }
      if !heading.isListed { line += " unlisted" }
      return [line + place] + indented(heading.content)
    case .plain(let inlines): return ["plain\(place)"] + indented(inlines)
    case .element(let element): return [describe(element) + place] + indented(element.content)
    case .quotation(let blocks): return ["quotation\(place)"] + indented(blocks)
    case .contents: return ["contents\(place)"]
    case .division(let division):
      return ["division" + describe(division) + place] + parts(of: division)
    case .definitions(let list):
      return ["definitions\(place)"]
        + list.entries.flatMap { entry -> [String] in
          ["  entry\(at(entry.range))"]
            + entry.terms.flatMap { ["    term"] + indented($0).map { "    " + $0 } }
            + entry.meanings.flatMap { meaning -> [String] in
              ["    meaning\(meaning.isTight ? " tight" : "")\(at(meaning.range))"]
                + indented(meaning.content).map { "    " + $0 }
            }
        }
    case .list(let list):
      let kind = list.start.map { " from \($0)" } ?? ""
      return ["list\(kind)\(list.isTight ? " tight" : "")\(place)"]
        + list.items.flatMap { item -> [String] in
          let task = item.isDone.map { $0 ? " done" : " open" } ?? ""
          return ["  item\(task)\(at(item.range))"] + indented(item.content).map { "  " + $0 }
        }
    case .table(let table):
      let alignments = table.alignments.map { $0?.rawValue ?? "-" }.joined(separator: " ")
      return ["table \(alignments)\(place)"]
        + ([table.header] + table.rows).flatMap { row -> [String] in
          ["  row\(at(row.range))"]
            + row.cells.flatMap {
              ["    cell\(at($0.range))"] + indented($0.content).map { "    " + $0 }
            }
        } + describe("caption", table.caption)
    case .formula(let math): return ["formula" + describe(math) + place]
    case .cell(let cell):
      let source = hasPlaces ? " source \(self.place(cell.location))" : ""
      return ["cell \(cell.index)\(source)\(describe(cell.options))\(place)"]
        + cell.optionLines.map { "  |\($0)" } + code(cell.source)
        + describe("fig-cap", cell.captions.figure) + describe("tbl-cap", cell.captions.table)
        + describe("lst-cap", cell.captions.listing)
        + cell.captions.subfigures.flatMap { describe("fig-subcap", $0) }
    case .listing(let listing):
      let source = hasPlaces ? " source \(self.place(listing.location))" : ""
      return [
        "listing '\(listing.info)' \(listing.language)\(source)\(describe(listing.options))\(place)"
      ]
        + listing.optionLines.map { "  |\($0)" } + code(listing.source)
        + describe("lst-cap", listing.caption)
    case .figure(let image):
      return ["figure" + describe(image) + place] + describe("caption", image.caption)
    case .contents: return ["contents\(place)"]
    case .rule: return ["rule\(place)"]
    case .html(let html): return ["html \(escaped(html))\(place)"]
    case .footnotes(let footnotes):
      return ["footnotes\(place)"]
        + footnotes.flatMap { footnote -> [String] in
          [
            "  footnote \(footnote.number) \(footnote.name) uses \(footnote.uses)\(at(footnote.range))"
          ]
            + indented(footnote.content).map { "  " + $0 }
        }
    case .bibliography(let list):
      return [
        "bibliography\(list.isNumbered ? " numbered" : "")\(list.isMarked ? " marked" : "")\(place)"
      ]
        + list.entries.flatMap { entry in
          ["  \(entry.key) uses \(entry.uses)\(at(entry.location))"]
            + indented(entry.content).map { "  " + $0 }
        }
    case .recorded(let blocks): return ["recorded\(place)"] + indented(blocks)
    case .unknown(let source): return ["unknown \(escaped(source))\(place)"]
    }
  }

  private func describe(_ division: Division) -> String {
    let kind =
      switch division.kind {
      case .callout(let callout):
        "callout \(callout.name) as \(callout.kind)"
          + (callout.folding.map { " folded \($0)" } ?? "")
          + (callout.hasIcon ? "" : " without icon")
          + (callout.hasDefaultTitle ? "" : " without default title")
      case .theorem(let kind, let isNumbered): "\(kind)\(isNumbered ? "" : " without number")"
      case .tabs: "tabs"
      case .hidden(let source): "hidden \(escaped(source))"
      default: "\(division.kind)"
      }
    return " \(kind)" + (division.identifier.map { " #\($0)" } ?? "")
      + (division.attributes.isEmpty ? "" : " {\(division.attributes)}")
  }

  private func parts(of division: Division) -> [String] {
    var lines =
      division.title.isEmpty ? [] : ["  title"] + indented(division.title).map { "  " + $0 }
    lines += indented(division.content)
    if case .tabs(let tabs) = division.kind {
      for tab in tabs {
        lines += ["  tab\(at(tab.range))"] + indented(tab.title).map { "  " + $0 }
        lines += indented(tab.content).map { "  " + $0 }
      }
    }
    return lines + describe("caption", division.caption)
  }

  private func describe(_ inline: Inline) -> [String] {
    let place = at(inline.range)
    switch inline.content {
    case .text(let text): return ["'\(escaped(text))'\(place)"]
    case .softBreak: return ["soft break"]
    case .lineBreak: return ["line break\(place)"]
    case .code(let code): return ["code \(escaped(code))\(place)"]
    case .emphasis(let inlines): return ["emphasis\(place)"] + indented(inlines)
    case .strong(let inlines): return ["strong\(place)"] + indented(inlines)
    case .strikethrough(let inlines): return ["strikethrough\(place)"] + indented(inlines)
    case .link(let link):
      let title = link.title.map { " title '\($0)'" } ?? ""
      return ["link \(link.address)\(title)\(link.isSafe ? "" : " unsafe")\(place)"]
        + indented(link.content)
    case .element(let element): return [describe(element) + place] + indented(element.content)
    case .image(let image): return ["image" + describe(image) + place]
    case .formula(let math): return ["formula" + describe(math) + place]
    case .reference(let reference):
      let target = reference.target.map { "\($0.kind) \($0.number)" } ?? "nothing"
      let form = reference.form == .number ? " number" : ""
      return ["reference \(reference.label) to \(target)\(form)\(place)"]
    case .anchor(let anchor): return ["anchor \(anchor.label)\(place)"]
    case .citation(let citation):
      return ["citation \(citation.form)\(place)"]
        + citation.items.flatMap { item -> [String] in
          let work = item.work.map { " \($0.number) '\($0.names)' '\($0.year)' use \($0.use)" }
          let flags = item.omitsAuthors ? " without authors" : ""
          return ["  item \(item.key)\(work ?? " unknown")\(flags)\(at(item.location))"]
            + indented(item.prefix + item.suffix).map { "  " + $0 }
        }
    case .footnoteReference(let reference):
      return [
        "footnote reference \(reference.number) \(reference.name) use \(reference.use)\(place)"
      ]
    case .expression(let expression):
      let start = hasPlaces ? " starts \(self.place(expression.location))" : ""
      return ["expression \(expression.index): \(expression.source)\(start)\(place)"]
    case .html(let html): return ["html \(escaped(html))\(place)"]
    case .unknown(let source): return ["unknown \(escaped(source))\(place)"]
    }
  }

  private func describe(_ math: Math) -> String {
    let start = hasPlaces ? " starts \(place(math.location))" : ""
    return "\(math.isDisplay ? " display" : "")\(math.label.map { " " + $0 } ?? "")"
      + "\(math.number.map { " number \($0)" } ?? "") \(escaped(math.source))\(start)"
      + rows(of: math)
      + (math.punctuation.isEmpty ? "" : " then '\(math.punctuation)'")
      + (math.macros.isEmpty ? "" : " with \(escaped(math.macros))")
      + (math.isDefinition ? " defines" : "")
      + math.references.map { " refers to \($0.label) \($0.target?.number ?? "?")" }.joined()
  }

  private func rows(of math: Math) -> String {
    let labels = math.innerLabels.isEmpty ? "" : " named \(math.innerLabels.joined(separator: ","))"
    return labels
      + math.rows.map { row in
        " row \(row.number ?? "-")" + row.labels.map { " \($0)" }.joined()
      }.joined()
  }

  private func describe(_ image: ImageReference) -> String {
    "\(image.label.map { " " + $0 } ?? "") '\(image.source)' alternative '\(image.alternative)'"
      + (image.title.map { " title '\($0)'" } ?? "")
      + (image.identifier.map { " id \($0)" } ?? "")
      + [
        ("width", image.layout.width), ("height", image.layout.height),
        ("zoom", image.layout.zoom), ("alignment", image.layout.alignment?.rawValue),
      ].map { name, value in value.map { " \(name) \($0)" } ?? "" }.joined()
  }

  private func describe<Node>(_ element: Element<Node>) -> String {
    "<\(element.tag)" + element.attributes.map { " \($0.name)='\(escaped($0.value))'" }.joined()
      + ">"
  }

  private func describe(_ name: String, _ caption: Caption?) -> [String] {
    guard let caption else { return [] }
    let words =
      "\(caption.label.map { " " + $0 } ?? "")\(caption.number.map { " number \($0)" } ?? "")"
    return ["  \(name)\(words)\(at(caption.range))"] + indented(caption.content).map { "  " + $0 }
  }

  /// The options that the cell states.
  private func describe(_ options: CellOptions) -> String {
    zip(Mirror(reflecting: options).children, Mirror(reflecting: CellOptions()).children)
      .filter { "\($0.value)" != "\($1.value)" }
      .map { child, _ in
        let value = Mirror(reflecting: child.value)
        let inner = value.displayStyle == .optional ? value.children.first?.value : child.value
        return " \(child.label ?? "")=\(inner ?? "")"
      }
      .joined()
  }

  private func code(_ source: String) -> [String] {
    source.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "  | \($0)" }
  }

  private func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
  }

  private func at(_ location: SourceLocation) -> String {
    hasPlaces ? " at \(place(location))" : ""
  }

  private func at(_ range: SourceRange) -> String {
    guard hasPlaces else { return "" }
    let end =
      range.end.line == range.start.line
      ? "\(range.end.column)" : "\(range.end.line):\(range.end.column)"
    return " at \(place(range.start))-\(end)"
  }

  private func place(_ location: SourceLocation) -> String {
    (location.file.map { $0 + ":" } ?? "") + "\(location.line):\(location.column)"
  }
}

extension Inline {
  fileprivate var isText: Bool {
    if case .text = content { true } else { false }
  }
}
