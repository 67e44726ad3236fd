/// The parts of a formula that the document deals with, not KaTeX: definitions, labels, references,
/// tags, and the rows that have numbers.
struct FormulaParts {
  /// `\newcommand{…}{…}` or one of its relatives; ranges are in bytes of the formula.
  struct Definition {
    var range: Range<Int>
    var macros: [Macro]
    /// Whether it has no effect on a macro that exists.
    var isProvided = false
  }

  struct Label {
    var range: Range<Int>
    var name: String
    var nameStart: Int
  }

  struct Reference {
    var range: Range<Int>
    var command: String
    var name: String
    var nameStart: Int
  }

  struct Tag {
    var range: Range<Int>
    var text: String
  }

  /// An environment: the ranges of `\begin{name}` and `\end{name}`.
  struct Environment {
    var name: String
    var begin: Range<Int>
    var end: Range<Int>?
    var depth: Int
    /// The columns' separators in each row.
    var separators: [[Int]] = [[]]
  }

  /// A row that can have a number of its own, or a formula without rows.
  struct Row {
    /// Where the row ends.
    var end: Int
    /// The environment it belongs to.
    var environment: Int?
    var labels: [String] = []
    var tag: String?
    var isSuppressed = false
  }

  private(set) var definitions: [Definition] = []
  private(set) var labels: [Label] = []
  private(set) var references: [Reference] = []
  private(set) var tags: [Tag] = []
  /// `\nonumber`, `\notag`, and commands without a meaning here.
  private(set) var ignored: [Range<Int>] = []
  private(set) var interjections: [(range: Range<Int>, text: Range<Int>)] = []
  private(set) var environments: [Environment] = []
  private(set) var rows: [Row] = []
  /// Whether anything but definitions, blanks and commands without a meaning is there.
  private(set) var hasContent = false

  private var reader: TeXReader
  private var row = Row(end: 0)
  private var braces = 0
  /// The open environments and the depth of braces in each.
  private var open: [(index: Int, braces: Int)] = []

  /// The environments whose rows have numbers, and those that have one number.
  static let numberedRows: Set<String> = ["align", "alignat", "flalign", "gather", "eqnarray"]
  static let numberedOnce: Set<String> = ["equation", "multline", "dmath"]

  /// The environments that change nothing here.
  private static let transparent: Set<String> = ["subequations", "math", "displaymath"]

  init(_ source: String) {
    reader = TeXReader(source)
    read()
  }

  private mutating func read() {
    while !reader.isAtEnd {
      switch reader.bytes[reader.at] {
      case UInt8(ascii: "%"): reader.skipComment()
      case UInt8(ascii: "\\"): readCommand()
      case UInt8(ascii: "{"):
        braces += 1
        hasContent = true
        reader.at += 1
      case UInt8(ascii: "}"):
        braces -= 1
        reader.at += 1
      case UInt8(ascii: "&"):
        if let last = open.last, last.braces == braces {
          let row = environments[last.index].separators.count - 1
          environments[last.index].separators[row].append(reader.at)
        }
        hasContent = true
        reader.at += 1
      case UInt8(ascii: "(") where readBookLabel(): break
      case let byte:
        if byte > UInt8(ascii: " ") { hasContent = true }
        reader.at += 1
      }
    }
    if open.isEmpty, rows.isEmpty || !row.labels.isEmpty || row.tag != nil {
      if rows.isEmpty {
        row.end = reader.bytes.count
        rows.append(row)
      } else {
        // A label or tag behind an environment belongs to its last row.
        rows[rows.count - 1].labels += row.labels
        rows[rows.count - 1].tag = rows[rows.count - 1].tag ?? row.tag
      }
    }
  }

