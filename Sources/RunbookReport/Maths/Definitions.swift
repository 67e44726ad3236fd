internal import RunbookDocument

extension [Inline] {
  /// Whether there are only formulas that define macros, so that nothing is to be seen.
  var areDefinitions: Bool {
    var hasDefinition = false
    for inline in self {
      switch inline.content {
      case .formula(let math) where math.isDefinition: hasDefinition = true
      case .softBreak, .lineBreak: break
      case .text(let text) where text.allSatisfy(\.isWhitespace): break
      default: return false
      }
    }
    return hasDefinition
  }
}
