import CPNG
import Testing

/// The PNG shim, through its C interface, as both the engine and the report module use it.
@Suite struct PNGTests {
  /// Encodes, decodes and returns the decoded pixels, with the shape and the file.
  private func roundTrip(
    width: Int, height: Int, depth: Int, channels: Int, pixels: [UInt8], text: [String] = []
  ) -> (image: cpng_image, pixels: [UInt8], file: [UInt8]) {
    var copy = pixels
    var file: [UInt8] = []
    var message = [CChar](repeating: 0, count: 200)
    copy.withUnsafeMutableBufferPointer { buffer in
      var image = cpng_image(
        width: UInt32(width), height: UInt32(height), bit_depth: Int32(depth),
        channels: Int32(channels), pixels: buffer.baseAddress)
      var bytes: UnsafeMutablePointer<UInt8>?
      var length = 0
      let owned = text.map { $0.utf8CString.map { $0 } }
      let pointers = owned.map { string in
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: string.count)
        copy.initialize(from: string, count: string.count)
        return UnsafePointer(copy) as UnsafePointer<CChar>?
      }
      let status = cpng_write(
        &image, 6, pointers, text.count / 2, &bytes, &length, &message, message.count)
      #expect(status == 0)
      file = Array(UnsafeBufferPointer(start: bytes, count: length))
      cpng_free(bytes)
      for pointer in pointers { pointer?.deallocate() }
    }
    var decoded = cpng_image()
    #expect(cpng_read(file, file.count, 1 << 20, &decoded, &message, message.count) == 0)
    let result = Array(
      UnsafeBufferPointer(start: decoded.pixels, count: cpng_row_bytes(&decoded) * height))
    cpng_free(decoded.pixels)
    return (decoded, result, file)
  }

  private func failure(reading file: [UInt8], limit: UInt64 = 1 << 20) -> String {
    var image = cpng_image()
    var message = [CChar](repeating: 0, count: 200)
    #expect(cpng_read(file, file.count, limit, &image, &message, message.count) == -1)
    return String(decoding: message.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
  }

  @Test(
    "an image comes back bit for bit at every depth and channel count",
    arguments: [8, 16], [1, 2, 3, 4])
  func roundTrips(depth: Int, channels: Int) {
    let count = 5 * 3 * channels * depth / 8
    let pixels = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    let result = roundTrip(
      width: 5, height: 3, depth: depth, channels: channels, pixels: pixels)
    #expect(result.pixels == pixels)
    #expect(result.image.width == 5 && result.image.height == 3)
    #expect(Int(result.image.bit_depth) == depth && Int(result.image.channels) == channels)
  }

  @Test("text chunks stand in the file in UTF-8")
  func text() {
    let result = roundTrip(
      width: 1, height: 1, depth: 8, channels: 1, pixels: [7], text: ["Title", "합성곱"])
    let needle = Array("합성곱".utf8)
    let found = result.file.indices.contains { start in
      result.file[start...].starts(with: needle)
    }
    #expect(found)
  }

  @Test("a damaged file is refused with libpng's own reason")
  func damage() {
    let good = roundTrip(
      width: 8, height: 8, depth: 8, channels: 3, pixels: [UInt8](repeating: 9, count: 192)
    ).file
    #expect(failure(reading: Array("GIF89a....".utf8)) == "not a PNG file")
    #expect(failure(reading: Array(good.prefix(40))) == "unexpected end of data")
    var flipped = good
    flipped[45] ^= 0xff
    #expect(!failure(reading: flipped).isEmpty)
    #expect(failure(reading: good, limit: 63) == "the image has more pixels than allowed")
  }
}