  private mutating func readCommand() {
    let start = reader.at
    let name = reader.command()
    switch name {
    case "\\\\":
      hasContent = true
      guard let last = open.last, last.braces == braces else { return }
      environments[last.index].separators.append([])
      if open.count == 1, Self.numberedRows.contains(environments[last.index].name) {
        endRow(at: start, in: last.index)
      }
    case "\\begin": begin(from: start)
    case "\\end": end(from: start)
    case "\\label":
      guard let argument = reader.argument() else { return }
      addLabel(argument, start..<reader.at)
    case "\\ref", "\\eqref", "\\cref", "\\Cref", "\\autoref", "\\vref":
      hasContent = true
      guard let argument = reader.argument() else { return }
      references.append(
        Reference(
          range: start..<reader.at, command: String(name.dropFirst()),
          name: reader.string(argument), nameStart: argument.lowerBound))
    case "\\tag":
      hasContent = true
      guard let argument = reader.argument(), reader.bytes[argument.lowerBound - 1] == 123 else {
        return
      }
      tags.append(Tag(range: start..<reader.at, text: reader.string(argument)))
      row.tag = row.tag ?? reader.string(argument)
    case "\\nonumber", "\\notag":
      row.isSuppressed = true
      ignored.append(start..<reader.at)
    case "\\intertext", "\\shortintertext":
      hasContent = true
      if let argument = reader.argument() { interjections.append((start..<reader.at, argument)) }
    case "\\require":
      _ = reader.argument()
      ignored.append(start..<reader.at)
    case "\\makeatletter", "\\makeatother", "\\allowdisplaybreaks", "\\displaybreak":
      _ = reader.option()
      ignored.append(start..<reader.at)
    case "\\setcounter":
      _ = reader.argument()
      _ = reader.argument()
      ignored.append(start..<reader.at)
    default:
      if let definition = MacroDefinition.read(name, from: start, &reader) {
        definitions.append(definition)
      } else {
        hasContent = true
      }
    }
  }

  private mutating func addLabel(_ name: Range<Int>, _ range: Range<Int>) {
    let text = reader.string(name)
    labels.append(Label(range: range, name: text, nameStart: name.lowerBound))
    row.labels.append(text)
  }

  /// bookdown's `(\#eq:name)`.
  private mutating func readBookLabel() -> Bool {
    let sign = Array("(\\#".utf8)
    let start = reader.at
    guard reader.bytes[start...].starts(with: sign),
      let close = reader.bytes[start...].prefix(128).firstIndex(of: UInt8(ascii: ")")),
      reader.bytes[(start + 3)..<close].contains(UInt8(ascii: ":"))
    else { return false }
    addLabel((start + 3)..<close, start..<(close + 1))
    reader.at = close + 1
    return true
  }

  private mutating func begin(from start: Int) {
    hasContent = true
    guard let argument = reader.argument() else { return }
    if Self.transparent.contains(reader.string(argument)) {
      return ignored.append(start..<reader.at)
    }
    environments.append(
      Environment(
        name: reader.string(argument), begin: start..<reader.at, depth: open.count))
    open.append((environments.count - 1, braces))
    if open.count == 1 {
      // What precedes the first environment belongs to its first row.
      row.end = start
    }
  }

  private mutating func end(from start: Int) {
    guard let argument = reader.argument() else { return }
    if Self.transparent.contains(reader.string(argument)) {
      return ignored.append(start..<reader.at)
    }
    guard let last = open.popLast() else { return }
    environments[last.index].end = start..<reader.at
    let name = environments[last.index].name
    guard open.isEmpty, Self.numberedRows.contains(name) || Self.numberedOnce.contains(name) else {
      return
    }
    endRow(at: start, in: last.index)
  }

  private mutating func endRow(at end: Int, in environment: Int) {
    // A row that is empty, behind the last `\\`, has no number.
    let first =
      rows.last { $0.environment == environment }?.end
      ?? environments[environment].begin
      .upperBound
    let content = reader.bytes[min(first, end)..<end].filter { $0 > 32 && $0 != 92 }
    row.end = end
    row.environment = environment
    if !content.isEmpty { rows.append(row) }
    row = Row(end: 0)
  }
}
