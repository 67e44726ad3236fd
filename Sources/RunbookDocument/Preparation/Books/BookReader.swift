internal import RunbookFiles

/// Marks of builders of books: d2l's tabs and widths of pictures, and entries of an index.
///
/// ```
/// :begin_tab:`pytorch`
/// words
/// :end_tab:
///
/// ![Caption](a.png)
/// :width:`400px`
/// ```
struct BookReader: DialectReader {
  static let signs = [
    ":begin_tab:", ":end_tab:", ":width:`", ":height:`", "\\index{", ":cite",
  ]

  static func read(
    _ prose: inout ProseText, frontMatter: FrontMatter, edits: inout TextEdits,
    log: inout DiagnosticLog
  ) {
    var reader = BookReader(prose: prose, edits: edits)
    reader.readLines()
    reader.removeIndexEntries()
    (prose, edits) = (reader.prose, reader.edits)
  }

  private var prose: ProseText
  private var edits: TextEdits
  /// The numbers of the markers of tabs that are open.
  private var tabs: [Int] = []

  private init(prose: ProseText, edits: TextEdits) {
    (self.prose, self.edits) = (prose, edits)
  }

  private mutating func readLines() {
    var index = 0
    while index < prose.lines.count {
      let line = prose.lines[index]
      index += 1
      guard !line.isCode, !line.isBlank else { continue }
      switch prose.source.bytes[line.content.lowerBound] {
      case UInt8(ascii: ":"): readTab(line)
      case UInt8(ascii: "!"): readSize(of: index - 1)
      default: break
      }
    }
  }

  // MARK: Tabs

  private mutating func readTab(_ line: ProseText.Line) {
    let bytes = prose.source.bytes[line.content]
    if bytes.starts(with: ":begin_tab:".utf8) {
      let text = prose.string(line.content)
      let names = text.dropFirst(":begin_tab:".count)
        .split { $0 == "`" || $0 == "," || $0.isWhitespace }.map { Self.title(of: String($0)) }
      var opening = DivisionOpening(division: Division(.plain), sign: text)
      opening.role = .tab
      opening.joinsTabs = true
      opening.takesHeading = false
      opening.title = DivisionOpening.Words(
        text: names.joined(separator: ", "),
        place: TextPlace(prose.location(of: line.content.lowerBound), form: .folded))
      tabs.append(edits.markers.count)
      setMarker(line.content, .open(opening))
    } else if bytes.elementsEqual(":end_tab:".utf8), let number = tabs.popLast() {
      setMarker(line.content, .close(number))
    }
  }

  private mutating func setMarker(_ range: Range<Int>, _ marker: Marker) {
    edits.replace(range, with: marker)
    prose.exclude(range)
  }

  /// The name of a framework as its authors write it.
  private static func title(of name: String) -> String {
    let names = [
      "mxnet": "MXNet", "pytorch": "PyTorch", "tensorflow": "TensorFlow", "jax": "JAX",
      "paddle": "Paddle",
    ]
    return names[name.lowercased()] ?? name
  }

  // MARK: Sizes of pictures

  /// Reads the lines `` :width:`400px` `` and `` :label:`name` `` below a picture.
  private mutating func readSize(of index: Int) {
    let line = prose.lines[index]
    let bytes = prose.source.bytes
    guard bytes[line.content].starts(with: "![".utf8) else { return }
    citeInCaption(line.content)
    guard bytes[line.content.upperBound - 1] == UInt8(ascii: ")") else { return }
    var sizes: [String] = []
    var label: String?
    var below: [Range<Int>] = []
    for next in prose.lines[(index + 1)...].prefix(4) {
      guard !next.isCode, let (name, value) = Self.role(prose.string(next.content)) else { break }
      if name == "label" {
        label = prose.string(next.content)
      } else {
        sizes.append("\(name)=\(value)")
      }
      below.append(next.content)
    }
    guard !sizes.isEmpty,
      let attributes = Attributes(at: 0, in: Array("{\(sizes.joined(separator: " "))}".utf8))
    else { return }
    let end = line.content.upperBound
    edits.replace(end..<end, with: .attributes(attributes))
    for (position, range) in below.enumerated() {
      edits.replace(range, with: position == 0 ? label ?? "" : "")
      if position > 0 || label == nil { prose.exclude(range) }
    }
  }

  /// Replaces `` :cite:`a,b` `` and `` :citet:`a` `` in the words of a picture, which are read as plain
  /// text before they become a caption, by `[@a; @b]` and `@a`.
  private mutating func citeInCaption(_ range: Range<Int>) {
    let bytes = prose.source.bytes
    for (sign, isNarrative) in [(":citet:`", true), (":cite:`", false), (":citep:`", false)] {
      var rest = bytes[range]
      while let start = rest.firstIndex(of: UInt8(ascii: ":")) {
        rest = rest[start...]
        guard rest.starts(with: sign.utf8) else {
          rest = rest.dropFirst()
          continue
        }
        rest = rest.dropFirst(sign.utf8.count)
        guard let close = rest.firstIndex(of: UInt8(ascii: "`")) else { break }
        let keys = prose.string(rest.startIndex..<close).split(separator: ",")
          .map { "@" + $0.filter { !$0.isWhitespace } }
        let text = isNarrative ? keys.joined(separator: ", ") : "[\(keys.joined(separator: "; "))]"
        edits.replace(start..<(close + 1), with: text)
        rest = rest[(close + 1)...]
      }
    }
  }

  /// The name and the value of a line such as `` :width:`400px` ``.
  private static func role(_ line: String) -> (name: String, value: String)? {
    for name in ["width", "height", "label"] where line.hasPrefix(":\(name):`") {
      let value = line.dropFirst(name.count + 3).dropLast()
      guard line.hasSuffix("`"), !value.isEmpty, !value.contains("`"), !value.contains(" ") else {
        return nil
      }
      return (name, String(value))
    }
    return nil
  }

  // MARK: Entries of an index

  /// Removes `\index{…}`, which prints nothing where it stands.
  private mutating func removeIndexEntries() {
    let sign = Array("\\index{".utf8)
    var found: [Range<Int>] = []
    for segment in prose.segments {
      var rest = prose.source.bytes[segment]
      while let start = rest.firstIndex(of: UInt8(ascii: "\\")) {
        rest = rest[start...]
        guard rest.starts(with: sign) else {
          rest = rest.dropFirst(2)
          continue
        }
        var depth = 0
        let close = rest.firstIndex { byte in
          if byte == UInt8(ascii: "{") { depth += 1 }
          if byte == UInt8(ascii: "}") { depth -= 1 }
          return depth == 0 && byte == UInt8(ascii: "}")
        }
        guard let close else { break }
        found.append(start..<(close + 1))
        rest = rest[(close + 1)...]
      }
    }
    for range in found {
      edits.replace(range, with: "")
      prose.exclude(range)
    }
  }
}
