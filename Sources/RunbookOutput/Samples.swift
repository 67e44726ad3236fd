/// A run of numbers, kept in JSON as one base64 string of little-endian 32-bit floats.
///
/// A feature map has thousands of numbers; as JSON digits they would cost more time to write and
/// read than the network needs to compute them.
public struct Samples: Hashable, Sendable {
  public var values: [Float]

  public init(_ values: [Float]) {
    self.values = values
  }
}

extension Samples: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let bytes = Base64.decode(text), bytes.count % 4 == 0 else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not base64 of 32-bit floats")
    }
    values = [Float](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
      bytes.withUnsafeBytes { source in
        for index in 0..<(bytes.count / 4) {
          let bits = source.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
          (buffer.baseAddress! + index).initialize(
            to: Float(bitPattern: UInt32(littleEndian: bits)))
        }
      }
      count = bytes.count / 4
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    var bytes = [UInt8]()
    bytes.reserveCapacity(values.count * 4)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try container.encode(Base64.encode(bytes))
  }
}
