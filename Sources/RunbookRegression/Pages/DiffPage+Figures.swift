internal import RunbookDrawing
internal import RunbookOutput

extension DiffPage {
  /// The images that changed: accepted, new, and their difference.
  static func images(_ old: ImageGrid, _ new: ImageGrid, _ rules: ComparisonRules) -> [String] {
    var lines = [String]()
    let spans = ImageGrid.commonSpans(old, new)
    let overlaySpans = ImageGrid.commonOverlaySpans(old, new)
    let (oldColors, newColors) = (ImageColors(old), ImageColors(new))
    for index in 0..<max(old.panels.count, new.panels.count) {
      let before = index < old.panels.count ? old.panels[index] : nil
      let after = index < new.panels.count ? new.panels[index] : nil
      if let before, let after,
        ImagePanelComparison(
          name: "", span: spans[index], overlaySpan: overlaySpans[index], rules: rules
        ).changes(before, after).isEmpty
      {
        continue
      }
      var pixels: PixelComparison?
      if let before, let after, before.isComparable(with: after) {
        pixels = PixelComparison(before, after, span: spans[index], rules: rules)
      }
      let (oldRange, newRange) = common(
        before == nil ? nil : oldColors.images[index], after == nil ? nil : newColors.images[index])
      lines += triptych(
        before.flatMap {
          PixelPicture($0, range: oldRange, overlay: oldColors.overlays[index])
        },
        after.flatMap {
          PixelPicture($0, range: newRange, overlay: newColors.overlays[index])
        },
        pixels, title: (after ?? before)?.title ?? "", number: index + 1)
    }
    return lines
  }

  /// Two ranges widened to one, so that the same value has the same colour in both pictures.
  private static func common(
    _ old: ImageColors.Range?, _ new: ImageColors.Range?
  ) -> (ImageColors.Range?, ImageColors.Range?) {
    guard var old, var new else { return (old, new) }
    (old.low, new.low) = (min(old.low, new.low), min(old.low, new.low))
    (old.high, new.high) = (max(old.high, new.high), max(old.high, new.high))
    return (old, new)
  }

  private static func triptych(
    _ old: PixelPicture?, _ new: PixelPicture?, _ pixels: PixelComparison?, title: String,
    number: Int
  ) -> [String] {
    let name = title.isEmpty ? "image \(number)" : title
    var lines = ["<h3>\(escape(name))</h3>", "<div class=\"triptych\">"]
    lines.append(picture(old, caption: "accepted", name: name))
    lines.append(picture(new, caption: "now", name: name))
    if let pixels {
      let share = Double(pixels.changedCount) / Double(max(pixels.steps.count, 1)) * 100
      let largest = NumberText.fixed(Double(pixels.steps.max() ?? 0), digits: 0)
      let caption =
        "difference, \(NumberText.fixed(share, digits: 2)) % of the pixels, up to \(largest) of 255"
      lines.append(picture(PixelPicture(pixels), caption: caption, name: name))
    }
    return lines + ["</div>"]
  }

  static func picture(_ picture: PixelPicture?, caption: String, name: String) -> String {
    guard let picture, let source = picture.address else {
      return "<figure><div class=\"absent\">none</div><figcaption>\(caption)</figcaption></figure>"
    }
    // Whole multiples keep the pixels square and alike.
    let factor = max(1, 224 / max(picture.width, picture.height))
    return "<figure><img src=\"\(source)\" width=\"\(picture.width * factor)\" "
      + "height=\"\(picture.height * factor)\" alt=\"\(escape("\(name), \(caption)"))\">"
      + "<figcaption>\(escape(caption))</figcaption></figure>"
  }

  /// The panels that changed, each with old and new curves over each other.
  static func charts(_ old: Plot, _ new: Plot, _ rules: ComparisonRules) -> [String] {
    guard old.panels.count == new.panels.count else { return [] }
    return zip(old.panels, new.panels).flatMap { before, after -> [String] in
      let single = (Plot(panels: [before]), Plot(panels: [after]))
      guard !ComparisonStrategy<Plot>.byData.changes(single.0, single.1, rules).isEmpty else {
        return []
      }
      let title = after.title.isEmpty ? [] : ["<h3>\(escape(after.title))</h3>"]
      if let grids = grids(before, after) { return title + images(grids.old, grids.new, rules) }
      return title + chart(CurveOverlay(before, after, tolerance: rules.tolerance))
    }
  }

  static func chart(_ overlay: CurveOverlay) -> [String] {
    let legend = overlay.legend.map {
      "<li><span class=\"swatch \($0.swatch)\"></span>\(escape($0.name))</li>"
    }
    return ["<figure class=\"curves\">", overlay.svg, "<ul class=\"legend\">"] + legend
      + ["</ul>", "</figure>"]
  }

  /// Heat maps and surfaces as images, one pixel per value.
  private static func grids(
    _ old: Plot.Panel, _ new: Plot.Panel
  ) -> (old: ImageGrid, new: ImageGrid)? {
    func grid(_ panel: Plot.Panel) -> ImageGrid? {
      guard let series = panel.series.first, series.style.traits.isGrid,
        let values = series.z, values.count == series.x.count * series.y.count
      else { return nil }
      return ImageGrid(
        panels: [
          ImageGrid.Panel(
            title: series.name, width: series.x.count, height: series.y.count,
            samples: Samples(values.map { Float($0) }))
        ], columns: 1, colorMap: .viridis)
    }
    guard let old = grid(old), let new = grid(new) else { return nil }
    return (old, new)
  }
}

extension ImageGrid.Panel {
  /// Whether two images have the same pixels to compare.
  fileprivate func isComparable(with other: ImageGrid.Panel) -> Bool {
    width == other.width && height == other.height && channels == other.channels
      && samples.values.count == channels * width * height
      && other.samples.values.count == samples.values.count
  }
}
