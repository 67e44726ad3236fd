internal import CPNG

/// Photographs to look at filters with.
public enum Photograph {
  /// A man with a camera, grey: `[1, 512, 512]`, values 0...1 (CC0).
  public static var camera: Tensor { bundled("images/camera.png") }

  /// A cat, RGB: `[3, 300, 451]`, values 0...1 (CC0).
  public static var chelsea: Tensor { bundled("images/chelsea.png") }

  /// An image from a PNG file.
  ///
  /// - Returns: shape `[channels, height, width]` with 1 (grey), 2 (grey and alpha), 3 (RGB) or 4
  ///   (RGB and alpha) channels, values 0...1.
  /// - Throws: `DataError`, when the file cannot be read or is not a PNG.
  public static func read(_ path: String) throws -> Tensor { try decode(DataFile(path: path)) }

  private static func bundled(_ name: String) -> Tensor {
    do {
      return try decode(DataFile(resource: name))
    } catch {
      fatalError("Photograph: \(error)")
    }
  }

  static func decode(_ file: DataFile) throws -> Tensor {
    var image = cpng_image()
    var message = [CChar](repeating: 0, count: 200)
    let status = cpng_read(
      file.bytes, file.bytes.count, 1 << 28, &image, &message, message.count)
    guard status == 0 else {
      let text = String(
        decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw DataError(file: file.name, reason: .damaged(text))
    }
    defer { cpng_free(image.pixels) }
    let (width, height) = (Int(image.width), Int(image.height))
    let channels = Int(image.channels)
    let result = Tensor(uninitialized: [channels, height, width], dtype: .float32)
    let target = result.pointer.assumingMemoryBound(to: Float.self)
    let raw = UnsafeRawPointer(image.pixels!)
    let wide = image.bit_depth == 16
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<channels {
          let at = (y * width + x) * channels + c
          let value =
            wide
            ? Float(raw.load(fromByteOffset: 2 * at, as: UInt16.self)) / 65535
            : Float(raw.load(fromByteOffset: at, as: UInt8.self)) / 255
          target[(c * height + y) * width + x] = value
        }
      }
    }
    return result
  }
}
