/// The size and the place that an author gives a picture.
package struct ImageLayout: Hashable, Sendable {
  /// A CSS length: `50%`, `300px`, `20em`.
  package var width: String?
  package var height: String?
  /// A factor of the picture's own size: `60%`.
  package var zoom: String?
  package var alignment: MarkdownTable.Alignment?

  package init(
    width: String? = nil, height: String? = nil, zoom: String? = nil,
    alignment: MarkdownTable.Alignment? = nil
  ) {
    self.width = width
    self.height = height
    self.zoom = zoom
    self.alignment = alignment
  }

  package var isEmpty: Bool { self == ImageLayout() }

  /// The CSS length that an author's text names; a bare number is one of pixels.
  ///
  /// - Returns: `nil` for a text that is not a positive length.
  static func length(_ text: String) -> String? {
    let text = text.filter { $0 != " " }.lowercased()
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let value = Double(digits), value > 0, value < 100_000 else { return nil }
    let unit = text.dropFirst(digits.count)
    if unit.isEmpty { return "\(digits)px" }
    return units.contains(String(unit)) ? text : nil
  }

  private static let units: Set<String> = [
    "%", "px", "em", "rem", "ex", "ch", "vw", "vh", "cm", "mm", "in", "pt", "pc",
  ]

  /// Takes the layout of one attribute, as HTML, Quarto and kramdown write it.
  ///
  /// - Returns: whether the attribute is one of the layout.
  @discardableResult
  mutating func take(_ name: String, _ value: String) -> Bool {
    switch name {
    case "width", "fig-width", "w": width = Self.length(value) ?? width
    case "height", "h": height = Self.length(value) ?? height
    case "zoom", "scale": zoom = Self.length(value).flatMap { $0.hasSuffix("%") ? $0 : nil } ?? zoom
    case "align", "fig-align": alignment = Self.alignment(value) ?? alignment
    case "style":
      for (name, value) in HTMLAllowList.declarations(in: value) {
        switch name {
        case "width", "height", "zoom": take(name, value)
        case "max-width" where width == nil: take("width", value)
        case "float": take("align", value)
        case "display" where value == "block" && alignment == nil: alignment = .center
        default: break
        }
      }
    default: return false
    }
    return true
  }

  /// Takes the layout that a class stands for in the themes of blogs.
  mutating func take(class name: String) {
    switch name {
    case "align-center", "aligncenter", "center", "text-center", "centered", "img-center":
      alignment = .center
    case "align-left", "alignleft", "left", "float-left", "pull-left": alignment = .left
    case "align-right", "alignright", "right", "float-right", "pull-right": alignment = .right
    case "w-25", "w-50", "w-75", "w-100": width = name.dropFirst(2) + "%"
    default: break
    }
  }

  private static func alignment(_ value: String) -> MarkdownTable.Alignment? {
    let value = value.lowercased()
    return value == "middle" ? .center : MarkdownTable.Alignment(rawValue: value)
  }
}
