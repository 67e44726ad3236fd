/// Formats JSON for readers and for line-by-line comparison.
enum JSONLayout {
  /// Returns `json`, which must be valid and without white space, with one member per line; arrays
  /// of plain values are kept on one line, or wrapped at 100 columns.
  static func pretty(_ json: [UInt8]) -> [UInt8] {
    var layout = Layout(json: json)
    layout.value(indent: 0)
    layout.output.append(UInt8(ascii: "\n"))
    return layout.output
  }

  private struct Layout {
    let json: [UInt8]
    var output: [UInt8] = []
    private var at = 0
    /// The position at which the current line of the output starts.
    private var lineStart = 0

    init(json: [UInt8]) {
      self.json = json
      output.reserveCapacity(json.count * 5 / 4)
    }

    mutating func value(indent: Int) {
      switch json[at] {
      case UInt8(ascii: "{"): members(indent: indent, close: UInt8(ascii: "}"))
      case UInt8(ascii: "["):
        if isFlat {
          flatArray(indent: indent)
        } else {
          members(indent: indent, close: UInt8(ascii: "]"))
        }
      default: scalar()
      }
    }

    /// An object, or an array of objects and arrays.
    private mutating func members(indent: Int, close: UInt8) {
      let isObject = close == UInt8(ascii: "}")
      take()
      if json[at] == close {
        take()
        return
      }
      while true {
        newLine(indent + 1)
        if isObject {
          scalar()
          take()
          output.append(UInt8(ascii: " "))
        }
        value(indent: indent + 1)
        guard json[at] == UInt8(ascii: ",") else { break }
        take()
      }
      newLine(indent)
      take()
    }

    private mutating func flatArray(indent: Int) {
      take()
      while json[at] != UInt8(ascii: "]") {
        let length = scalarLength
        if output.count - lineStart + length + 2 > 100 { newLine(indent + 1) }
        scalar()
        if json[at] == UInt8(ascii: ",") {
          take()
          output.append(UInt8(ascii: " "))
        }
      }
      take()
    }

    /// Whether the current array contains neither arrays nor objects.
    private var isFlat: Bool {
      var index = at + 1
      var isInString = false
      while index < json.count {
        switch json[index] {
        case UInt8(ascii: "\\") where isInString: index += 1
        case UInt8(ascii: "\""): isInString.toggle()
        case UInt8(ascii: "["), UInt8(ascii: "{"): if !isInString { return false }
        case UInt8(ascii: "]"): if !isInString { return true }
        default: break
        }
        index += 1
      }
      return true
    }

    private var scalarLength: Int {
      var index = at
      if json[at] == UInt8(ascii: "\"") {
        index += 1
        while json[index] != UInt8(ascii: "\"") {
          index += json[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index + 1 - at
      }
      while index < json.count, !",]}:".utf8.contains(json[index]) { index += 1 }
      return index - at
    }

    private mutating func scalar() {
      let end = at + scalarLength
      while at < end {
        // `\/` is equivalent to `/`.
        if json[at] == UInt8(ascii: "\\") {
          if json[at + 1] != UInt8(ascii: "/") { output.append(json[at]) }
          at += 1
        }
        output.append(json[at])
        at += 1
      }
    }

    private mutating func take() {
      output.append(json[at])
      at += 1
    }

    private mutating func newLine(_ indent: Int) {
      while output.last == UInt8(ascii: " ") { output.removeLast() }
      output.append(UInt8(ascii: "\n"))
      lineStart = output.count
      output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
    }
  }
}
