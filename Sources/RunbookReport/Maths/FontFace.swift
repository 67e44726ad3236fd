/// One face of a typeface.
struct FontFace: Hashable {
  var family: String
  var isBold: Bool
  var isItalic: Bool

  /// The font properties that the declarations of a rule set; `nil` for those that they leave
  /// unset.
  struct Change {
    var family: String?
    var isBold: Bool?
    var isItalic: Bool?

    init(_ declarations: Substring) {
      for declaration in declarations.split(separator: ";") {
        let parts = declaration.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { continue }
        switch parts[0] {
        case "font-family": family = parts[1].split(separator: ",").first.map(String.init)
        case "font-weight": isBold = parts[1] == "700"
        case "font-style": isItalic = parts[1] == "italic"
        default: break
        }
      }
    }

    var isEmpty: Bool { family == nil && isBold == nil && isItalic == nil }
  }

  func changed(by change: Change) -> FontFace {
    FontFace(
      family: change.family ?? family, isBold: change.isBold ?? isBold,
      isItalic: change.isItalic ?? isItalic)
  }

  /// The faces that a browser would use instead, best first, if this one has no file.
  var substitutes: [FontFace] {
    [
      self, FontFace(family: family, isBold: isBold, isItalic: false),
      FontFace(family: family, isBold: false, isItalic: isItalic),
      FontFace(family: family, isBold: false, isItalic: false),
    ]
  }
}
