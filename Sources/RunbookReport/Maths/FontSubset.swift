/// A TrueType font reduced to some of its characters, without hinting instructions.
///
/// Source: Apple and Microsoft, OpenType specification 1.9, tables cmap, glyf, head, hhea, hmtx, loca,
/// maxp, post.
struct FontSubset {
  /// The tables of the new font, by tag.
  private(set) var tables: [String: [UInt8]] = [:]

  private let file: [UInt8]
  private let places: [String: Range<Int>]

  /// - Parameters:
  ///   - font: the bytes of a TrueType file.
  ///   - characters: the characters to keep; those that the font lacks are ignored.
  /// - Returns: `nil` if the font is damaged or of an unsupported kind (composite glyphs, outlines
  ///   other than TrueType's); the caller then uses the whole font.
  init?(_ font: [UInt8], characters: Set<Unicode.Scalar>) {
    file = font
    guard let places = Self.directory(of: font) else { return nil }
    self.places = places
    guard let head = table("head"), let hhea = table("hhea"), let maxp = table("maxp"),
      let os2 = table("OS/2"), let post = table("post"), let glyf = table("glyf"),
      head.count >= 54, hhea.count >= 36, maxp.count >= 32, post.count >= 32,
      let map = characterMap()
    else { return nil }

    // Glyphs in the order of their characters, after the glyph for a missing character.
    var glyphs = [0]
    var kept: [(code: Int, glyph: Int)] = []
    var numbers: [Int: Int] = [0: 0]
    for code in characters.map({ Int($0.value) }).sorted() {
      guard let old = map(code), old != 0 else { continue }
      if numbers[old] == nil {
        numbers[old] = glyphs.count
        glyphs.append(old)
      }
      kept.append((code, numbers[old]!))
    }

    var outlines = [UInt8]()
    var offsets = [UInt8]()
    var metrics = [UInt8]()
    for glyph in glyphs {
      guard let outline = outline(of: glyph, in: glyf, isLong: head[51] == 1),
        let metric = metric(of: glyph, count: Self.word(hhea, 34))
      else { return nil }
      offsets += Self.bytes(outlines.count / 2)
      outlines += outline
      metrics += metric
    }
    offsets += Self.bytes(outlines.count / 2)
    guard outlines.count < 0x20000 else { return nil }

    tables["glyf"] = outlines
    tables["loca"] = offsets
    tables["hmtx"] = metrics
    tables["cmap"] = Self.cmap(kept)
    tables["OS/2"] = os2
    tables["name"] = [0, 0, 0, 0, 0, 6]
    tables["post"] = [0, 3, 0, 0] + post[4..<32]
    tables["hhea"] = hhea[..<34] + Self.bytes(glyphs.count)
    // No instructions, nor the data that they need; glyph offsets in words.
    var profile = Array(maxp[..<32])
    profile.replaceSubrange(4..<6, with: Self.bytes(glyphs.count))
    profile.replaceSubrange(14..<28, with: [0, 1] + [UInt8](repeating: 0, count: 12))
    tables["maxp"] = profile
    var header = Array(head[..<54])
    header.replaceSubrange(8..<12, with: [0, 0, 0, 0])
    header.replaceSubrange(50..<52, with: [0, 0])
    tables["head"] = header
  }

  // MARK: Reading

  private static func directory(of font: [UInt8]) -> [String: Range<Int>]? {
    guard font.count > 12, font.starts(with: [0, 1, 0, 0]) else { return nil }
    var places: [String: Range<Int>] = [:]
    for index in 0..<word(font, 4) {
      let entry = 12 + 16 * index
      guard entry + 16 <= font.count else { return nil }
      let start = long(font, entry + 8)
      let length = long(font, entry + 12)
      guard start + length <= font.count else { return nil }
      places[String(decoding: font[entry..<(entry + 4)], as: UTF8.self)] = start..<(start + length)
    }
    return places
  }

  private func table(_ tag: String) -> [UInt8]? { places[tag].map { Array(file[$0]) } }

