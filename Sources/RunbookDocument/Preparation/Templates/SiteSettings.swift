internal import RunbookFiles

/// The settings of a Jekyll site, which its templates use as `site.name`.
enum SiteSettings {
  private static let fileName = "_config.yml"
  /// The number of bytes of the largest file that is read.
  private static let sizeLimit = 1 << 16
  /// Settings that only say where a site is published; in a note they stand for its root.
  private static let addresses: Set<String> = ["url", "baseurl", "base_url", "base"]

  /// The texts at the top level of the nearest file above a note, by `site.name`.
  ///
  /// - Parameter folder: the note's folder, absolute.
  static func variables(above folder: String) -> [String: String] {
    var candidate = folder[...]
    while !candidate.isEmpty {
      if let bytes = try? FileAccess.readIfPresent("\(candidate)/\(fileName)") {
        return bytes.count <= sizeLimit
          ? variables(in: String(decoding: bytes, as: UTF8.self)) : [:]
      }
      candidate = candidate[..<(candidate.lastIndex(of: "/") ?? candidate.startIndex)]
    }
    return [:]
  }

  private static func variables(in text: String) -> [String: String] {
    var variables: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let name = line[..<colon]
      guard !name.isEmpty, !addresses.contains(String(name)),
        name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == "-" }),
        let value = value(line[line.index(after: colon)...])
      else { continue }
      variables["site.\(name)"] = value
    }
    return variables
  }

  /// The text of a simple value; `nil` for lists, mappings and texts of several lines.
  private static func value(_ text: Substring) -> String? {
    var text = text.drop { $0.isWhitespace }
    guard let first = text.first, !"[{|>&*#!".contains(first) else { return nil }
    if first == "\"" || first == "'" {
      let quoted = text.dropFirst()
      return quoted.firstIndex(of: first).map { String(quoted[..<$0]) }
    }
    if let comment = text.firstRange(of: " #") { text = text[..<comment.lowerBound] }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
