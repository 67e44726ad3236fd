internal import Foundation

/// The addresses of pictures that are parts of a cell, `attachment:map.png`.
enum Attachments {
  /// Replaces the address of an attachment, which Jupyter writes as it is or with `%20` for spaces.
  static func replacing(_ name: String, by path: String, in text: String) -> String {
    var text = text
    for name in Set([
      name, RecordedFiles.address(name),
      name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? name,
    ]) where !name.isEmpty {
      text = text.replacingOccurrences(of: "attachment:\(name)", with: path, options: .literal)
    }
    return text
  }

  /// The address of an attachment.
  static func address(of name: String) -> String { "attachment:\(RecordedFiles.address(name))" }
}
