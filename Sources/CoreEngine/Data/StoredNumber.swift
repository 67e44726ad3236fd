/// The number types of the safetensors format that can be read, by their names there.
enum StoredNumber: String, CaseIterable {
  case f64 = "F64"
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
  case i64 = "I64"
  case i32 = "I32"
  case i16 = "I16"
  case i8 = "I8"
  case u64 = "U64"
  case u32 = "U32"
  case u16 = "U16"
  case u8 = "U8"
  case bool = "BOOL"

  /// Bytes of one number.
  var size: Int {
    switch self {
    case .f64, .i64, .u64: 8
    case .f32, .i32, .u32: 4
    case .f16, .bf16, .i16, .u16: 2
    case .i8, .u8, .bool: 1
    }
  }

  /// The type of a tensor that holds these numbers exactly.
  private var dtype: DType {
    switch self {
    case .f64, .i64, .i32, .u64, .u32: .float64
    default: .float32
    }
  }

  /// The numbers as a tensor, or nil if an integer is too large to be held exactly.
  /// - Precondition: `bytes` has room for `shape`.
  func tensor(_ shape: [Int], from bytes: ArraySlice<UInt8>) -> Tensor? {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    return bytes.withUnsafeBytes { raw -> Tensor? in
      func fill<N: BitwiseCopyable>(_ type: N.Type, _ convert: (N) -> Double?) -> Tensor? {
        for i in 0..<result.count {
          let stored = raw.loadUnaligned(fromByteOffset: i * size, as: type)
          guard let value = convert(stored) else { return nil }
          switch dtype {
          case .float32:
            result.pointer.assumingMemoryBound(to: Float.self)[i] = Float(value)
          case .float64: result.pointer.assumingMemoryBound(to: Double.self)[i] = value
          }
        }
        return result
      }
      switch self {
      case .f64, .f32:
        if let base = raw.baseAddress {
          result.pointer.copyMemory(from: base, byteCount: raw.count)
        }
        return result
      case .f16: return fill(UInt16.self) { Self.half($0) }
      case .bf16: return fill(UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
      case .i64: return fill(Int64.self) { Double(exactly: $0) }
      case .u64: return fill(UInt64.self) { Double(exactly: $0) }
      case .i32: return fill(Int32.self) { Double($0) }
      case .u32: return fill(UInt32.self) { Double($0) }
      case .i16: return fill(Int16.self) { Double($0) }
      case .u16: return fill(UInt16.self) { Double($0) }
      case .i8: return fill(Int8.self) { Double($0) }
      case .u8: return fill(UInt8.self) { Double($0) }
      case .bool: return fill(UInt8.self) { $0 == 0 ? 0 : 1 }
      }
    }
  }

  /// IEEE 754 half precision: sign, 5 bits of exponent, 10 of fraction.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    let size: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default:
        (1 + fraction * 0x1p-10) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    return bits >> 15 == 0 ? size : -size
  }
}
