package import RunbookOutput

/// Two images of one size, pixel by pixel.
///
/// A pixel's brightness is its value within the range over which the picture is drawn, in 255 steps.
/// Both images are measured by the narrower of their two ranges: with ranges of their own, one
/// bright pixel more would move all others. A pixel counts as changed when it moved by more than
/// the threshold and its value is outside the tolerance as well, so that noise in an image without
/// contrast is no change. NaN against a number is a change of all 255 steps.
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
    zip(old.drawnRanges, new.drawnRanges).map { old, new in
      min(
        Double(old.upperBound) - Double(old.lowerBound),
        Double(new.upperBound) - Double(new.lowerBound))
    }
  }

  /// The values between which each panel of the grid is drawn.
  package var drawnRanges: [ClosedRange<Float>] {
    func ends(_ values: some Collection<Float>) -> ClosedRange<Float> {
      let finite = values.filter(\.isFinite)
      return (finite.min() ?? 0)...(finite.max() ?? 0)
    }
    let shared = ends(panels.lazy.filter { $0.channels == 1 }.flatMap(\.samples.values))
    return panels.map { panel in
      guard panel.channels == 1 else { return 0...1 }
      let range: ClosedRange<Float> =
        switch panel.scale ?? scale {
        case .shared: shared
        case .each: ends(panel.samples.values)
        case .fixed(let low, let high):
          low.isFinite && high.isFinite ? min(low, high)...max(low, high) : 0...1
        }
      guard panel.colorMap ?? colorMap == .diverging else { return range }
      let reach = max(abs(range.lowerBound), abs(range.upperBound))
      return -reach...reach
    }
  }
}
