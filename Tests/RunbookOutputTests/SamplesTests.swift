import Foundation
import RunbookOutput
import Testing

@Suite struct SamplesTests {
  /// The text that JSON keeps for `samples`, without its quotes.
  private func text(_ samples: Samples) throws -> String {
    try JSONDecoder().decode(String.self, from: OutputJSON.encode(samples))
  }

  private func decode(_ text: String) throws -> Samples {
    try OutputJSON.decode(Samples.self, from: OutputJSON.encode(text))
  }

  private static let wave = (0..<784).map { Float(sin(Double($0) * 0.37)) * 3 - 1 }

  static let runs: [[Float]] = [
    [], [0], [1], [-0.0], [0.5], (0...255).map { Float($0) / 255 }, wave,
    [.nan, 1, .infinity, -.infinity], [Float](repeating: 0.1, count: 10_000),
    [1e30, -1e30, 1e-30], [1e6, 1e6 + 0.0625, 1e6 + 1], [.leastNonzeroMagnitude, 0],
    [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1],
  ]

  @Test("numbers are decoded exactly, and so are numbers quantized to 16 bits", arguments: runs)
  func roundTrip(_ values: [Float]) throws {
    for samples in [Samples(values), Samples(values).quantized] {
      let back = try decode(text(samples))
      #expect(back.values.map(\.bitPattern) == samples.values.map(\.bitPattern))
      #expect(try text(back) == text(samples))
    }
  }

  @Test("pixels of a photograph take one byte, of other pictures two, other numbers four")
  func forms() throws {
    #expect(try text(Samples([0, 1, 0.2])) == "u8,3:AP8z")
    let ramp = Samples((0..<64).map { Float($0) / 21 - 1 }).quantized
    #expect(try text(ramp).hasPrefix("u16,bf800000,40000000,64"))
    #expect(try text(Samples([0.1, .nan])).hasPrefix("f32,2:"))
    #expect(try text(Samples([])).isEmpty)
  }

  @Test("quantized numbers are within half a step, the ends exact")
  func precision() {
    let values = Self.wave
    let quantized = Samples(values).quantized.values
    let (low, high) = (values.min()!, values.max()!)
    #expect(quantized.min() == low && quantized.max() == high)
    let largest = zip(values, quantized).map { abs($0 - $1) }.max()!
    #expect(largest <= (high - low) / 65535 * 0.501)
    #expect(Samples(quantized).quantized.values == quantized)
  }

  @Test("pixels and runs that are not finite are unchanged")
  func untouched() {
    let bytes = Samples([0, 3 / 255, 1])
    #expect(bytes.quantized == bytes)
    let few = Samples([0.123456, 7])
    #expect(few.quantized == few)
    let infinite = Samples(Self.wave + [.infinity])
    #expect(infinite.quantized == infinite)
  }

  @Test("a picture of few values takes a tenth of the size of its floats")
  func size() throws {
    let values = (0..<10_000).map { index in index % 7 == 0 ? Float(index % 31) * 0.37 : 0 }
    #expect(try text(Samples(values).quantized).utf8.count < 4 * values.count / 10)
  }

  @Test(
    "invalid text is rejected",
    arguments: [
      "AAAA", "u8:AAAA", "u8,2:AAAA", "u8,-3:AAAA", "u8,3,z:AAAA", "u9,3:AAAA", "u8,3:A?AA",
      "u8,99999999999999,z:AAAA", "u16,7fc00000,3f800000,1:AAA=", "u16,3f800000,00000000,1:AAA=",
      "u16,0,1,1:AAA=", "f32,00000000,1:AAAAAA==", "f32,9223372036854775807:AAAA", ":", ",", "z:",
    ])
  func refused(_ text: String) {
    #expect(throws: DecodingError.self) { try decode(text) }
  }
}
