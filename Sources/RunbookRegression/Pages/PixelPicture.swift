internal import RunbookDrawing
internal import RunbookOutput

/// An image of a grid, or the difference of two, one pixel per value.
struct PixelPicture {
  private let image: RasterImage

  var width: Int { image.width }
  var height: Int { image.height }

  /// The image of a grid, drawn as in the report but not enlarged.
  ///
  /// - Parameters:
  ///   - range: the values at the ends of its colours; `nil` for an image in colour.
  ///   - overlay: the same of its overlay; `nil` without one.
  /// - Returns: `nil` for an image that its samples do not fill.
  init?(_ panel: ImageGrid.Panel, range: ImageColors.Range?, overlay: ImageColors.Range?) {
    let plane = panel.width * panel.height
    guard panel.width > 0, panel.height > 0, plane < 1 << 26,
      panel.channels == 1 || panel.channels == 3,
      panel.samples.values.count == panel.channels * plane,
      panel.overlay.map({ $0.samples.values.count == plane }) ?? true
    else { return nil }
    let colors = PanelColors(panel, range: range, overlay: overlay)
    var image = RasterImage(width: panel.width, height: panel.height)
    for pixel in 0..<plane {
      image[pixel % panel.width, pixel / panel.width] = colors.color(at: pixel)
    }
    self.image = image
  }

  /// The pixels that moved, in one colour on nothing, so that the picture suits a light and a dark
  /// page; the more a pixel moved, the more it covers, up to the one that moved most.
  init(_ pixels: PixelComparison) {
    let largest = pixels.steps.max() ?? 0
    var image = RasterImage(width: pixels.width, height: pixels.height)
    for (pixel, step) in pixels.steps.enumerated() where step > 0 {
      image[pixel % pixels.width, pixel / pixels.width] = RGBA(
        224, 49, 96, alpha: UInt8(64 + step / largest * 191))
    }
    self.image = image
  }

  /// `data:image/png;base64,…`, or `nil` for a picture beyond what PNG holds.
  var address: String? {
    guard width > 0, height > 0 else { return nil }
    return try? PNGFile.address(of: image)
  }
}
