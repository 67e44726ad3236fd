internal import RunbookFiles
internal import RunbookOutput

/// Embeds the images of raw HTML in the page, which loads nothing from outside.
struct EmbeddedImages {
  /// The folder to which the notebook's paths are relative.
  private let folder: String

  init(folder: String) {
    self.folder = folder
  }

  /// The sources of images in `html` that cannot be embedded.
  private(set) var missing: [String] = []

  /// Returns `html` with every image as a data URI; an image that is missing or on the network
  /// becomes a link with the image's description.
  mutating func embed(_ html: String) -> String {
    guard html.contains("<img") else { return html }
    var output = ""
    var rest = html[...]
    while let start = rest.firstRange(of: "<img ")?.lowerBound,
      let end = rest[start...].firstIndex(of: ">")
    {
      output += rest[..<start]
      output += image(rest[start...end])
      rest = rest[rest.index(after: end)...]
    }
    return output + rest
  }

  private mutating func image(_ tag: Substring) -> String {
    var scanner = MarkupScanner(Array(tag.utf8))
    guard let attributes = scanner.next()?.attributes, let source = attributes["src"],
      !source.hasPrefix("data:")
    else { return String(tag) }
    // Attribute values are escaped already.
    let words = attributes["alt"].flatMap { $0.isEmpty ? nil : $0 } ?? source
    let isRemote = source.contains("://") || source.hasPrefix("//")
    guard !isRemote, let type = PictureType.mediaType(of: source) else {
      return "<a href=\"\(source)\">\(words)</a>"
    }
    let path = Self.decoded(source)
    guard let bytes = try? FileAccess.read(path.hasPrefix("/") ? path : "\(folder)/\(path)") else {
      missing.append(path)
      return "<span class=\"unresolved\">\(words)</span>"
    }
    var result = "<img src=\"data:\(type);base64,\(Base64.encode(bytes))\""
    for name in ["alt", "title", "width", "height"] {
      if let value = attributes[name] { result += " \(name)=\"\(value)\"" }
    }
    return result + (attributes["alt"] == nil ? " alt=\"\">" : ">")
  }

  /// The path encoded in a URL: `%20` is a space, `&amp;` an ampersand.
  private static func decoded(_ url: String) -> String {
    var bytes = [UInt8]()
    var rest = Array(url.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self).split(
      separator: "&amp;", omittingEmptySubsequences: false
    ).joined(separator: "&")
  }
}
