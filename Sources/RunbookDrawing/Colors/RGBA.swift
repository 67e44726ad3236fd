/// A colour of eight bits per channel, not premultiplied.
package struct RGBA: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8
  package var alpha: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// The colour with channels in 0…1; other values are clamped, and NaN is 0.
  package init(red: Double, green: Double, blue: Double) {
    func byte(_ value: Double) -> UInt8 {
      value.isNaN ? 0 : UInt8((min(max(value, 0), 1) * 255).rounded())
    }
    self.init(byte(red), byte(green), byte(blue))
  }

  /// This colour under `other`, which hides the given share of it.
  package func covered(by other: RGBA, share: Double) -> RGBA {
    func mixed(_ a: UInt8, _ b: UInt8) -> Double {
      (Double(a) + (Double(b) - Double(a)) * share) / 255
    }
    return RGBA(
      red: mixed(red, other.red), green: mixed(green, other.green), blue: mixed(blue, other.blue))
  }

  /// Whether white text is more legible on this colour than dark text: the mean brightness is below
  /// the middle.
  package var isDark: Bool {
    0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) < 140
  }

  package static let clear = RGBA(0, 0, 0, alpha: 0)

  /// `#rrggbb`.
  package var hexadecimal: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
