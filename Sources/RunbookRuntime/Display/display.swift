/// Shows a value in the report at this point of the cell.
///
/// A cell that ends in an expression does this by itself.
///
/// - Parameter value: anything; types that conform to `Displayable` are shown as they say, others as
///   text.
public func display<Value>(_ value: Value) {
  for output in outputs(of: value) { Emitter.emit(output) }
}

/// Shows nothing: the expression has no value.
public func display(_ value: Void) {}

/// What the report shows of a value.
func outputs<Value>(of value: Value) -> [Output] {
  // An optional is shown as what it holds.
  if let optional = value as? any OptionalValue {
    guard let wrapped = optional.wrappedValue else {
      return [.value(ValueOutput(text: "nil", type: typeName(Value.self)))]
    }
    return outputs(of: wrapped)
  }
  if let displayable = value as? any Displayable { return displayable.outputs }
  return [.value(ValueOutput(text: text(of: value), type: typeName(Value.self)))]
}

private func text<Value>(of value: Value) -> String {
  // A string ends a cell to be read, not to be quoted; everything else reads as Swift prints it.
  if let error = value as? any Error { return "\(error)" }
  return String(describing: value)
}

/// The type's name without the modules of cells and engine, which mean nothing to the author.
func typeName(_ type: Any.Type) -> String { String(describing: type) }

/// Lets an optional of any type be unwrapped.
private protocol OptionalValue {
  var wrappedValue: Any? { get }
}

extension Optional: OptionalValue {
  fileprivate var wrappedValue: Any? { map { $0 as Any } }
}
