internal import CPNG
internal import RunbookOutput

/// A picture of eight bits a channel that becomes a data URI in a page.
struct PixelPicture {
  let width: Int
  let height: Int
  /// Red, green, blue, alpha, row by row.
  private(set) var bytes: [UInt8]

  /// The image of a grid, a pixel a value, with `range` spread over its colour map.
  init(_ panel: ImageGrid.Panel, map: ImageGrid.ColorMap, range: ClosedRange<Float>) {
    width = panel.width
    height = panel.height
    bytes = []
    let values = panel.samples.values
    let plane = width * height
    guard values.count == panel.channels * plane else { return }
    bytes.reserveCapacity(4 * plane)
    let ramp = ColorRamp(map)
    let span = range.upperBound - range.lowerBound
    for pixel in 0..<plane {
      if panel.channels == 3 {
        for channel in 0..<3 {
          let value = values[channel * plane + pixel]
          bytes.append(value.isNaN ? 0 : UInt8(min(max(value, 0), 1) * 255 + 0.5))
        }
      } else {
        let position = span > 0 ? (values[pixel] - range.lowerBound) / span : 0
        bytes += ramp.color(at: position)
      }
      bytes.append(255)
    }
  }

  /// What moved, in one colour on nothing, so that the picture suits a light and a dark page; the
  /// more a pixel moved, the more it covers, up to the one that moved most.
  init(_ pixels: PixelComparison) {
    width = pixels.width
    height = pixels.height
    let largest = pixels.steps.max() ?? 0
    bytes = pixels.steps.flatMap { step -> [UInt8] in
      step > 0 ? [224, 49, 96, UInt8(64 + step / largest * 191)] : [0, 0, 0, 0]
    }
  }

  /// `data:image/png;base64,…`, or `nil` for a picture without pixels or beyond what PNG holds.
  var dataURI: String? {
    guard width > 0, height > 0, bytes.count == 4 * width * height else { return nil }
    var copy = bytes
    return copy.withUnsafeMutableBufferPointer { buffer -> String? in
      var image = cpng_image(
        width: UInt32(width), height: UInt32(height), bit_depth: 8, channels: 4,
        pixels: buffer.baseAddress)
      var file: UnsafeMutablePointer<UInt8>?
      var length = 0
      guard cpng_write(&image, 9, nil, 0, &file, &length, nil, 0) == 0, let file else { return nil }
      defer { cpng_free(file) }
      return "data:image/png;base64,"
        + Base64.encode(UnsafeBufferPointer(start: file, count: length))
    }
  }
}

/// The colours of a colour map, close enough to compare pictures by.
private struct ColorRamp {
  private let stops: [[Float]]

  init(_ map: ImageGrid.ColorMap) {
    let colors: [Int] =
      switch map {
      case .gray: [0x000000, 0xFFFFFF]
      case .viridis:
        [
          0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21908C, 0x27AD81, 0x5DC963, 0xAADC32, 0xFDE725,
        ]
      case .diverging: [0x2B4C9B, 0x8FA9DC, 0xF6F6F4, 0xE59A8C, 0xA32A2E]
      }
    stops = colors.map { color in [16, 8, 0].map { Float(color >> $0 & 255) } }
  }

  /// The colour at `position` in 0…1; what is no number is drawn in a colour of no map.
  func color(at position: Float) -> [UInt8] {
    guard !position.isNaN else { return [214, 39, 140] }
    let place = min(max(position, 0), 1) * Float(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    let part = place - Float(index)
    return (0..<3).map { channel in
      let low = stops[index][channel]
      return UInt8(low + (stops[index + 1][channel] - low) * part + 0.5)
    }
  }
}
