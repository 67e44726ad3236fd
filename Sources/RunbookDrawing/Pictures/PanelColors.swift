package import RunbookOutput

/// The colours of the pixels of one image of a grid, including its overlay.
package struct PanelColors {
  private let panel: ImageGrid.Panel
  private let range: ImageColors.Range?
  private let scale: ColorScale?
  private let overlay: ImageColors.Range?
  private let overlayScale: ColorScale?

  /// - Parameters:
  ///   - panel: an image whose samples, and those of its overlay, are complete.
  ///   - range: the values at the ends of its colours; `nil` for an image in colour.
  ///   - overlay: the range of its overlay; `nil` without one.
  package init(_ panel: ImageGrid.Panel, range: ImageColors.Range?, overlay: ImageColors.Range?) {
    self.panel = panel
    self.range = range
    self.overlay = overlay
    scale = range.map { ColorScale($0.colorMap) }
    overlayScale = overlay.map { ColorScale($0.colorMap) }
  }

  /// The colour of the pixel at `index`, counted row by row.
  package func color(at index: Int) -> RGBA {
    let color = ownColor(at: index)
    guard let overlay, let overlayScale, let values = panel.overlay else { return color }
    let value = values.samples.values[index]
    return color.covered(
      by: overlayScale.color(at: overlay.position(of: value)),
      share: overlay.cover(of: value) * min(max(values.opacity, 0), 1))
  }

  private func ownColor(at index: Int) -> RGBA {
    if let range, let scale {
      return scale.color(at: range.position(of: panel.samples.values[index]))
    }
    let plane = panel.width * panel.height
    let (red, green, blue) = (
      panel.samples.values[index], panel.samples.values[plane + index],
      panel.samples.values[2 * plane + index]
    )
    guard !red.isNaN, !green.isNaN, !blue.isNaN else { return ColorScale.missing }
    return RGBA(red: Double(red), green: Double(green), blue: Double(blue))
  }
}
