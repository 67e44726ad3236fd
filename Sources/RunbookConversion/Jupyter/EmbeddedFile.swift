internal import Foundation

/// A picture in a notebook, and the way in which the notebook writes it as text.
struct EmbeddedFile {
  var bytes: [UInt8]
  /// How the text is written again from the bytes; `nil` if that cannot give the same text.
  var layout: JSONObject?

  /// The picture in a value of a media type; `nil` if it is none or damaged.
  init?(_ value: JSONValue, type: String) {
    guard let text = value.joinedText else { return nil }
    let form = SourceLines.form(of: value)
    if type == "image/svg+xml" {
      bytes = Array(text.utf8)
      layout = form.map { JSONObject([("text", .string($0.rawValue))]) }
      return
    }
    let digits = text.utf8.filter { $0 != 10 && $0 != 13 }
    guard !digits.isEmpty, let data = Data(base64Encoded: Data(digits)) else { return nil }
    bytes = [UInt8](data)
    let ends = text.utf8.last == 10
    let width = text.utf8.prefix { $0 != 10 }.count
    for candidate in [0, width] {
      var layout = JSONObject()
      if candidate > 0 { layout.append("width", .number(String(candidate))) }
      if ends { layout.append("newline", .bool(true)) }
      if form == .list { layout.append("list", .bool(true)) }
      if Self.value(bytes, layout: layout) == value {
        self.layout = layout
        return
      }
    }
  }

  /// The text that a layout makes of a file.
  static func value(_ bytes: [UInt8], layout: JSONObject) -> JSONValue {
    if let form = layout["text"]?.text.flatMap(SourceLines.Form.init) {
      return SourceLines.json(String(decoding: bytes, as: UTF8.self), as: form)
    }
    var digits = Array(Data(bytes).base64EncodedData())
    if let width = layout["width"]?.integer, width > 0 {
      var lines: [UInt8] = []
      lines.reserveCapacity(digits.count + digits.count / width)
      for start in stride(from: 0, to: digits.count, by: width) {
        if start > 0 { lines.append(10) }
        lines += digits[start..<min(start + width, digits.count)]
      }
      digits = lines
    }
    if layout["newline"] != nil { digits.append(10) }
    return SourceLines.json(
      String(decoding: digits, as: UTF8.self), as: layout["list"] == nil ? .string : .list)
  }

  /// The way in which a picture that a notebook has not had is written.
  static func newLayout(_ type: String) -> JSONObject {
    type == "image/svg+xml" ? JSONObject([("text", "list")]) : JSONObject()
  }

  /// The extensions of the media types that are shown as pictures, the preferred first.
  static let extensions: KeyValuePairs = [
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/svg+xml": "svg",
  ]

  static func fileExtension(of type: String) -> String? {
    extensions.first { $0.key == type }?.value
  }

  static func type(ofFile name: String) -> String? {
    let name = name.lowercased()
    if name.hasSuffix(".jpeg") { return "image/jpeg" }
    return extensions.first { name.hasSuffix(".\($0.value)") }?.key
  }
}
