/// The format of MNIST's files: a magic number, the lengths of the axes, then the bytes.
///
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database", description of the format.
public enum IDX {
  /// Reads a file of unsigned bytes, plain or gzip.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - rank: the number of axes it must have, or nil for any.
  /// - Returns: values 0...255 in the shape that the file says.
  /// - Throws: `DataError`, when the file cannot be read, is damaged, is not IDX with unsigned
  ///   bytes and `rank` axes, or is shorter or longer than its header says.
  public static func read(_ path: String, rank: Int? = nil) throws -> Tensor {
    try decode(DataFile(path: path), rank: rank)
  }

  static func decode(_ file: DataFile, rank: Int?) throws -> Tensor {
    let bytes = file.bytes
    guard bytes.count >= 4 else {
      throw DataError(
        file: file.name,
        reason: .wrongLength(expected: "an IDX header of 4 bytes", found: "\(bytes.count) bytes"))
    }
    let axes = Int(bytes[3])
    guard bytes[0] == 0, bytes[1] == 0, bytes[2] == 8, axes >= 1, axes <= 8 else {
      let found = bytes[..<4].map { hex($0) }.joined()
      throw DataError(
        file: file.name,
        reason: .mismatch(
          expected: "IDX of unsigned bytes (magic number 0x000008 and the number of axes)",
          found: "0x\(found)"))
    }
    if let rank, rank != axes {
      throw DataError(
        file: file.name, reason: .mismatch(expected: "\(rank) axes", found: "\(axes)"))
    }
    let header = 4 + 4 * axes
    guard bytes.count >= header else {
      throw DataError(
        file: file.name,
        reason: .wrongLength(expected: "a header of \(header) bytes", found: "\(bytes.count) bytes")
      )
    }
    let shape = (0..<axes).map { axis -> Int in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes[4 + 4 * axis + $1]) }
    }
    var (expected, overflow) = (1, false)
    for length in shape where !overflow {
      (expected, overflow) = expected.multipliedReportingOverflow(by: length)
    }
    guard !overflow, expected == bytes.count - header else {
      throw DataError(
        file: file.name,
        reason: .wrongLength(
          expected: "\(overflow ? "too many" : "\(expected)") bytes for shape \(shape)",
          found: "\(bytes.count - header) bytes"))
    }
    let result = Tensor(uninitialized: shape, dtype: .float32)
    let target = result.pointer.assumingMemoryBound(to: Float.self)
    for i in 0..<expected { target[i] = Float(bytes[header + i]) }
    return result
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0\(text)" : text
  }
}
