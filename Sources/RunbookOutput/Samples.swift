/// A run of numbers, kept in JSON as one string that stands for exactly these numbers.
///
/// A feature map has thousands of numbers; as JSON digits they would cost more time to write and
/// read than the network needs to compute them. `SampleCoding` describes the string.
public struct Samples: Hashable, Sendable {
  public var values: [Float]

  public init(_ values: [Float]) {
    self.values = values
  }

  /// The nearest of 65,536 evenly spaced values between the least and the greatest.
  ///
  /// A picture shows 256 levels, so this changes nothing that can be seen, and it halves what has to
  /// be kept. Runs so short that nothing would be gained, multiples of 1/255 (the pixels of a
  /// photograph), and runs with infinities or NaN stay as they are.
  public var quantized: Samples {
    guard values.count >= 64 else { return self }
    let quantizer = Quantizer(values)
    guard quantizer.isFinite, !Quantizer.areBytes(values) else { return self }
    return Samples(values.map { quantizer.value(quantizer.index($0)) })
  }

  /// Whether `other` holds the same numbers bit for bit; a NaN equals the same NaN, and 0 is not -0.
  package func hasSameBits(as other: Samples) -> Bool {
    values.count == other.values.count
      && zip(values, other.values).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}

extension Samples: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let values = SampleCoding.decode(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not the text of a run of numbers")
    }
    self.values = values
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(SampleCoding.encode(values))
  }
}
