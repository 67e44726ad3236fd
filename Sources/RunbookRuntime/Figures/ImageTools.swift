/// Shows two images and their difference: blue where the second is greater, red where the first is.
///
/// - Parameters:
///   - a: one image, `[height, width]` or `[1, height, width]`, or a batch of 1.
///   - b: another of the same shape.
///   - titles: words above the three images.
/// - Precondition: equal shapes with one channel.
public func differences(
  _ a: Tensor, _ b: Tensor, titles: [String] = ["a", "b", "a − b"],
  colorMap: ImageGrid.ColorMap = .gray
) -> ImageGrid {
  guard a.shape == b.shape else {
    fatalError("differences: shapes \(a.shape) and \(b.shape) are not the same")
  }
  func title(_ index: Int) -> String { index < titles.count ? titles[index] : "" }
  let values = (a.floats + b.floats).filter(\.isFinite)
  let range = ImageGrid.Scale.fixed(low: values.min() ?? 0, high: values.max() ?? 0)
  return images(
    [
      image(a, title: title(0), colorMap: colorMap, scale: range),
      image(b, title: title(1), colorMap: colorMap, scale: range),
      image(a - b, title: title(2), colorMap: .diverging),
    ], columns: 3, colorBar: true)
}

/// Shows an image with values over it: the greater a value, the more its colour covers the image.
///
/// A coarser grid of values, for example a feature map, is stretched over the image.
///
/// - Parameters:
///   - values: `[height, width]` or with axes of length 1 before.
///   - pixels: one image, grey or in colour.
///   - colorMap: `.diverging` covers by distance from zero.
///   - opacity: how much the strongest value covers, in 0…1.
///   - boxes: rectangles over the image.
/// - Precondition: one grid of values and one image.
public func overlay(
  _ values: Tensor, on pixels: Tensor, title: String = "",
  colorMap: ImageGrid.ColorMap = .viridis, opacity: Double = 0.85, boxes: [ImageGrid.Box] = []
) -> ImageGrid {
  var result = image(pixels, title: title, colorBar: true, boxes: boxes)
  let height = values.shape.dropLast().last ?? 0
  let width = values.shape.last ?? 0
  guard values.count == height * width, values.count > 0 else {
    fatalError("overlay: shape \(values.shape) is not [height, width]")
  }
  let panel = result.panels[0]
  result.panels[0].overlay = ImageGrid.Overlay(
    samples: Samples(
      stretched(values.floats, height, width, to: panel.height, panel.width)),
    colorMap: colorMap, opacity: opacity)
  return result
}

/// Shows which pixels of an image an answer depends on: how far a small change of each moves it.
///
/// - Parameters:
///   - pixels: one image, `[channels, height, width]` or with a batch axis of 1.
///   - answer: what the model makes of a batch of 1, as one number, for example a score:
///     `{ model($0)[0, 3] }`.
/// - Returns: the image under the absolute gradient, the greatest over the channels.
/// - Precondition: 3 axes, or 4 with the first of length 1.
///
/// Source: Karen Simonyan, Andrea Vedaldi and Andrew Zisserman, Deep inside convolutional networks,
/// arXiv:1312.6034.
public func saliency(
  of pixels: Tensor, title: String = "", _ answer: (Tensor) throws -> Tensor
) rethrows -> ImageGrid {
  let shape = pixels.rank == 4 && pixels.shape[0] == 1 ? Array(pixels.shape[1...]) : pixels.shape
  guard shape.count == 3 else {
    fatalError("saliency: shape \(pixels.shape) is not [channels, height, width]")
  }
  let slope = try gradient(at: pixels.reshaped([1] + shape), of: answer).floats
  let plane = shape[1] * shape[2]
  let strongest = (0..<plane).map { pixel in
    (0..<shape[0]).map { abs(slope[$0 * plane + pixel]) }.max() ?? 0
  }
  return overlay(
    Tensor(strongest, shape: [shape[1], shape[2]]), on: pixels.reshaped(shape), title: title)
}

extension ImageGrid.Box {
  /// A square of `size` pixels around the pixel in `row` and `column`.
  public init(around row: Int, _ column: Int, size: Int) {
    self.init(x: column - size / 2, y: row - size / 2, width: size, height: size)
  }
}

/// A layer's window on the layer before it: a convolution's or pooling's kernel.
public struct Window: Sendable {
  var kernel, stride, padding, dilation: Int

  /// - Parameters:
  ///   - kernel: side of the window, in units of the layer before, 1 or more.
  ///   - stride: steps from one window to the next.
  ///   - padding: zeros on each side.
  ///   - dilation: steps between the inputs of one window.
  public init(kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    (self.kernel, self.stride) = (kernel, stride)
    (self.padding, self.dilation) = (padding, dilation)
  }
}

/// The part of an image that one unit of a deep layer sees.
///
/// - Parameters:
///   - row: the unit's row in its feature map, from 0.
///   - column: its column.
///   - windows: the layers from the image to the unit's own.
/// - Returns: a rectangle in pixels of the image, parts of the padding included.
///
/// Source: Vincent Dumoulin and Francesco Visin, A guide to convolution arithmetic, arXiv:1603.07285.
public func receptiveField(
  row: Int, column: Int, through windows: [Window]
) -> ImageGrid.Box {
  func span(_ unit: Int) -> ClosedRange<Int> {
    windows.reversed().reduce(unit...unit) { range, window in
      let low = range.lowerBound * window.stride - window.padding
      let high = range.upperBound * window.stride - window.padding
      return low...(high + (window.kernel - 1) * window.dilation)
    }
  }
  let (x, y) = (span(column), span(row))
  return ImageGrid.Box(x: x.lowerBound, y: y.lowerBound, width: x.count, height: y.count)
}

/// `values` at every pixel of a larger or smaller image, straight lines between their middles.
private func stretched(
  _ values: [Float], _ height: Int, _ width: Int, to newHeight: Int, _ newWidth: Int
) -> [Float] {
  guard (height, width) != (newHeight, newWidth) else { return values }
  func places(_ new: Int, _ old: Int) -> [(low: Int, high: Int, part: Float)] {
    (0..<new).map { index in
      let place = (Float(index) + 0.5) * Float(old) / Float(new) - 0.5
      let low = min(max(place, 0), Float(old - 1))
      return (Int(low), min(Int(low) + 1, old - 1), low - Float(Int(low)))
    }
  }
  let (rows, columns) = (places(newHeight, height), places(newWidth, width))
  return rows.flatMap { row in
    columns.map { column in
      func at(_ line: Int) -> Float {
        let (left, right) = (values[line * width + column.low], values[line * width + column.high])
        return left + (right - left) * column.part
      }
      return at(row.low) + (at(row.high) - at(row.low)) * row.part
    }
  }
}
