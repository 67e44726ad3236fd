internal import CData
internal import Glibc

/// Bytes of a file, on disk or compiled in, decompressed if they are gzip.
struct DataFile {
  let name: String
  let bytes: [UInt8]

  /// Reads a file.
  /// - Throws: `DataError`, when it cannot be read or decompressed.
  init(path: String, limit: Int = 1 << 31) throws {
    var length = 0
    var error: Int32 = 0
    guard let block = cdata_read_file(path, &length, &error) else {
      throw DataError(file: path, reason: .unreadable(String(cString: strerror(error))))
    }
    defer { cdata_free(block) }
    let raw = UnsafeBufferPointer(start: block, count: length)
    self.name = path
    self.bytes = try Self.decompressed(raw, name: path, limit: limit)
  }

  /// Takes a file that is compiled in.
  init(resource: String) throws {
    var length = 0
    guard let block = cdata_resource(resource, &length) else {
      throw DataError(file: resource, reason: .unreadable("no such resource"))
    }
    self.name = resource
    self.bytes = try Self.decompressed(
      UnsafeBufferPointer(start: block, count: length), name: resource, limit: 1 << 31)
  }

  private static func decompressed(
    _ raw: UnsafeBufferPointer<UInt8>, name: String, limit: Int
  ) throws -> [UInt8] {
    guard raw.count >= 2, raw[0] == 0x1f, raw[1] == 0x8b else { return Array(raw) }
    var length = 0
    var reason: UnsafePointer<CChar>?
    guard let block = cdata_gunzip(raw.baseAddress!, raw.count, limit, &length, &reason) else {
      throw DataError(
        file: name, reason: .damaged(reason.map { String(cString: $0) } ?? "gzip failed"))
    }
    defer { cdata_free(block) }
    return Array(UnsafeBufferPointer(start: block, count: length))
  }

  /// Whether something can be read at `path`.
  static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// Writes a file as a whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let error = cdata_write_file(path, bytes, bytes.count)
    if error != 0 {
      throw DataError(file: path, reason: .unreadable(String(cString: strerror(error))))
    }
  }
}
