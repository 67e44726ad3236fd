internal import RunbookDrawing
package import RunbookOutput

extension ComparisonStrategy<ImageGrid> {
  /// Titles, sizes and settings exactly, then every image by its pixels.
  package static let byPixel = ComparisonStrategy { old, new, rules in
    guard old.panels.count == new.panels.count else {
      return [Change(.statement("\(old.panels.count) images → \(new.panels.count)"))]
    }
    var changes = settings(old, new)
    let spans = ImageGrid.commonSpans(old, new)
    for (index, pair) in zip(old.panels, new.panels).enumerated() {
      let name = pair.0.title.isEmpty ? "image \(index + 1)" : "image “\(pair.0.title)”"
      changes += panel(name, pair.0, pair.1, span: spans[index], rules)
    }
    return changes
  }

  private static func settings(_ old: ImageGrid, _ new: ImageGrid) -> [Change] {
    func setting(_ name: String, _ old: String, _ new: String) -> [Change] {
      old == new ? [] : [Change(.words(old: old, new: new), at: name)]
    }
    return setting("columns", "\(old.columns)", "\(new.columns)")
      + setting("colour map", old.colorMap.rawValue, new.colorMap.rawValue)
      + setting("scale", text(of: old.scale), text(of: new.scale))
      + setting("colour bar", old.colorBar ? "shown" : "none", new.colorBar ? "shown" : "none")
  }

  private static func text(of scale: ImageGrid.Scale) -> String {
    switch scale {
    case .shared: "shared"
    case .each: "each"
    case .fixed(let low, let high): "\(NumberText.shortest(low)) to \(NumberText.shortest(high))"
    }
  }

  private static func panel(
    _ name: String, _ old: ImageGrid.Panel, _ new: ImageGrid.Panel,
    span: Double, _ rules: ComparisonRules
  ) -> [Change] {
    var changes = [Change]()
    if old.title != new.title {
      let quoted = Excerpt.quoted(old.title, new.title)
      changes.append(Change(.words(old: quoted.old, new: quoted.new), at: "\(name), title"))
    }
    if old.boxes != new.boxes {
      changes.append(Change(.words(old: boxes(old), new: boxes(new)), at: "\(name), boxes"))
    }
    guard (old.width, old.height) == (new.width, new.height) else {
      let sizes = [old, new].map { "\($0.width)×\($0.height)" }
      return changes + [Change(.words(old: sizes[0], new: sizes[1]), at: "\(name), size")]
    }
    let counts = [old, new].map(\.samples.values.count)
    guard old.channels == new.channels, counts[0] == counts[1],
      counts[0] == old.channels * old.width * old.height
    else {
      let same = old.channels == new.channels && counts[0] == counts[1]
      guard !same else { return changes + malformed(name, old, new) }
      return changes
        + [Change(.words(old: "\(old.channels)", new: "\(new.channels)"), at: "\(name), channels")]
    }
    let pixels = PixelComparison(old, new, span: span, rules: rules)
    return changes + report(name, pixels, rules)
  }

  /// Images whose samples do not fill them have no pixels; their samples must be equal.
  private static func malformed(
    _ name: String, _ old: ImageGrid.Panel, _ new: ImageGrid.Panel
  ) -> [Change] {
    old.samples == new.samples ? [] : [Change(.statement("\(name): the samples differ"))]
  }

  private static func report(
    _ name: String, _ pixels: PixelComparison, _ rules: ComparisonRules
  ) -> [Change] {
    let count = pixels.changedCount
    let total = pixels.steps.count
    guard let first = pixels.first, Double(count) > rules.pixelShare * Double(total) else {
      return []
    }
    let share = NumberText.fixed(Double(count) / Double(total) * 100, digits: 2)
    let largest = NumberText.fixed(pixels.largestStep, digits: pixels.largestStep < 10 ? 1 : 0)
    return [
      Change(
        .statement(
          "\(name): \(count) of \(total) pixels changed (\(share) %), by up to \(largest) of 255, "
            + "first at \(first.x), \(first.y) (threshold \(NumberText.shortest(rules.pixelThreshold)))"
        ))
    ]
  }

  private static func boxes(_ panel: ImageGrid.Panel) -> String {
    let list = panel.boxes.map { "\($0.width)×\($0.height) at \($0.x), \($0.y)" }
    return list.isEmpty ? "none" : list.joined(separator: "; ")
  }
}
