/// The number type of a tensor's elements.
public enum DType: Int32, Sendable, Hashable, CustomStringConvertible {
  /// IEEE 754 single precision, 32 bits: the default.
  case float32 = 0
  /// IEEE 754 double precision, 64 bits: for checking gradients.
  case float64 = 1

  /// Bytes of one element.
  public var size: Int { self == .float32 ? 4 : 8 }

  /// The difference between 1 and the next number: 2^-23 or 2^-52.
  public var epsilon: Double { self == .float32 ? 0x1p-23 : 0x1p-52 }

  public var description: String { self == .float32 ? "float32" : "float64" }
}
