package import RunbookOutput

/// The colours of the images of a grid: each image's colour map and the values at its ends.
package struct ImageColors: Sendable {
  /// A colour map between two values.
  package struct Range: Hashable, Sendable {
    package var colorMap: ImageGrid.ColorMap
    package var low: Float
    package var high: Float
  }

  /// One entry per image; `nil` for images in colour.
  package let images: [Range?]
  /// One entry per image; `nil` if it has no overlay.
  package let overlays: [Range?]

  package init(_ grid: ImageGrid) {
    // A range over several images is computed from those that share it and use the same map.
    var shared: [ImageGrid.ColorMap: (low: Float, high: Float)] = [:]
    for panel in grid.panels where panel.channels == 1 && panel.scale == nil {
      guard let own = Self.ends(panel.samples) else { continue }
      let map = panel.colorMap ?? grid.colorMap
      let known = shared[map] ?? own
      shared[map] = (min(known.low, own.low), max(known.high, own.high))
    }
    images = grid.panels.map { panel in
      guard panel.channels == 1 else { return nil }
      let map = panel.colorMap ?? grid.colorMap
      switch panel.scale ?? grid.scale {
      case .shared: return Self.range(map, shared[map])
      case .each: return Self.range(map, Self.ends(panel.samples))
      case .fixed(let low, let high): return Self.range(map, (low, high))
      }
    }
    // Overlays are compared between images, so they share one range, which starts at zero.
    let overlays = grid.panels.compactMap(\.overlay)
    let all = Dictionary(grouping: overlays, by: \.colorMap).mapValues { group in
      let ends = group.compactMap { Self.ends($0.samples) }
      return (
        low: min(0, ends.map(\.low).min() ?? 0), high: max(0, ends.map(\.high).max() ?? 0)
      )
    }
    self.overlays = grid.panels.map { panel in
      panel.overlay.map { Self.range($0.colorMap, all[$0.colorMap]) }
    }
  }

  private static func range(
    _ map: ImageGrid.ColorMap, _ ends: (low: Float, high: Float)?
  ) -> Range {
    let (low, high) = ends ?? (0, 0)
    guard map == .diverging else { return Range(colorMap: map, low: low, high: high) }
    let reach = max(abs(low), abs(high))
    return Range(colorMap: map, low: -reach, high: reach)
  }

  private static func ends(_ samples: Samples) -> (low: Float, high: Float)? {
    let finite = samples.values.lazy.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return (low, high)
  }
}

extension ImageColors.Range {
  /// The position of `value` in the colours, 0 at the low end and 1 at the high one; NaN for NaN.
  package func position(of value: Float) -> Float {
    // If all values are equal they are at the low end, except where the middle is zero.
    guard high > low else { return value.isNaN ? value : colorMap == .diverging ? 0.5 : 0 }
    let span = high - low
    return span.isFinite ? (value - low) / span : (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// The share of the underlying colour that the colour of `value` hides, in 0…1.
  package func cover(of value: Float) -> Double {
    guard high > low, value.isFinite else { return 0 }
    let share =
      colorMap == .diverging
      ? abs(value) / max(high, -low) : (value - max(low, 0)) / (high - max(low, 0))
    return share.isNaN ? 0 : Double(min(max(share, 0), 1)).squareRoot()
  }
}
