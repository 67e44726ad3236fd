/// Shows a value in the report at this point of the cell.
///
/// A cell that ends in an expression does this by itself.
///
/// - Parameter value: anything; types that conform to `Displayable` are shown as they say, others in
///   the form of their kind (see `docs/output.md`).
public func display<Value>(_ value: Value) {
  for output in DisplayForm.outputs(of: value, type: Value.self) { Emitter.emit(output) }
}

/// Shows nothing: the expression has no value.
public func display(_ value: Void) {}
