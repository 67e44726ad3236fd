internal import RunbookDrawing
package import RunbookOutput

/// Two images of one size, pixel by pixel.
///
/// A pixel's brightness is its value within the range over which the picture is drawn, in 255 steps.
/// Both images are measured by the narrower of their two ranges: with ranges of their own, one
/// bright pixel more would move all others. A pixel counts as changed when it moved by more than
/// the threshold and its value is outside the tolerance as well, so that noise in an image without
/// contrast is not a change. NaN against a number is a change of all 255 steps.
package struct PixelComparison: Sendable {
  /// How far each pixel moved, in steps of 0…255; 0 for a pixel that counts as unchanged.
  package let steps: [Double]
  package let width: Int
  package let height: Int

  /// - Parameter span: what lies between the darkest and the brightest value that is drawn.
  /// - Precondition: both panels have the same size and channels, and samples to fill it.
  package init(
    _ old: ImageGrid.Panel, _ new: ImageGrid.Panel, span: Double, rules: ComparisonRules
  ) {
    let plane = old.width * old.height
    steps = (0..<plane).map { pixel in
      (0..<old.channels).map { channel in
        let index = channel * plane + pixel
        let before = Double(old.samples.values[index])
        let after = Double(new.samples.values[index])
        guard !rules.tolerance.accepts(before, after) else { return 0 }
        guard span > 0, before.isFinite, after.isFinite else { return 255 }
        let moved = min(abs(after - before) / span * 255, 255)
        return moved > rules.pixelThreshold ? moved : 0
      }.max() ?? 0
    }
    width = old.width
    height = old.height
  }

  package var changedCount: Int { steps.count { $0 > 0 } }

  package var largestStep: Double { steps.max() ?? 0 }

  /// The first changed pixel, columns and rows from 0.
  package var first: (x: Int, y: Int)? {
    steps.firstIndex { $0 > 0 }.map { ($0 % width, $0 / width) }
  }
}

extension ImageGrid {
  /// For each panel the narrower of the ranges over which two grids of as many panels draw it.
  package static func commonSpans(_ old: ImageGrid, _ new: ImageGrid) -> [Double] {
    zip(ImageColors(old).images, ImageColors(new).images).map { min(span($0), span($1)) }
  }

  /// For each panel the narrower of the ranges over which two grids draw its overlay; 0 without one.
  package static func commonOverlaySpans(_ old: ImageGrid, _ new: ImageGrid) -> [Double] {
    zip(ImageColors(old).overlays, ImageColors(new).overlays).map { old, new in
      old == nil || new == nil ? 0 : min(span(old), span(new))
    }
  }

  /// Images in colour are drawn over 0…1.
  private static func span(_ range: ImageColors.Range?) -> Double {
    guard let range else { return 1 }
    let span = abs(Double(range.high) - Double(range.low))
    return span.isFinite ? span : 1
  }
}
