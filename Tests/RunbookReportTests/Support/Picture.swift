import CPNG

/// A PNG file, decoded by libpng.
struct Picture {
  let width: Int
  let height: Int
  private let channels: Int
  private let pixels: [UInt8]

  /// Fails for bytes that are no PNG.
  init?(_ bytes: [UInt8]?) {
    guard let bytes else { return nil }
    var image = cpng_image()
    var message = [CChar](repeating: 0, count: 200)
    guard cpng_read(bytes, bytes.count, 50_000_000, &image, &message, message.count) == 0 else {
      return nil
    }
    defer { cpng_free(image.pixels) }
    width = Int(image.width)
    height = Int(image.height)
    channels = Int(image.channels)
    pixels = Array(UnsafeBufferPointer(start: image.pixels, count: width * height * channels))
  }

  /// Red, green, blue and alpha.
  subscript(x: Int, y: Int) -> [UInt8] {
    let start = (y * width + x) * channels
    let color = Array(pixels[start..<(start + min(channels, 3))])
    return color + [channels == 4 ? pixels[start + 3] : 255]
  }
}
