/// Shows a tensor as one image or as a grid of images.
///
/// - Parameters:
///   - pixels: shape `[height, width]`, `[channels, height, width]` with 1 channel (drawn with the
///     colour map) or 3 (red, green and blue in 0…1), or `[batch, channels, height, width]`.
///   - titles: a few words above each image, from the first on.
///   - columns: images in a row; a roughly square grid if `nil`.
///   - colorMap: how the numbers of a one-channel image become colours.
///   - scale: which values the ends of the colour map stand for.
///   - colorBar: whether a bar says which colour is which value.
///   - boxes: rectangles over every image.
/// - Precondition: 2, 3 or 4 axes, and 1 or 3 channels.
public func images(
  _ pixels: Tensor, titles: [String] = [], columns: Int? = nil,
  colorMap: ImageGrid.ColorMap = .gray, scale: ImageGrid.Scale = .shared, colorBar: Bool = false,
  boxes: [ImageGrid.Box] = []
) -> ImageGrid {
  let shape = pixels.shape
  let (channels, height, width): (Int, Int, Int)
  switch shape.count {
  case 2: (channels, height, width) = (1, shape[0], shape[1])
  case 3: (channels, height, width) = (shape[0], shape[1], shape[2])
  case 4: (channels, height, width) = (shape[1], shape[2], shape[3])
  default:
    fatalError("images: a tensor with shape \(shape) is not an image; it needs 2, 3 or 4 axes")
  }
  guard channels == 1 || channels == 3 else {
    fatalError(
      "images: \(channels) channels in shape \(shape) cannot be drawn as one image; "
        + "featureMaps draws each channel by itself")
  }
  var result = grid(
    pixels.floats, channels: channels, height: height, width: width, titles: titles,
    columns: columns, colorMap: colorMap, scale: scale, colorBar: colorBar)
  for index in result.panels.indices { result.panels[index].boxes = boxes }
  return result
}

/// Shows several images of possibly different sizes side by side.
///
/// - Parameters:
///   - pixels: each as `images(_:)` takes one, without a batch axis.
///   - titles: a few words above each image, from the first on.
public func images(
  _ pixels: [Tensor], titles: [String] = [], columns: Int? = nil,
  colorMap: ImageGrid.ColorMap = .gray, scale: ImageGrid.Scale = .shared, colorBar: Bool = false
) -> ImageGrid {
  let panels = pixels.enumerated().flatMap { index, image in
    images(image, titles: index < titles.count ? [titles[index]] : []).panels
  }
  return ImageGrid(
    panels: panels, columns: columns ?? gridColumns(panels.count), colorMap: colorMap,
    scale: scale, colorBar: colorBar)
}

/// One image with colours and a range of its own, for a grid of unlike images.
///
/// ```swift
/// images([image(x, title: "x"), image(gap, title: "difference", colorMap: .diverging)])
/// ```
///
/// - Parameters:
///   - pixels: as `images(_:)` takes one, without a batch axis longer than 1.
///   - scale: the range of the colours; that of this image alone if `nil`.
///   - boxes: rectangles over the image.
public func image(
  _ pixels: Tensor, title: String = "", colorMap: ImageGrid.ColorMap = .gray,
  scale: ImageGrid.Scale? = nil, colorBar: Bool = false, boxes: [ImageGrid.Box] = []
) -> ImageGrid {
  var result = images(
    pixels, titles: [title], colorMap: colorMap, scale: scale ?? .each, colorBar: colorBar,
    boxes: boxes)
  guard result.panels.count == 1 else {
    fatalError("image: shape \(pixels.shape) holds \(result.panels.count) images; use images")
  }
  if let scale { result.panels[0].scale = scale }
  result.panels[0].colorMap = colorMap
  return result
}

