internal import RunbookDrawing
package import RunbookOutput

extension ComparisonStrategy<ImageGrid> {
  /// Every image and its overlay by pixels, ranges of colours by tolerance; titles, sizes and settings
  /// exactly.
  package static let byPixel = ComparisonStrategy { old, new, rules in
    guard old.panels.count == new.panels.count else {
      return [Change(.statement("\(old.panels.count) images → \(new.panels.count)"))]
    }
    var fields = FieldComparison(old, new)
    fields.compare(\.scale, blank: .shared) { scale($0, $1, at: "scale", rules) }
    fields.compare(\.panels, blank: []) { before, after in
      let spans = zip(
        ImageGrid.commonSpans(old, new), ImageGrid.commonOverlaySpans(old, new))
      return zip(zip(before, after), spans).enumerated().flatMap { index, item in
        let ((before, after), (span, overlaySpan)) = item
        let name = before.title.isEmpty ? "image \(index + 1)" : "image “\(before.title)”"
        return ImagePanelComparison(
          name: name, span: span, overlaySpan: overlaySpan, rules: rules
        ).changes(before, after)
      }
    }
    return fields.changes
  }

  /// Given ends are often computed from data, so they follow the tolerance.
  fileprivate static func scale(
    _ old: ImageGrid.Scale?, _ new: ImageGrid.Scale?, at place: String, _ rules: ComparisonRules
  ) -> [Change] {
    if case .fixed(let oldLow, let oldHigh) = old, case .fixed(let newLow, let newHigh) = new,
      rules.tolerance.accepts(Double(oldLow), Double(newLow)),
      rules.tolerance.accepts(Double(oldHigh), Double(newHigh))
    {
      return []
    }
    let (before, after) = (text(of: old), text(of: new))
    return before == after ? [] : [Change(.words(old: before, new: after), at: place)]
  }

  private static func text(of scale: ImageGrid.Scale?) -> String {
    switch scale {
    case nil: "none"
    case .shared: "shared"
    case .each: "each"
    case .fixed(let low, let high):
      "\(NumberText.shortest(low)) to \(NumberText.shortest(high))"
    }
  }
}

/// Compares two images of a grid.
struct ImagePanelComparison {
  /// The name of the image in messages.
  let name: String
  /// The difference between the brightest and the darkest value, of the image and of its overlay.
  let span: Double
  let overlaySpan: Double
  let rules: ComparisonRules

  func changes(_ old: ImageGrid.Panel, _ new: ImageGrid.Panel) -> [Change] {
    var fields = FieldComparison(old, new, at: name)
    fields.compare(\.boxes, blank: []) { before, after in
      guard before != after else { return [] }
      return [Change(.words(old: text(of: before), new: text(of: after)), at: "\(name), boxes")]
    }
    fields.compare(\.scale, blank: nil) {
      ComparisonStrategy<ImageGrid>.scale($0, $1, at: "\(name), scale", rules)
    }
    let isResized = (old.width, old.height) != (new.width, new.height)
    if isResized {
      fields.leaveOut(\.width, blank: 0)
      fields.compare(\.height, blank: 0) { _, _ in
        let sizes = [old, new].map { "\($0.width)×\($0.height)" }
        return [Change(.words(old: sizes[0], new: sizes[1]), at: "\(name), size")]
      }
    }
    // Images of another size or number of channels have no pixels in common.
    let isComparable = !isResized && old.channels == new.channels
    fields.compare(\.samples, blank: Samples([])) { _, _ in
      isComparable ? pixels(old, new, name: name, span: span) : []
    }
    fields.compare(\.overlay, blank: nil) { before, after in
      guard let before, let after else {
        return ExactComparison.changes(before, after, at: "\(name), overlay")
      }
      return isComparable ? overlays(before, after, on: old) : []
    }
    return fields.changes
  }

  private func overlays(
    _ old: ImageGrid.Overlay, _ new: ImageGrid.Overlay, on panel: ImageGrid.Panel
  ) -> [Change] {
    let place = "\(name), overlay"
    var fields = FieldComparison(old, new, at: place)
    fields.compare(\.opacity, blank: 0) { before, after in
      guard !rules.tolerance.accepts(before, after) else { return [] }
      return [.number(before, after, tolerance: rules.tolerance, at: "\(place), opacity")]
    }
    fields.compare(\.samples, blank: Samples([])) { before, after in
      func image(_ samples: Samples) -> ImageGrid.Panel {
        var image = ImageGrid.Panel(width: panel.width, height: panel.height, samples: Samples([]))
        // Assigned unchanged: an overlay's samples were rounded when it was created.
        image.samples = samples
        return image
      }
      return pixels(image(before), image(after), name: place, span: overlaySpan)
    }
    return fields.changes
  }

  /// Compares pixels; images with a wrong number of samples have none, so their samples must be
  /// equal.
  private func pixels(
    _ old: ImageGrid.Panel, _ new: ImageGrid.Panel, name: String, span: Double
  ) -> [Change] {
    guard !old.samples.hasSameBits(as: new.samples) else { return [] }
    let count = old.channels * old.width * old.height
    guard old.samples.values.count == count, new.samples.values.count == count else {
      return [Change(.statement("\(name): the samples differ"))]
    }
    let pixels = PixelComparison(old, new, span: span, rules: rules)
    let changed = pixels.changedCount
    let total = pixels.steps.count
    guard let first = pixels.first, Double(changed) > rules.pixelShare * Double(total) else {
      return []
    }
    let share = NumberText.fixed(Double(changed) / Double(total) * 100, digits: 2)
    let largest = NumberText.fixed(pixels.largestStep, digits: pixels.largestStep < 10 ? 1 : 0)
    return [
      Change(
        .statement(
          "\(name): \(changed) of \(total) pixels changed (\(share) %), by up to \(largest) of 255, "
            + "first at \(first.x), \(first.y) "
            + "(threshold \(NumberText.shortest(rules.pixelThreshold)))"))
    ]
  }

  private func text(of boxes: [ImageGrid.Box]) -> String {
    let list = boxes.map { "\($0.width)×\($0.height) at \($0.x), \($0.y)" }
    return list.isEmpty ? "none" : list.joined(separator: "; ")
  }
}
