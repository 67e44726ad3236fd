/// Reads `test:`, which a cell, a front matter and `_runbook.yml` may have.
enum ComparisonDecoder {
  /// The setting `test` of whatever keeps its options at `path`.
  static func setting<Target>(
    _ path: WritableKeyPath<Target, ComparisonOptions> & Sendable
  ) -> Setting<Target> {
    Setting("test") { node, target, log in
      if let isTested = node.bool {
        target[keyPath: path].isTested = isTested
      } else if case .mapping = node.value {
        Setting.apply(
          settings, from: node, to: &target[keyPath: path], name: "key", owner: "test", log: &log)
      } else {
        log.error(
          "'test' is \(node.summary); write true, false, or keys such as {rtol: 0.01}",
          at: node.location)
      }
    }
  }

  private static let settings: [Setting<ComparisonOptions>] = [
    .number("rtol", \.relativeTolerance),
    .number("atol", \.absoluteTolerance),
    Setting("filters") { node, target, log in
      var items = [node]
      if case .sequence(let parts) = node.value { items = parts }
      for item in items {
        guard let text = item.text, !item.isNull else {
          log.error(
            "a filter is \(item.summary); write 'regex => replacement' or 'regex => ...'",
            at: item.location)
          continue
        }
        do throws(TextFilter.Problem) {
          target.filters.append(try TextFilter(text))
        } catch {
          log.error(error.message, at: item.location)
        }
      }
    },
    Setting("pixel-threshold", \.pixelThreshold, expected: "a number of steps from 0 to 255") {
      node in node.double.flatMap { (0...255).contains($0) ? .some($0) : nil }
    },
    Setting("pixel-share", \.pixelShare, expected: "a share from 0 to 1") { node in
      node.double.flatMap { (0...1).contains($0) ? .some($0) : nil }
    },
  ]
}
