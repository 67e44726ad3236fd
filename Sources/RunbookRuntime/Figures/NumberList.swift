/// A sequence of numbers that can be drawn: an array of any number type, a range, a tensor.
public protocol NumberList {
  /// The numbers as 64-bit floats, in order.
  var doubles: [Double] { get }
}

extension Array: NumberList where Element: PlotNumber {
  public var doubles: [Double] { map(\.double) }
}

extension ArraySlice: NumberList where Element: PlotNumber {
  public var doubles: [Double] { map(\.double) }
}

extension Range: NumberList where Bound == Int {
  public var doubles: [Double] { map(Double.init) }
}

extension ClosedRange: NumberList where Bound == Int {
  public var doubles: [Double] { map(Double.init) }
}

extension Tensor: NumberList {
  /// The elements in row-major order.
  public var doubles: [Double] { values }
}

/// A number that can be drawn.
public protocol PlotNumber {
  var double: Double { get }
}

extension Double: PlotNumber {
  public var double: Double { self }
}

extension Float: PlotNumber {
  public var double: Double { Double(self) }
}

extension Int: PlotNumber {
  public var double: Double { Double(self) }
}
