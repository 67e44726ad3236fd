internal import RunbookFiles

/// A value of a YAML document with its location in the notebook.
struct YAMLNode: Sendable {
  indirect enum Value: Sendable {
    /// `isPlain` for text without quotation marks, which may be a number or a boolean.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    /// In the order of the entries.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  var value: Value
  var location: SourceLocation
  /// The locations of the characters of a scalar, if known.
  var place: TextPlace?

  /// The text of a scalar.
  var text: String? {
    if case .scalar(let text, _) = value { text } else { nil }
  }

  /// The location of the text of a scalar.
  var textPlace: TextPlace { place ?? TextPlace(location, form: .folded) }

  /// Whether the value is empty: just `key:`, `~` or `null`.
  var isNull: Bool {
    guard case .scalar(let text, true) = value else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  var bool: Bool? {
    guard case .scalar(let text, true) = value else { return nil }
    switch text {
    case "true", "True", "TRUE", "yes", "Yes", "on", "On": return true
    case "false", "False", "FALSE", "no", "No", "off", "Off": return false
    default: return nil
    }
  }

  var integer: Int? { plainNumber.flatMap { Int($0) } }

  var unsigned: UInt64? { plainNumber.flatMap { UInt64($0) } }

  var double: Double? {
    guard let text = plainNumber else { return nil }
    switch text.lowercased() {
    case ".inf", "+.inf": return .infinity
    case "-.inf": return -.infinity
    case ".nan": return .nan
    default: break
    }
    // Words such as `Double("inf")` and `Double("0x1p3")` are not numbers in YAML.
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let others: [UInt8] = Array("+-.eE".utf8)
    guard text.utf8.contains(where: digits.contains),
      text.utf8.allSatisfy({ digits.contains($0) || others.contains($0) })
    else { return nil }
    if let value = Double(text) { return value }
    return text.hasPrefix(".") ? Double("0" + text) : nil
  }

  /// A plain scalar without the underscores that separate groups of digits.
  private var plainNumber: String? {
    guard case .scalar(let text, true) = value, let first = text.utf8.first else { return nil }
    guard first < 0x40, text.utf8.contains(UInt8(ascii: "_")) else { return text }
    return text.filter { $0 != "_" }
  }

  /// The description of the value in messages.
  var summary: String {
    switch value {
    case .scalar where isNull: return "nothing"
    case .scalar(let text, _):
      let line = text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
      return "'\(line.count > 40 ? line.prefix(40) + "…" : line)'"
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    }
  }
}
