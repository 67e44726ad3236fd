/// A value that knows how it looks in a report.
///
/// A cell that ends in an expression shows its value. Numbers, strings and most other types are shown
/// as text; a type that conforms to this protocol is shown as the outputs it names.
///
/// ```swift
/// struct Spectrum: Displayable {
///   var power: [Double]
///   var outputs: [Output] { plot(power).outputs }
/// }
/// ```
public protocol Displayable {
  /// What the report shows, from top to bottom.
  var outputs: [Output] { get }
}

extension Table: Displayable {
  public var outputs: [Output] { [.table(self)] }
}

extension ImageGrid: Displayable {
  public var outputs: [Output] { [.images(self)] }
}

extension Plot: Displayable {
  public var outputs: [Output] { [.plot(self)] }
}

extension Diagram: Displayable {
  public var outputs: [Output] { [.diagram(self)] }
}

extension Markup: Displayable {
  public var outputs: [Output] { [.markup(self)] }
}
