/// The changes that make the LaTeX of an author acceptable to KaTeX.
struct TypesetEdits {
  struct Edit {
    var range: Range<Int>
    var replacement: String
  }

  private let math: Math
  private let parts: FormulaParts
  private let bytes: [UInt8]
  private var edits: [Edit] = []

  /// In the order of their places, none overlapping another.
  var ordered: [Edit] {
    edits.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
  }

  init(_ math: Math) {
    self.math = math
    parts = FormulaParts(math.source)
    bytes = Array(math.source.utf8)
    remove()
    link()
    rename()
    number()
    interject()
    readColors()
  }

  private mutating func replace(_ range: Range<Int>, by text: String) {
    edits.append(Edit(range: range, replacement: text))
  }

  /// Takes out what has been read. A space stays, since it may end the command before.
  private mutating func remove() {
    for definition in parts.definitions { replace(definition.range, by: " ") }
    for label in parts.labels { replace(label.range, by: " ") }
    for range in parts.ignored { replace(range, by: " ") }
    guard math.isDisplay, !math.numbersRows else { return }
    for tag in parts.tags { replace(tag.range, by: " ") }
  }

  private mutating func link() {
    for (index, reference) in parts.references.enumerated() where index < math.references.count {
      let resolved = math.references[index]
      guard let target = resolved.target else {
        replace(reference.range, by: "\\text{??}")
        continue
      }
      let words = resolved.phrase(of: target)
      replace(
        reference.range,
        by: "\\href{#\(Label.identifier(of: resolved.label))}{\\text{\(words)}}")
    }
  }

  private mutating func rename() {
    for environment in parts.environments {
      guard let end = environment.end else { continue }
      let isStarred = environment.name.hasSuffix("*")
      let name = isStarred ? String(environment.name.dropLast()) : environment.name
      let isTop = environment.depth == 0
      switch name {
      case "dmath":
        replace(environment.begin, by: " ")
        replace(end, by: " ")
      case "equation" where isTop && !math.numbersRows && !isStarred:
        replace(environment.begin, by: " ")
        replace(end, by: " ")
      case "multline":
        let hasTag = math.numbersRows
        replace(environment.begin, by: hasTag ? "\\begin{gather*}" : "\\begin{gathered}")
        replace(end, by: hasTag ? "\\end{gather*}" : "\\end{gathered}")
      case "numcases":
        // What the braces belong to is an argument.
        var reader = TeXReader(bytes)
        reader.at = environment.begin.upperBound
        let subject = reader.argument().map { reader.string($0) } ?? ""
        replace(environment.begin.lowerBound..<reader.at, by: "\(subject)\\begin{cases}")
        replace(end, by: "\\end{cases}")
      case "eqnarray", "flalign":
        replace(environment.begin, by: "\\begin{align*}")
        replace(end, by: "\\end{align*}")
        guard name == "eqnarray" else { continue }
        for row in environment.separators {
          for separator in row.dropFirst() { replace(separator..<(separator + 1), by: " ") }
        }
      case "equation" where isTop && !isStarred:
        replace(environment.begin, by: "\\begin{gather*}")
        replace(end, by: "\\end{gather*}")
      case "align", "gather":
        guard isTop, !isStarred else { continue }
        replace(environment.begin, by: "\\begin{\(name)*}")
        replace(end, by: "\\end{\(name)*}")
      case "alignat":
        guard isTop, !isStarred else { continue }
        replace(environment.begin, by: "\\begin{alignat*}")
        replace(end, by: "\\end{alignat*}")
      default: break
      }
    }
  }

  /// Writes the numbers of rows; those of whole formulas are beside them on the page.
  private mutating func number() {
    guard math.numbersRows else { return }
    let rows = parts.rows.filter { $0.environment != nil }
    for (row, numbered) in zip(rows, math.rows) {
      guard numbered.tag == nil, let number = numbered.number else { continue }
      replace(row.end..<row.end, by: "\\tag{\(number)}")
    }
  }

  /// Words between the rows of a formula.
  private mutating func interject() {
    for (range, text) in parts.interjections {
      let words = String(decoding: bytes[text], as: UTF8.self)
      replace(range, by: "&\\text{\(words)}\\\\")
    }
  }

  /// Colours that are given by numbers: `\color[rgb]{1,0,0}`.
  private mutating func readColors() {
    var reader = TeXReader(bytes)
    while !reader.isAtEnd {
      guard reader.bytes[reader.at] == UInt8(ascii: "\\") else {
        reader.at += 1
        continue
      }
      let name = reader.command()
      guard ["\\color", "\\textcolor", "\\colorbox"].contains(name) else { continue }
      let start = reader.at
      guard let model = reader.option().map({ reader.string($0) }), let values = reader.argument(),
        let color = Self.color(model, reader.string(values))
      else { continue }
      replace(start..<reader.at, by: "{\(color)}")
    }
  }

  private static func color(_ model: String, _ values: String) -> String? {
    if model == "HTML" { return "#\(values)" }
    let numbers = values.split(separator: ",").compactMap { part in
      Double(part.filter { !$0.isWhitespace })
    }
    let scale = model == "RGB" ? 1.0 : 255
    let parts = model == "gray" && numbers.count == 1 ? [0, 0, 0].map { numbers[$0] } : numbers
    guard ["RGB", "rgb", "gray"].contains(model), parts.count == 3 else { return nil }
    let digits = Array("0123456789abcdef")
    return parts.reduce("#") { text, value in
      let byte = Int(min(255, max(0, (value * scale).rounded())))
      return text + String([digits[byte / 16], digits[byte % 16]])
    }
  }
}
