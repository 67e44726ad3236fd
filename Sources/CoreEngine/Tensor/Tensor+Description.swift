extension Tensor: CustomStringConvertible {
  /// Shape and number type, as errors show them: `[2, 3] float32`.
  package var signature: String { dtype == .float32 ? "\(shape)" : "\(shape) \(dtype)" }

  /// The shape, then the elements in brackets; long axes show their first and last three elements.
  public var description: String {
    if rank == 0 { return Tensor.text(element(at: 0)) }
    let head = dtype == .float32 ? "Tensor\(shape)" : "Tensor\(shape) \(dtype)"
    if count == 0 { return head }
    return "\(head)\n\(block(axis: 0, offset: 0, indent: 0))"
  }

  private func block(axis: Int, offset: Int, indent: Int) -> String {
    let length = shape[axis]
    let step = elementCount(Array(shape[(axis + 1)...]))
    let shown = length > 8 ? [0, 1, 2, -1, length - 3, length - 2, length - 1] : Array(0..<length)
    let parts = shown.map { i -> String in
      if i < 0 { return "…" }
      return axis == rank - 1
        ? Tensor.text(element(at: offset + i))
        : block(axis: axis + 1, offset: offset + i * step, indent: indent + 1)
    }
    let gap = axis == rank - 1 ? ", " : ",\n" + String(repeating: " ", count: indent + 1)
    return "[" + parts.joined(separator: gap) + "]"
  }

  /// A number with at most four digits after the point, or in scientific form.
  package static func text(_ value: Double) -> String {
    if !value.isFinite { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if value == value.rounded(), Swift.abs(value) < 1e15 { return "\(Int(value))" }
    let size = Swift.abs(value)
    if size < 1e-3 || size >= 1e6 {
      var exponent = 0
      var mantissa = size
      while mantissa >= 10 {
        mantissa /= 10
        exponent += 1
      }
      while mantissa < 1 {
        mantissa *= 10
        exponent -= 1
      }
      var digits = (mantissa * 1000).rounded() / 1000
      if digits >= 10 {  // 9.9999 rounds to another power of ten
        digits /= 10
        exponent += 1
      }
      return "\(value < 0 ? "-" : "")\(digits)e\(exponent)"
    }
    return "\((value * 10000).rounded() / 10000)"
  }
}
