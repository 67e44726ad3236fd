/// Tensors by name in one file, in the safetensors format, which Python's package reads too.
///
/// Eight bytes give the length of a JSON header (little-endian), the header gives type, shape and
/// place of each tensor, and the rest is the numbers.
///
/// Source: the safetensors format, https://github.com/huggingface/safetensors.
public enum Safetensors {
  /// Writes tensors; the file appears as a whole or not at all.
  ///
  /// - Parameters:
  ///   - tensors: names, each of which occurs once, and tensors of any shape; float32 is written as
  ///     `F32`, float64 as `F64`.
  ///   - path: the file, which is replaced if it is there.
  /// - Throws: `DataError`: `mismatch` when a name occurs twice or is `__metadata__`, which the
  ///   format keeps for itself; `unreadable` when the file cannot be written.
  public static func write(_ tensors: [(name: String, tensor: Tensor)], to path: String) throws {
    var names: Set<String> = []
    var header = "{"
    var offset = 0
    for (i, (name, tensor)) in tensors.enumerated() {
      guard name != "__metadata__", names.insert(name).inserted else {
        throw DataError(
          file: path,
          reason: .mismatch(
            expected: "names that occur once and are not __metadata__", found: quoted(name)))
      }
      let size = tensor.count * tensor.dtype.size
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      header += i == 0 ? "" : ","
      header += "\(quoted(name)):{\"dtype\":\"\(tensor.dtype == .float32 ? "F32" : "F64")\","
      header += "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(offset + size)]}"
      offset += size
    }
    header += "}"
    while header.utf8.count % 8 != 0 { header += " " }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.utf8.count + offset)
    let length = UInt64(header.utf8.count)
    for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * UInt64(i)))) }
    bytes += header.utf8
    for (_, tensor) in tensors { tensor.withUnsafeBytes { bytes += $0 } }
    try DataFile.write(bytes, to: path)
  }

  /// Reads all tensors of a file, in the order of their names.
  ///
  /// `F32` and `F64` are taken as they are. `F16`, `BF16`, `BOOL` and integers of 8 and 16
  /// bits become float32, integers of 32 and 64 bits float64, all of them exactly.
  ///
  /// - Parameter path: the file, plain or gzip.
  /// - Returns: names and tensors, sorted by name.
  /// - Throws: `DataError`: `unreadable` when the file cannot be read; `mismatch` when its header
  ///   is not what the format allows: lengths that do not fit the file, text that is not JSON in
  ///   UTF-8, a name twice, shapes that do not fit the lengths, overlapping or missing parts,
  ///   unknown types; and when an integer is beyond 2^53.
  public static func read(_ path: String) throws -> [(name: String, tensor: Tensor)] {
    let file = try DataFile(path: path)
    func fail(_ expected: String, _ found: String) -> DataError {
      DataError(file: path, reason: .mismatch(expected: expected, found: found))
    }
    let bytes = file.bytes
    guard bytes.count >= 8 else {
      throw fail("a safetensors header of 8 bytes", "\(bytes.count) bytes")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) }
    guard length <= UInt64(min(bytes.count - 8, 100_000_000)) else {
      throw fail("a header of at most \(bytes.count - 8) bytes", "\(length)")
    }
    let start = 8 + Int(length)
    let header: JSON
    do {
      header = try JSON.parse(bytes[8..<start])
    } catch {
      throw fail("a JSON header", "\(error)")
    }
    guard case .object(let entries) = header else { throw fail("a JSON object", "something else") }
    var result: [(name: String, tensor: Tensor, range: Range<Int>)] = []
    for (name, entry) in entries where name != "__metadata__" {
      guard let type = entry["dtype"]?.string, let dimensions = entry["shape"]?.integers,
        let offsets = entry["data_offsets"]?.integers, offsets.count == 2,
        dimensions.allSatisfy({ $0 >= 0 })
      else { throw fail("dtype, shape and data_offsets for \(quoted(name))", "something else") }
      guard let number = StoredNumber(rawValue: type) else {
        let known = StoredNumber.allCases.map(\.rawValue).joined(separator: ", ")
        throw fail("one of the types \(known) for \(quoted(name))", type)
      }
      var (size, overflow) = (number.size, false)
      for dimension in dimensions where !overflow {
        (size, overflow) = size.multipliedReportingOverflow(by: dimension)
      }
      guard !overflow, offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= bytes.count - start,
        offsets[1] - offsets[0] == size
      else {
        throw fail(
          "\(quoted(name)) of shape \(dimensions) and type \(type) within "
            + "\(bytes.count - start) bytes", "offsets \(offsets)")
      }
      guard
        let tensor = number.tensor(
          dimensions, from: bytes[start + offsets[0]..<start + offsets[1]])
      else { throw fail("whole numbers up to 2^53 in \(quoted(name))", "greater ones") }
      result.append((name, tensor, offsets[0]..<offsets[1]))
    }
    try requireParts(result.map(\.range), fill: bytes.count - start, fail)
    return result.sorted { $0.name < $1.name }.map { ($0.name, $0.tensor) }
  }

  /// Stops at parts that overlap or leave something out.
  private static func requireParts(
    _ parts: [Range<Int>], fill count: Int, _ fail: (String, String) -> DataError
  ) throws {
    var end = 0
    for part in parts.sorted(by: {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }) {
      guard part.lowerBound == end else {
        throw fail("tensors one after the other", "a part at \(part.lowerBound) after \(end)")
      }
      end = part.upperBound
    }
    guard end == count else { throw fail("\(end) bytes of numbers", "\(count)") }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Model {
  /// Writes the model's state (parameters and running statistics) in the safetensors format.
  /// - Throws: `DataError`, when the file cannot be written.
  public func save(to path: String) throws {
    try Safetensors.write(state.map { ($0.name, $0.parameter.value) }, to: path)
  }

  /// Reads the model's state from a safetensors file with exactly this model's names and shapes.
  /// - Throws: `DataError`, naming what is missing, what is too much and what has another shape.
  ///   The model is changed only if all fits.
  public func load(from path: String) throws {
    let found = Dictionary(
      uniqueKeysWithValues: try Safetensors.read(path).map { ($0.name, $0.tensor) })
    let state = state
    let missing = state.map(\.name).filter { found[$0] == nil }
    let extra = Set(found.keys).subtracting(state.map(\.name)).sorted()
    guard missing.isEmpty, extra.isEmpty else {
      throw DataError(
        file: path,
        reason: .mismatch(
          expected: "the parameters of the model",
          found: (missing.isEmpty ? [] : ["none of the name \(missing.joined(separator: ", "))"])
            .joined() + (missing.isEmpty || extra.isEmpty ? "" : "; ")
            + (extra.isEmpty ? "" : "unknown \(extra.joined(separator: ", "))")))
    }
    for named in state where found[named.name]!.shape != named.parameter.shape {
      throw DataError(
        file: path,
        reason: .mismatch(
          expected: "shape \(named.parameter.shape) for \(named.name)",
          found: "\(found[named.name]!.shape)"))
    }
    for named in state {
      let dtype = named.parameter.value.dtype
      named.parameter.value = found[named.name]!.converted(to: dtype)
    }
  }
}
