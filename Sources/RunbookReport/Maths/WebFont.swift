internal import CDeflate

/// Packs the tables of a font into one file that browsers read.
///
/// Source: W3C, WOFF File Format 1.0.
enum WebFont {
  /// Returns the file; the same tables always give the same bytes.
  static func file(_ tables: [String: [UInt8]]) -> [UInt8] {
    let sorted = tables.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let headerSize = 44 + 20 * sorted.count
    var directory = [UInt8]()
    var body = [UInt8]()
    var plainSize = 12 + 16 * sorted.count
    for (tag, table) in sorted {
      let deflated = deflate(table)
      let stored = deflated.isEmpty || deflated.count >= table.count ? table : deflated
      directory += tag.utf8
      for number in [headerSize + body.count, stored.count, table.count, checksum(table)] {
        directory += bytes(number)
      }
      body += stored
      while body.count % 4 != 0 { body.append(0) }
      plainSize += (table.count + 3) / 4 * 4
    }
    var header = Array("wOFF".utf8) + [0, 1, 0, 0]
    header += bytes(headerSize + body.count)
    header += [0, UInt8(sorted.count), 0, 0] + bytes(plainSize) + [0, 1, 0, 0]
    header += [UInt8](repeating: 0, count: 20)
    return header + directory + body
  }

  private static func checksum(_ table: [UInt8]) -> Int {
    var sum: UInt32 = 0
    for start in stride(from: 0, to: table.count, by: 4) {
      for index in 0..<4 {
        let byte = start + index < table.count ? table[start + index] : 0
        sum &+= UInt32(byte) << UInt32(24 - 8 * index)
      }
    }
    return Int(sum)
  }

  private static func bytes(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: cdeflate_bound(bytes.count)) { buffer, count in
      count = cdeflate(bytes, bytes.count, buffer.baseAddress, buffer.count)
    }
  }
}
