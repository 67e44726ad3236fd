package import RunbookOutput

/// A table of 256 colours over 0…1.
package struct ColorScale: Sendable {
  package let colors: [RGBA]

  /// The colour of NaN, which is not on any of the scales.
  package static let missing = RGBA(214, 39, 140)

  package init(_ map: ImageGrid.ColorMap) {
    switch map {
    case .gray: self = .gray
    case .viridis: self = .viridis
    case .diverging: self = .diverging
    }
  }

  private init(colors: [RGBA]) {
    self.colors = colors
  }

  /// The colour of `position`, which is clamped to 0…1; NaN is `missing`.
  package func color(at position: Float) -> RGBA {
    guard !position.isNaN else { return Self.missing }
    return colors[Int((min(max(position, 0), 1) * 255).rounded())]
  }

  private static let gray = ColorScale(
    colors: (0...255).map { RGBA(UInt8($0), UInt8($0), UInt8($0)) })

  /// Thirty-three stops of viridis (`0xRRGGBB`), joined by a cubic: at most 2 of 255 from the full
  /// table.
  ///
  /// Source: Nathaniel Smith, Stéfan van der Walt and Eric Firing, the viridis colour map, 2015
  /// (CC0).
  private static let viridis = ColorScale(
    colors: interpolate([
      0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453681, 0x424086, 0x3F4989, 0x3B528B,
      0x375A8D, 0x33638D, 0x2F6A8E, 0x2C728E, 0x297A8E, 0x26818E, 0x23898E, 0x21908C, 0x1F988B,
      0x1F9F88, 0x21A685, 0x28AE80, 0x31B57B, 0x3EBC74, 0x4CC26C, 0x5DC963, 0x6ECE58, 0x82D34C,
      0x96D83F, 0xABDC32, 0xC0DF24, 0xD5E21A, 0xEAE51A, 0xFDE725,
    ]))

  /// Blue over near-white to red, straight lines in Oklab, so that equal steps look equal and both
  /// ends are equally dark.
  ///
  /// Source: Björn Ottosson, A perceptual color space for image processing, 2020; Kenneth Moreland,
  /// Diverging color maps for scientific visualization, 2009.
  private static let diverging: ColorScale = {
    let negative = Oklab(lightness: 0.42, chroma: 0.15, hue: 256)
    let middle = Oklab(lightness: 0.97, chroma: 0.003, hue: 90)
    let positive = Oklab(lightness: 0.42, chroma: 0.16, hue: 25)
    return ColorScale(
      colors: (0...255).map { index in
        let position = Double(index) / 127.5 - 1
        return middle.mixed(with: position < 0 ? negative : positive, by: abs(position)).color
      })
  }()

  /// 256 colours on a Catmull-Rom curve through equally spaced stops.
  private static func interpolate(_ stops: [Int]) -> [RGBA] {
    let channels = [16, 8, 0].map { shift in stops.map { Double($0 >> shift & 255) } }
    return (0...255).map { index in
      let position = Double(index) / 255 * Double(stops.count - 1)
      let segment = min(Int(position), stops.count - 2)
      let t = position - Double(segment)
      let value = channels.map { channel -> Double in
        let b = channel[segment]
        let c = channel[segment + 1]
        // Beyond the ends the curve is extrapolated linearly.
        let a = segment > 0 ? channel[segment - 1] : 2 * b - c
        let d = segment + 2 < channel.count ? channel[segment + 2] : 2 * c - b
        let linear = (c - a) / 2
        let square = a - 2.5 * b + 2 * c - d / 2
        let cube = (d - a) / 2 + 1.5 * (b - c)
        return (b + t * (linear + t * (square + t * cube))) / 255
      }
      return RGBA(red: value[0], green: value[1], blue: value[2])
    }
  }
}
