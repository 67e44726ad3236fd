/// Base64 (RFC 4648, with padding), implemented here because this module has no dependencies.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
    return table
  }()

  /// Returns the encoded text of `bytes`.
  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    var output = [UInt8]()
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      if held == 3 {
        for shift in [18, 12, 6, 0] as [UInt32] {
          output.append(alphabet[Int(group >> shift & 63)])
        }
        group = 0
        held = 0
      }
    }
    if held > 0 {
      group <<= UInt32(8 * (3 - held))
      for position in 0..<4 {
        output.append(
          position <= held
            ? alphabet[Int(group >> UInt32(18 - 6 * position) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Returns the bytes encoded in `text`, or `nil` if it is not base64.
  public static func decode(_ text: String) -> [UInt8]? {
    let input = Array(text.utf8)
    guard input.count % 4 == 0 else { return nil }
    let padding = input.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var output = [UInt8]()
    output.reserveCapacity(input.count / 4 * 3)
    var group: UInt32 = 0
    for (index, character) in input.enumerated() {
      let value = index < input.count - padding ? values[Int(character)] : 0
      guard value < 64 else { return nil }
      group = group << 6 | UInt32(value)
      if index % 4 == 3 {
        output.append(UInt8(group >> 16 & 255))
        output.append(UInt8(group >> 8 & 255))
        output.append(UInt8(group & 255))
        group = 0
      }
    }
    output.removeLast(padding)
    return output
  }
}
