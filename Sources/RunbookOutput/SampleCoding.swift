internal import CDeflate

/// The text form of a run of numbers: `form,count:base64`.
///
/// The form determines the meaning of the bytes; it is the first of these that is exact for the
/// numbers:
///
/// - `u8`: one byte per number, in steps of 1/255;
/// - `u16,low,high`: the upper bytes of all numbers, then their lower bytes; 0 is `low` and 65535 is
///   `high`, both written as the eight hexadecimal digits of a 32-bit float;
/// - `f32`: the four bytes of 32-bit floats, most significant first: first the first bytes of all
///   numbers, then the second ones and so on. Bytes of equal significance are similar, so they
///   deflate well.
///
/// `z` before the colon means that the bytes are deflated (RFC 1950), which is done if it saves
/// space. Equal numbers always give equal text.
enum SampleCoding {
  static func encode(_ values: [Float]) -> String {
    if values.isEmpty { return "" }
    if Quantizer.areBytes(values) {
      return text("u8,\(values.count)", values.map { UInt8(($0 * 255).rounded()) })
    }
    let quantizer = Quantizer(values)
    if quantizer.isFinite {
      let indices = values.map(quantizer.index)
      if zip(indices, values).allSatisfy({ quantizer.value($0).bitPattern == $1.bitPattern }) {
        let form =
          "u16,\(hexadecimal(quantizer.low)),\(hexadecimal(quantizer.high)),\(values.count)"
        return text(
          form, indices.map { UInt8($0 >> 8) } + indices.map { UInt8(truncatingIfNeeded: $0) })
      }
    }
    let bytes = [24, 16, 8, 0].flatMap { shift in
      values.map { UInt8(truncatingIfNeeded: $0.bitPattern >> UInt32(shift)) }
    }
    return text("f32,\(values.count)", bytes)
  }

  /// Returns the numbers encoded in `text`; `nil` if the text is invalid.
  static func decode(_ text: String) -> [Float]? {
    if text.isEmpty { return [] }
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    var fields = text[..<colon].split(separator: ",", omittingEmptySubsequences: false)[...]
    let isDeflated = fields.last == "z"
    if isDeflated { fields.removeLast() }
    guard let form = fields.popFirst(), let count = fields.popLast().flatMap({ Int($0) }),
      let stored = Base64.decode(String(text[text.utf8.index(after: colon)...])),
      // A deflated byte expands to at most about a thousand bytes.
      let width = ["u8": 1, "u16": 2, "f32": 4][form], count > 0,
      count <= stored.count * 1100 / width,
      let bytes = isDeflated ? inflate(stored, to: count * width) : stored,
      bytes.count == count * width
    else { return nil }
    switch form {
    case "u8" where fields.isEmpty:
      return bytes.map { Float($0) / 255 }
    case "u16" where fields.count == 2:
      guard let low = float(fields[fields.startIndex]), let high = float(fields.last!),
        low <= high
      else { return nil }
      let quantizer = Quantizer(low: low, high: high)
      return (0..<count).map { quantizer.value(UInt16(bytes[$0]) << 8 | UInt16(bytes[count + $0])) }
    case "f32" where fields.isEmpty:
      return (0..<count).map { index in
        Float(bitPattern: (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[$1 * count + index]) })
      }
    default:
      return nil
    }
  }

  private static func text(_ form: String, _ bytes: [UInt8]) -> String {
    let deflated = deflate(bytes)
    let isShorter = !deflated.isEmpty && deflated.count + 2 < bytes.count
    return form + (isShorter ? ",z:" : ":") + Base64.encode(isShorter ? deflated : bytes)
  }

  private static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: cdeflate_bound(bytes.count)) { buffer, count in
      count = cdeflate(bytes, bytes.count, buffer.baseAddress, buffer.count)
    }
  }

  private static func inflate(_ bytes: [UInt8], to count: Int) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: count)
    return cinflate(bytes, bytes.count, &output, count) == 0 ? output : nil
  }

  private static func hexadecimal(_ value: Float) -> String {
    let digits = String(value.bitPattern, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func float(_ digits: Substring) -> Float? {
    guard digits.utf8.count == 8, let bits = UInt32(digits, radix: 16) else { return nil }
    let value = Float(bitPattern: bits)
    return value.isFinite ? value : nil
  }
}
