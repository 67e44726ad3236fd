/// A JSON value that is written as it was read: members keep their order, numbers their digits.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The characters of the number; `NaN` and `Infinity` are accepted, as Python writes them.
  case number(String)
  case string(String)
  /// The source of a string, without its quotes, that contains half of a surrogate pair and so
  /// cannot be a `String`.
  case malformedString(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The text of a string; halves of surrogate pairs are replaced by U+FFFD.
  var text: String? {
    switch self {
    case .string(let text): text
    case .malformedString(let source): JSONReader.repaired(source)
    case .null, .bool, .number, .array, .object: nil
    }
  }

  var integer: Int? { if case .number(let digits) = self { Int(digits) } else { nil } }

  var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// The text of a string, or of a list of strings without separators, as notebooks store it.
  var joinedText: String? {
    if let text { return text }
    guard let elements else { return nil }
    var joined = ""
    for element in elements {
      guard let text = element.text else { return nil }
      joined += text
    }
    return joined
  }
}

/// The members of a JSON object in their order.
struct JSONObject: Sendable {
  typealias Member = (name: String, value: JSONValue)

  private(set) var members: [Member] = []
  /// The offset of the opening brace in the file; not compared.
  var offset = 0

  init(_ members: [Member] = []) {
    self.members = members
  }

  /// The value of a name; setting `nil` removes it, setting another keeps its position.
  ///
  /// Of members with the same name, the last one counts.
  subscript(name: String) -> JSONValue? {
    get { members.last { $0.name.utf8.elementsEqual(name.utf8) }?.value }
    set {
      let index = members.lastIndex { $0.name.utf8.elementsEqual(name.utf8) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
    }
  }

  mutating func append(_ name: String, _ value: JSONValue) {
    members.append((name, value))
  }
}

/// Equal are values that a reader of JSON cannot tell apart: members in any order, but texts byte
/// by byte, since texts that Unicode regards as equivalent are not the same file.
extension JSONValue: Equatable {
  static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)), (.string(let left), .string(let right)),
      (.malformedString(let left), .malformedString(let right)):
      left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)):
      left.members.count == right.members.count
        && left.members.allSatisfy { $0.value == right[$0.name] }
    default: false
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByIntegerLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(integerLiteral value: Int) { self = .number(String(value)) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { ($0.0, $0.1) }))
  }
}
