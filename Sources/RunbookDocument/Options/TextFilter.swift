/// A rule that removes unavoidable noise, such as a date or a duration, from text before it is
/// compared.
///
/// In `regex => replacement`, matches of the regex in a line are replaced, with `$1` to `$9` for
/// its groups. `regex => ...` leaves out all lines with a match.
package struct TextFilter: Hashable, Sendable {
  /// The reason why a rule is invalid.
  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The mistake and its correction.
    package var message: String

    package var description: String { message }
  }

  /// The rule as written by the author.
  package let source: String
  private let pattern: String
  /// `nil` if matching lines are left out.
  private let replacement: String?

  /// Reads a rule.
  ///
  /// - Throws: `Problem` when there is no ` => ` or the left side is not a regex.
  package init(_ source: String) throws(Problem) {
    guard let arrow = Self.arrow(in: source) else {
      throw Problem(
        message: "the filter “\(source)” has no “ => ”; write “regex => replacement”, or "
          + "“regex => ...” to leave out lines")
    }
    let pattern = String(source[..<arrow.lowerBound])
    let replacement = String(source[arrow.upperBound...])
    do {
      _ = try Regex(pattern)
    } catch {
      throw Problem(
        message: "“\(pattern)” in the filter “\(source)” is not a regular expression; "
          + "correct it, or put a backslash before a literal character")
    }
    self.source = source
    self.pattern = pattern
    self.replacement = replacement == "..." ? nil : replacement
  }

  /// The last ` => `; at the end of the text the space after it may be missing.
  private static func arrow(in source: String) -> Range<String.Index>? {
    source.ranges(of: " => ").last
      ?? (source.hasSuffix(" =>") ? source.ranges(of: " =>").last : nil)
  }

  /// Applies `filters` to `lines` in order; each filter gets the result of the previous one.
  package static func apply(_ filters: [TextFilter], to lines: [String]) -> [String] {
    var lines = lines
    for filter in filters {
      guard let regex = try? Regex(filter.pattern) else { continue }
      lines = lines.compactMap { line in
        guard let replacement = filter.replacement else {
          return line.firstMatch(of: regex) == nil ? line : nil
        }
        return line.replacing(regex) { expand(replacement, with: $0.output) }
      }
    }
    return lines
  }

  private static func expand(_ replacement: String, with groups: AnyRegexOutput) -> String {
    var result = ""
    var rest = replacement[...]
    while let character = rest.popFirst() {
      if character == "$", let digit = rest.first?.wholeNumberValue {
        rest.removeFirst()
        if digit < groups.count { result += groups[digit].substring ?? "" }
      } else {
        result.append(character)
      }
    }
    return result
  }
}
