internal import RunbookDrawing
package import RunbookOutput

extension ComparisonStrategy<Plot> {
  /// Labels, scales and kinds exactly, curves by their data.
  package static let byData = ComparisonStrategy { old, new, rules in
    guard old.panels.count == new.panels.count else {
      return [Change(.statement("\(old.panels.count) panels → \(new.panels.count)"))]
    }
    var changes = [Change]()
    if old.columns != new.columns {
      changes.append(Change(.statement("\(old.columns) panels a row → \(new.columns)")))
    }
    for (index, pair) in zip(old.panels, new.panels).enumerated() {
      let place = old.panels.count == 1 ? nil : "panel \(index + 1)"
      changes += PanelComparison(place: place, rules: rules).changes(pair.0, pair.1)
    }
    return changes
  }
}

/// Compares two panels of a plot.
private struct PanelComparison {
  /// The panel's name in messages; `nil` where there is but one.
  let place: String?
  let rules: ComparisonRules

  func changes(_ old: Plot.Panel, _ new: Plot.Panel) -> [Change] {
    words("title", old.title, new.title) + axis("x axis", old.x, new.x)
      + axis("y axis", old.y, new.y) + series(old.series, new.series)
  }

  private func within(_ part: String) -> String {
    place.map { "\($0), \(part)" } ?? part
  }

  private func words(_ what: String, _ old: String, _ new: String) -> [Change] {
    guard old != new else { return [] }
    let quoted = Excerpt.quoted(old, new)
    return [Change(.words(old: quoted.old, new: quoted.new), at: within(what))]
  }

  private func axis(_ name: String, _ old: Plot.Axis, _ new: Plot.Axis) -> [Change] {
    var changes = words("\(name) label", old.label, new.label)
    if old.logarithmic != new.logarithmic {
      let scales = old.logarithmic ? ("logarithmic", "linear") : ("linear", "logarithmic")
      changes.append(Change(.words(old: scales.0, new: scales.1), at: within(name)))
    }
    changes +=
      end("\(name) low end", old.low, new.low) + end("\(name) high end", old.high, new.high)
    return changes
  }

  private func end(_ name: String, _ old: Double?, _ new: Double?) -> [Change] {
    switch (old, new) {
    case (nil, nil): return []
    case (let old?, let new?):
      guard !rules.tolerance.accepts(old, new) else { return [] }
      return [.number(old, new, tolerance: rules.tolerance, at: within(name))]
    default:
      let texts = [old, new].map { $0.map { NumberText.shortest($0) } ?? "from the data" }
      return [Change(.words(old: texts[0], new: texts[1]), at: within(name))]
    }
  }

  private func series(_ old: [Plot.Series], _ new: [Plot.Series]) -> [Change] {
    Alignment.cheapest(old.count, new.count) { cost(old[$0], new[$1]) }.flatMap {
      pair -> [Change] in
      switch (pair.old, pair.new) {
      case (let before?, let after?):
        return curve(name(of: old[before], before), old[before], new[after])
      case (let before?, nil):
        return [Change(.statement("\(within(name(of: old[before], before))) is gone"))]
      case (nil, let after?):
        return [Change(.statement("\(within(name(of: new[after], after))) is new"))]
      case (nil, nil):
        return []
      }
    }
  }

  private func cost(_ old: Plot.Series, _ new: Plot.Series) -> Double? {
    if old == new { return 0 }
    if old.name == new.name { return 0.2 }
    // A curve with the same data under another name was renamed.
    return old.x == new.x && old.y == new.y && old.z == new.z ? 0.5 : 1.5
  }

  private func name(of series: Plot.Series, _ index: Int) -> String {
    series.name.isEmpty ? "series \(index + 1)" : "series “\(series.name)”"
  }

  private func curve(_ name: String, _ old: Plot.Series, _ new: Plot.Series) -> [Change] {
    var changes = words("\(name), name", old.name, new.name)
    if old.style != new.style {
      changes.append(
        Change(
          .words(old: old.style.rawValue, new: new.style.rawValue), at: within("\(name), style")))
    }
    return changes + SeriesComparison(name: within(name), rules: rules).changes(old, new)
  }
}

/// Compares the data of two curves.
private struct SeriesComparison {
  let name: String
  let rules: ComparisonRules

  func changes(_ old: Plot.Series, _ new: Plot.Series) -> [Change] {
    var changes = counts(old, new)
    let isGrid = old.style == .heatMap || old.style == .surface
    for index in 0..<min(old.x.count, new.x.count) {
      changes += number(
        old.x[index], new.x[index], at: "\(isGrid ? "column" : "point") \(index + 1), x")
    }
    for index in 0..<min(old.y.count, new.y.count) {
      let place = isGrid ? "row \(index + 1), y" : "x = \(text(old.x, index))"
      changes += number(old.y[index], new.y[index], at: place)
    }
    guard changes.isEmpty, let before = old.z, let after = new.z else { return changes }
    for index in 0..<min(before.count, after.count) {
      let width = max(old.x.count, 1)
      let place =
        isGrid
        ? "x = \(text(old.x, index % width)), y = \(text(old.y, index / width))"
        : "x = \(text(old.x, index)), error bar"
      changes += number(before[index], after[index], at: place)
    }
    return changes
  }

  private func counts(_ old: Plot.Series, _ new: Plot.Series) -> [Change] {
    guard old.x.count == new.x.count, old.y.count == new.y.count else {
      let (before, after) = (size(old), size(new))
      return [Change(.statement("\(before) → \(after)"), at: name)]
    }
    guard old.z?.count == new.z?.count else {
      let counts = [old.z, new.z].map { $0.map { "\($0.count) values" } ?? "none" }
      return [Change(.statement("z: \(counts[0]) → \(counts[1])"), at: name)]
    }
    return []
  }

  private func size(_ series: Plot.Series) -> String {
    series.x.count == series.y.count
      ? "\(series.x.count) points" : "\(series.x.count) × \(series.y.count) points"
  }

  private func text(_ values: [Double], _ index: Int) -> String {
    index < values.count ? NumberText.shortest(values[index]) : "?"
  }

  private func number(_ old: Double, _ new: Double, at place: String) -> [Change] {
    guard !rules.tolerance.accepts(old, new) else { return [] }
    return [.number(old, new, tolerance: rules.tolerance, at: "\(name), \(place)")]
  }
}
