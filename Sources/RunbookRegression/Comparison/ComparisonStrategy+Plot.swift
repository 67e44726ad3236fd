internal import RunbookDrawing
package import RunbookOutput

extension ComparisonStrategy<Plot> {
  /// Curves and stated ends of axes by tolerance; labels, scales, styles and settings exactly.
  package static let byData = ComparisonStrategy { old, new, rules in
    guard old.panels.count == new.panels.count else {
      return [Change(.statement("\(old.panels.count) panels → \(new.panels.count)"))]
    }
    var fields = FieldComparison(old, new)
    fields.compare(\.columns, blank: 1) { before, after in
      before == after ? [] : [Change(.statement("\(before) panels in a row → \(after)"))]
    }
    fields.compare(\.panels, blank: []) { before, after in
      zip(before, after).enumerated().flatMap { index, pair in
        PanelComparison(place: before.count == 1 ? nil : "panel \(index + 1)", rules: rules)
          .changes(pair.0, pair.1)
      }
    }
    return fields.changes
  }
}

/// Compares two panels of a plot.
private struct PanelComparison {
  /// The panel's name in messages; `nil` where there is but one.
  let place: String?
  let rules: ComparisonRules

  func changes(_ old: Plot.Panel, _ new: Plot.Panel) -> [Change] {
    var fields = FieldComparison(old, new, at: place)
    fields.compare(\.x, blank: Plot.Axis()) { axis("x axis", $0, $1) }
    fields.compare(\.y, blank: Plot.Axis()) { axis("y axis", $0, $1) }
    fields.compare(\.series, blank: []) { series($0, $1) }
    return fields.changes
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
    var fields = FieldComparison(old, new, at: within(name))
    fields.compare(\.label, blank: "") { words("\(name) label", $0, $1) }
    fields.compare(\.logarithmic, blank: false) { before, after in
      guard before != after else { return [] }
      let scales = before ? ("logarithmic", "linear") : ("linear", "logarithmic")
      return [Change(.words(old: scales.0, new: scales.1), at: within(name))]
    }
    fields.compare(\.low, blank: nil) { end("\(name) low end", $0, $1) }
    fields.compare(\.high, blank: nil) { end("\(name) high end", $0, $1) }
    return fields.changes
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
    var fields = FieldComparison(old, new, at: within(name))
    let data = SeriesComparison(name: within(name), rules: rules).changes(old, new)
    // The three runs of numbers are one thing, told by its points.
    fields.compare(\.x, blank: []) { _, _ in data }
    fields.leaveOut(\.y, blank: [])
    fields.leaveOut(\.z, blank: nil)
    fields.compare(\.styleOptions, blank: nil) {
      // No settings and settings of which none is made are drawn alike.
      ExactComparison.changes(
        $0 ?? Plot.StyleOptions(), $1 ?? Plot.StyleOptions(), at: within(name))
    }
    return fields.changes
  }
}

/// Compares the data of two curves.
private struct SeriesComparison {
  let name: String
  let rules: ComparisonRules

  func changes(_ old: Plot.Series, _ new: Plot.Series) -> [Change] {
    var changes = counts(old, new)
    let traits = old.style.traits
    for index in 0..<min(old.x.count, new.x.count) {
      changes += number(
        old.x[index], new.x[index], at: "\(traits.isGrid ? "column" : "point") \(index + 1), x")
    }
    for index in 0..<min(old.y.count, new.y.count) {
      let place = traits.isGrid ? "row \(index + 1), y" : "x = \(text(old.x, index))"
      changes += number(old.y[index], new.y[index], at: place)
    }
    guard changes.isEmpty, let before = old.z, let after = new.z else { return changes }
    for index in 0..<min(before.count, after.count) {
      changes += number(before[index], after[index], at: place(ofThird: index, in: old))
    }
    return changes
  }

  private func place(ofThird index: Int, in series: Plot.Series) -> String {
    let width = max(series.x.count, 1)
    return switch series.style.traits.third {
    case .values: "x = \(text(series.x, index % width)), y = \(text(series.y, index / width))"
    case .upperEdge: "x = \(text(series.x, index)), upper edge"
    case .halfLengths: "x = \(text(series.x, index)), error bar"
    case .nothing: "x = \(text(series.x, index)), z"
    }
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
