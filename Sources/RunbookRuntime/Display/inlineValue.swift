/// Sends the value of an expression that stands in a sentence; calls are made by the notebook's own
/// inline expressions.
///
/// A number is written to four significant digits, anything else as a list or a table shows it.
///
/// - Parameters:
///   - index: the expression's place among the notebook's inline expressions, from 1.
///   - value: what the expression gave.
public func inlineValue<Value>(_ index: Int, _ value: Value) {
  Emitter.emit(InlineValue(index: index, text: inlineText(value)))
}

private func inlineText(_ value: Any) -> String {
  switch value {
  case let number as any BinaryFloatingPoint: return short(Double(number))
  case let tensor as Tensor where tensor.count == 1: return short(tensor.item)
  default: return DisplayForm.text(of: value)
  }
}
