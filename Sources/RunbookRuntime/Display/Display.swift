/// Shows a value in the report at this point of the cell.
///
/// A cell that ends in an expression shows its value without this call.
///
/// - Parameter value: anything; types that conform to `Displayable` define their outputs, others
///   are shown in the form of their kind (see `docs/output.md`).
public func display<Value>(_ value: Value) {
  for output in DisplayForm.outputs(of: value, type: Value.self) { Emitter.emit(output) }
}

/// Shows nothing: the expression has no value.
public func display(_ value: Void) {}
