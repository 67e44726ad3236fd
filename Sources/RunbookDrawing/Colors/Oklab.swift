internal import Glibc

/// A colour in a space where equal distances look equal.
///
/// Source: Björn Ottosson, A perceptual color space for image processing, 2020.
package struct Oklab: Sendable {
  package var lightness: Double
  package var a: Double
  package var b: Double

  /// - Parameters:
  ///   - lightness: 0 (black) to 1 (white).
  ///   - chroma: 0 (grey) to about 0.3.
  ///   - hue: degrees; 25 is red, 256 blue.
  package init(lightness: Double, chroma: Double, hue: Double) {
    self.lightness = lightness
    a = chroma * cos(hue * .pi / 180)
    b = chroma * sin(hue * .pi / 180)
  }

  /// The mixture of this colour (`share` 0) and `other` (`share` 1).
  package func mixed(with other: Oklab, by share: Double) -> Oklab {
    var result = self
    result.lightness += (other.lightness - lightness) * share
    result.a += (other.a - a) * share
    result.b += (other.b - b) * share
    return result
  }

  /// The nearest sRGB colour.
  package var color: RGBA {
    let long = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let medium = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let short = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    return RGBA(
      red: Self.encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
      green: Self.encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
      blue: Self.encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short))
  }

  /// sRGB's transfer curve (IEC 61966-2-1).
  private static func encoded(_ linear: Double) -> Double {
    linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
  }
}
