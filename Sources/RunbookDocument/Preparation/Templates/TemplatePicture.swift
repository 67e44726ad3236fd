/// The picture that a tag or shortcode shows, as Markdown.
enum TemplatePicture {
  private static let sourceKeys = [
    "src", "image_path", "url", "image", "img", "path", "file", "filename", "image_url",
    "image_name", "source", "name",
  ]
  private static let captionKeys = ["caption", "figcaption", "description", "desc", "title"]
  private static let alternativeKeys = ["alt", "alttext", "alt_text"]
  private static let endings = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "tif", "tiff",
  ]

  /// - Parameters:
  ///   - isBlock: whether the picture is a paragraph of its own, which shows its caption.
  ///   - value: returns the value of a variable.
  /// - Returns: `nil` if no argument is the path of a picture.
  static func markdown(
    _ arguments: TemplateArguments, isBlock: Bool, value: (Substring) -> String?
  ) -> String? {
    func text(_ argument: TemplateArguments.Value) -> String? {
      if argument.isQuoted { return argument.text }
      return value(argument.text[...]) ?? (isPicture(argument.text) ? argument.text : nil)
    }
    func first(_ keys: [String]) -> String? {
      for key in keys {
        if let text = arguments.named[key].flatMap(text) { return text }
      }
      return nil
    }
    let stated = sourceKeys.compactMap { arguments.named[$0] } + arguments.positional
    guard let source = stated.compactMap(text).first(where: isPicture) else { return nil }
    let caption = first(captionKeys)
    let alternative = first(alternativeKeys)
    let words = (alternative ?? caption ?? "").map { "[]\\".contains($0) ? "\\\($0)" : String($0) }
    let title = (isBlock ? caption : nil).map { caption in
      " \"" + caption.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
    }
    return "![\(words.joined())](\(MarkdownAddress.encoded(source))\(title ?? ""))"
      + width(arguments)
  }

  /// Whether a path or address has the ending of a picture.
  static func isPicture(_ address: String) -> Bool {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    guard let dot = path.lastIndex(of: "."), dot > path.startIndex else { return false }
    return endings.contains(path[path.index(after: dot)...].lowercased())
  }

  private static func width(_ arguments: TemplateArguments) -> String {
    guard let text = arguments.named["width"]?.text else { return "" }
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(number.count)
    guard !number.isEmpty, ["", "px", "%", "em", "rem"].contains(unit) else { return "" }
    return "{width=\(text)}"
  }
}
