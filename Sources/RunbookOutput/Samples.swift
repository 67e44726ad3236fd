/// A run of numbers, stored in JSON as one string that represents exactly these numbers.
///
/// A feature map has thousands of numbers; writing and reading them as JSON digits would take
/// longer than the network needs to compute them. `SampleCoding` describes the string.
public struct Samples: Hashable, Sendable {
  public var values: [Float]

  public init(_ values: [Float]) {
    self.values = values
  }

  /// The numbers rounded to 65,536 evenly spaced values between the minimum and the maximum.
  ///
  /// A picture shows 256 levels, so the change is not visible, and the stored size is halved. Runs
  /// that are too short to gain anything, multiples of 1/255 (the pixels of a photograph), and runs
  /// with infinities or NaN are unchanged.
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