  /// Finds the glyph of a character by segments (format 4).
  private func characterMap() -> ((Int) -> Int?)? {
    guard let cmap = table("cmap"), cmap.count >= 4 else { return nil }
    for index in 0..<Self.word(cmap, 2) where 12 + 8 * index <= cmap.count {
      let start = Self.long(cmap, 8 + 8 * index)
      guard start + 16 <= cmap.count, Self.word(cmap, start) == 4 else { continue }
      let size = Self.word(cmap, start + 6)
      guard start + 16 + 4 * size <= cmap.count else { return nil }
      return { code in
        guard code <= 0xFFFF else { return nil }
        for at in stride(from: 0, to: size, by: 2) {
          guard code <= Self.word(cmap, start + 14 + at) else { continue }
          let first = Self.word(cmap, start + 16 + size + at)
          guard code >= first else { return nil }
          let delta = Self.word(cmap, start + 16 + 2 * size + at)
          let place = start + 16 + 3 * size + at
          let range = Self.word(cmap, place)
          if range == 0 { return (code + delta) & 0xFFFF }
          let entry = place + range + 2 * (code - first)
          guard entry + 2 <= cmap.count else { return nil }
          let glyph = Self.word(cmap, entry)
          return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF
        }
        return nil
      }
    }
    return nil
  }

  /// A glyph's outline without its instructions, of even length.
  private func outline(of glyph: Int, in glyf: [UInt8], isLong: Bool) -> [UInt8]? {
    guard let loca = table("loca"), (glyph + 2) * (isLong ? 4 : 2) <= loca.count else { return nil }
    func offset(_ index: Int) -> Int {
      isLong ? Self.long(loca, 4 * index) : 2 * Self.word(loca, 2 * index)
    }
    let (start, end) = (offset(glyph), offset(glyph + 1))
    guard start < end else { return [] }
    guard end <= glyf.count, end - start >= 12 else { return nil }
    let contours = Self.word(glyf, start)
    let lengthAt = start + 10 + 2 * contours
    // A number above 0x7FFF marks a composite glyph.
    guard contours < 0x8000, lengthAt + 2 <= end else { return nil }
    let points = lengthAt + 2 + Self.word(glyf, lengthAt)
    guard points <= end else { return nil }
    let result = glyf[start..<lengthAt] + [0, 0] + glyf[points..<end]
    return Array(result) + (result.count % 2 == 0 ? [] : [0])
  }

  /// Advance and left bearing.
  private func metric(of glyph: Int, count: Int) -> [UInt8]? {
    guard let hmtx = table("hmtx"), count > 0, hmtx.count >= 4 * count else { return nil }
    if glyph < count { return Array(hmtx[(4 * glyph)..<(4 * glyph + 4)]) }
    let bearing = 4 * count + 2 * (glyph - count)
    guard bearing + 2 <= hmtx.count else { return nil }
    return Array(hmtx[(4 * count - 4)..<(4 * count - 2)] + hmtx[bearing..<(bearing + 2)])
  }

  // MARK: Writing

  /// The map from characters to glyphs, by segments (format 4), for Unicode on Windows.
  private static func cmap(_ characters: [(code: Int, glyph: Int)]) -> [UInt8] {
    var segments: [(first: Int, last: Int, delta: Int)] = []
    for (code, glyph) in characters where code < 0xFFFF {
      let delta = (glyph - code) & 0xFFFF
      if let last = segments.last, last.last + 1 == code, last.delta == delta {
        segments[segments.count - 1].last = code
      } else {
        segments.append((code, code, delta))
      }
    }
    segments.append((0xFFFF, 0xFFFF, 1))
    var power = 1
    while 2 * power <= segments.count { power *= 2 }
    var body = [2 * segments.count, 2 * power, power.trailingZeroBitCount]
    body.append(2 * (segments.count - power))
    body += segments.map(\.last) + [0] + segments.map(\.first) + segments.map(\.delta)
    body += segments.map { _ in 0 }
    let table = [4, 2 * body.count + 6, 0] + body
    return ([0, 1, 3, 1, 0, 12] + table).flatMap(bytes)
  }

  private static func word(_ bytes: [UInt8], _ at: Int) -> Int {
    Int(bytes[at]) << 8 | Int(bytes[at + 1])
  }

  private static func long(_ bytes: [UInt8], _ at: Int) -> Int {
    word(bytes, at) << 16 | word(bytes, at + 2)
  }

  private static func bytes(_ word: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word)]
  }
}
