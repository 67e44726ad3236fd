/// Estimates the width of a line of text in the sans-serif fonts of our plots.
///
/// gnuplot does not know the reader's font either when it lays out SVG; margins from this estimate
/// are sufficient for the common fonts.
package enum TextWidth {
  /// - Returns: pixels at `size` pixels of font size.
  package static func estimate(_ text: String, size: Double = PlotStyle.fontSize) -> Double {
    size * text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// As shares of the font size.
  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      1
    case 0x0300...0x036F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
    default:
      switch Character(scalar) {
      case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": 0.29
      case " ", "f", "t", "r", "(", ")", "[", "]", "/", "-", "⁻", "¹": 0.36
      case "m", "w", "M", "W", "@", "%", "→": 0.86
      case "⁰", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹": 0.4
      default: scalar.properties.isUppercase ? 0.66 : 0.57
      }
    }
  }
}
