import RunbookDocument
import RunbookFiles

/// A notebook as plain text, a fragment a paragraph, for comparison with what a case expects.
struct NotebookDescription: CustomStringConvertible {
  let notebook: Notebook

  var description: String {
    var lines = frontMatter
    lines += notebook.fragments.flatMap { describe($0) }
    lines += notebook.references.sorted { $0.key < $1.key }.map { label, target in
      "\(label): \(target.kind) \(target.number)"
        + (target.title.map { " '\($0)'" } ?? "") + " at \(place(target.location))"
    }
    lines += notebook.includes.map { "includes \($0)" }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The properties of the front matter that differ from the defaults.
  private var frontMatter: [String] {
    zip(fields(of: notebook.frontMatter), fields(of: FrontMatter())).flatMap { given, standard in
      given == standard ? [] : [given]
    }
  }

  private func fields(of value: FrontMatter) -> [String] {
    Mirror(reflecting: value).children.map { child in
      if child.label == "parameters" {
        let parameters = value.parameters.map {
          "\($0.name) = \($0.value) at \(place($0.location))"
        }
        return "parameters: " + parameters.joined(separator: ", ")
      }
      return "\(child.label ?? ""): \(child.value)"
    }
  }

  private func describe(_ fragment: Fragment) -> [String] {
    switch fragment {
    case .html(let html):
      return html.split(separator: "\n").map { "html \($0)" }
    case .heading(let heading):
      var line = "heading \(heading.level) #\(heading.identifier) '\(heading.text)'"
      if let number = heading.number { line += " number \(number)" }
      if let label = heading.label { line += " label \(label)" }
      return [line + " at \(place(heading.location))"]
        + heading.content.flatMap { describe($0) }.map { "  " + $0 }
    case .math(let math):
      return [
        "math\(math.isDisplay ? " display" : "")\(math.label.map { " " + $0 } ?? "")"
          + " at \(place(math.location)): \(escaped(math.source))"
      ]
    case .cell(let cell):
      return [
        "cell \(cell.index) fence \(place(cell.fence)) source \(place(cell.location))"
          + describe(cell.options)
      ] + code(cell.source)
    case .listing(let listing):
      return [
        "listing '\(listing.language)' at \(place(listing.location))\(describe(listing.options))"
      ]
        + code(listing.source)
    case .image(let image):
      return [
        "image\(image.isBlock ? " block" : "")\(image.label.map { " " + $0 } ?? "")"
          + " '\(image.source)' alternative '\(image.alternative)'"
          + (image.title.map { " title '\($0)'" } ?? "") + " at \(place(image.location))"
      ]
    case .caption(let caption):
      return ["caption\(caption.label.map { " " + $0 } ?? "") at \(place(caption.location))"]
        + caption.content.flatMap { describe($0) }.map { "  " + $0 }
    case .reference(let reference):
      return ["reference \(reference.label) at \(place(reference.location))"]
    case .inlineExpression(let expression):
      return [
        "expression \(expression.index) at \(place(expression.location)): \(expression.source)"
      ]
    }
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

  private func place(_ location: SourceLocation) -> String {
    (location.file.map { $0 + ":" } ?? "") + "\(location.line):\(location.column)"
  }
}
