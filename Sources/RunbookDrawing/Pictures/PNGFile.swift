internal import CPNG
internal import RunbookOutput

/// PNG files, written by libpng.
package enum PNGFile {
  /// Returns the bytes of a PNG file.
  ///
  /// - Parameters:
  ///   - image: the picture; a fully opaque one is written without alpha.
  ///   - description: a line of text stored in the file; empty for none.
  /// - Throws: `FigureError` with libpng's message.
  package static func encode(
    _ image: RasterImage, description: String = ""
  ) throws(FigureError) -> [UInt8] {
    let isOpaque = stride(from: 3, to: image.bytes.count, by: 4).allSatisfy {
      image.bytes[$0] == 255
    }
    var pixels = isOpaque ? withoutAlpha(image.bytes) : image.bytes
    return try pixels.withUnsafeMutableBufferPointer { (buffer) throws(FigureError) in
      var source = cpng_image(
        width: UInt32(image.width), height: UInt32(image.height), bit_depth: 8,
        channels: isOpaque ? 3 : 4, pixels: buffer.baseAddress)
      return try write(&source, description: description)
    }
  }

  /// `data:image/png;base64,…`: the picture as an address that can be embedded in a page.
  ///
  /// - Throws: `FigureError` with libpng's message.
  package static func address(of image: RasterImage) throws(FigureError) -> String {
    "data:image/png;base64," + Base64.encode(try encode(image))
  }

  private static func withoutAlpha(_ bytes: [UInt8]) -> [UInt8] {
    var result = [UInt8]()
    result.reserveCapacity(bytes.count / 4 * 3)
    for start in stride(from: 0, to: bytes.count, by: 4) {
      result.append(contentsOf: bytes[start..<(start + 3)])
    }
    return result
  }

  private static func write(
    _ source: inout cpng_image, description: String
  ) throws(FigureError) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var length = 0
    var message = [CChar](repeating: 0, count: 256)
    let status = "Description".withCString { key in
      description.withCString { value in
        [key, value].withUnsafeBufferPointer { text in
          cpng_write(
            &source, 6, text.baseAddress, description.isEmpty ? 0 : 1, &bytes, &length, &message,
            message.count)
        }
      }
    }
    guard status == 0, let bytes else {
      let words = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw FigureError(
        message: "the image cannot be written as PNG: "
          + String(decoding: words, as: UTF8.self))
    }
    defer { cpng_free(bytes) }
    return [UInt8](UnsafeBufferPointer(start: bytes, count: length))
  }
}
