/// A value that says how it is shown in a report.
///
/// A cell that ends in an expression shows its value. Every type has a form of its own (see
/// `docs/output.md`); a type that conforms to this protocol is shown as the outputs it names, one
/// below the other.
///
/// ```swift
/// struct Spectrum: Displayable {
///   var power: [Double]
///   var outputs: [Output] { outputs(of: power.max(), plot(power)) }
/// }
/// ```
public protocol Displayable {
  /// The outputs in the report, from top to bottom.
  var outputs: [Output] { get }
}

extension Displayable {
  /// The outputs of any values, for a form that is put together from known ones.
  public func outputs<each Value>(of values: repeat each Value) -> [Output] {
    var result = [Output]()
    for value in repeat each values { result += DisplayForm.outputs(of: value) }
    return result
  }
}

extension Displayable where Self: OutputPayload {
  /// A value that an output carries is shown as this output.
  public var outputs: [Output] { [output] }
}

// `DisplayForm` shows any payload; these can be used by the name of the protocol as well.
extension Table: Displayable {}
extension ImageGrid: Displayable {}
extension Plot: Displayable {}
extension Diagram: Displayable {}
extension Markup: Displayable {}
