internal import RunbookDrawing

/// Sends the value of an expression that stands in a sentence; calls are made by the notebook's own
/// inline expressions.
///
/// A number with a fraction is written to four significant digits, a whole one in full, an optional as
/// what it holds, a long list by its ends; anything else as a list or a table shows it.
///
/// - Parameters:
///   - index: the expression's place among the notebook's inline expressions, from 1.
///   - value: what the expression gave.
public func inlineValue<Value>(_ index: Int, _ value: Value) {
  Emitter.emit(InlineValue(index: index, text: inlineText(value)))
}

@available(*, unavailable, message: "the expression has no value to show")
public func inlineValue(_ index: Int, _ value: Void) {}

/// A value as it stands in a sentence.
private func inlineText(_ value: Any) -> String {
  switch value {
  case let number as any BinaryFloatingPoint: return NumberText.short(Double(number))
  case let tensor as Tensor where tensor.count == 1: return NumberText.short(tensor.item)
  case let tensor as Tensor where tensor.rank == 1: return inlineList(tensor.values)
  case let tensor as Tensor: return "Tensor \(tensor.shape)"
  case let text as any StringProtocol: return String(text)
  case let values as [Any]: return inlineList(values)
  default: break
  }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .optional: return mirror.children.first.map { inlineText($0.value) } ?? "nil"
  case .tuple: return "(\(mirror.children.map { inlineText($0.value) }.joined(separator: ", ")))"
  default: return DisplayForm.text(of: value)
  }
}

/// The elements in brackets; of more than a dozen the first eight and the last.
private func inlineList(_ values: [Any]) -> String {
  var words = values.prefix(values.count > 12 ? 8 : 12).map(inlineText)
  if values.count > 12 { words += ["…", inlineText(values[values.count - 1])] }
  return "[\(words.joined(separator: ", "))]"
}