/// Sets images, or whole grids of them, in one grid; each keeps its colours and its range.
///
/// - Parameters:
///   - grids: single images, overlays, feature maps and so on, row by row.
///   - columns: images in a row; a roughly square grid if `nil`.
///   - colorBar: whether bars say which colour is which value.
public func images(
  _ grids: [ImageGrid], columns: Int? = nil, colorBar: Bool? = nil
) -> ImageGrid {
  let panels = grids.flatMap { grid in
    grid.panels.map { panel in
      var panel = panel
      panel.colorMap = panel.colorMap ?? grid.colorMap
      // A range over all images of a grid has to be found before it meets other grids.
      panel.scale = panel.scale ?? (grid.panels.count > 1 ? grid.ownScale : .each)
      return panel
    }
  }
  return ImageGrid(
    panels: panels, columns: columns ?? gridColumns(panels.count), scale: .each,
    colorBar: colorBar ?? grids.contains(where: \.colorBar))
}

/// Shows each channel of a layer's output as an image of its own.
///
/// - Parameters:
///   - maps: shape `[channels, height, width]`, or with a batch axis of 1 before it.
///   - titles: a few words above each map, from the first on.
///   - columns: images in a row; a roughly square grid if `nil`.
/// - Precondition: 3 axes, or 4 with the first of length 1.
public func featureMaps(
  _ maps: Tensor, titles: [String] = [], columns: Int? = nil,
  colorMap: ImageGrid.ColorMap = .viridis, scale: ImageGrid.Scale = .shared
) -> ImageGrid {
  let shape = maps.rank == 4 && maps.shape[0] == 1 ? Array(maps.shape.dropFirst()) : maps.shape
  guard shape.count == 3 else {
    fatalError("featureMaps: shape \(maps.shape) is not [channels, height, width]")
  }
  return grid(
    maps.floats, count: shape[0], channels: 1, height: shape[1], width: shape[2], titles: titles,
    columns: columns, colorMap: colorMap, scale: scale, colorBar: true)
}

/// Shows the filters of a convolution, one image for each pair of output and input channel.
///
/// Zero is near-white, positive weights are red, negative ones blue.
///
/// - Parameters:
///   - weights: shape `[outputs, inputs, height, width]`, or `[height, width]` for one filter.
///   - titles: a few words above each filter, from the first on.
///   - columns: images in a row; the number of inputs if there are several, else a square grid.
/// - Precondition: 4 axes or 2.
public func filters(
  _ weights: Tensor, titles: [String] = [], columns: Int? = nil
) -> ImageGrid {
  let shape = weights.rank == 2 ? [1, 1] + weights.shape : weights.shape
  guard shape.count == 4 else {
    fatalError("filters: shape \(weights.shape) is not [outputs, inputs, height, width]")
  }
  return grid(
    weights.floats, count: shape[0] * shape[1], channels: 1, height: shape[2], width: shape[3],
    titles: titles, columns: columns ?? (shape[1] > 1 ? shape[1] : nil), colorMap: .diverging,
    scale: .shared, colorBar: true)
}

private func grid(
  _ samples: [Float], count: Int? = nil, channels: Int, height: Int, width: Int,
  titles: [String], columns: Int?, colorMap: ImageGrid.ColorMap, scale: ImageGrid.Scale,
  colorBar: Bool
) -> ImageGrid {
  let size = channels * height * width
  let number = count ?? (size > 0 ? samples.count / size : 0)
  let panels = (0..<number).map { index in
    ImageGrid.Panel(
      title: index < titles.count ? titles[index] : "", width: width, height: height,
      channels: channels, samples: Samples(Array(samples[(index * size)..<((index + 1) * size)])))
  }
  return ImageGrid(
    panels: panels, columns: columns ?? gridColumns(number), colorMap: colorMap, scale: scale,
    colorBar: colorBar)
}

/// Columns of a grid that is a little wider than high, at most eight.
private func gridColumns(_ count: Int) -> Int {
  guard count > 4 else { return max(1, count) }
  return (1...8).first { $0 * ($0 - 1) >= count || $0 * $0 >= count } ?? 8
}

extension ImageGrid {
  /// The grid's scale as an image can keep it outside the grid.
  fileprivate var ownScale: Scale {
    guard case .shared = scale else { return scale }
    let values = panels.filter { $0.channels == 1 }.flatMap(\.samples.values)
      .filter(\.isFinite)
    return .fixed(low: values.min() ?? 0, high: values.max() ?? 0)
  }
}
