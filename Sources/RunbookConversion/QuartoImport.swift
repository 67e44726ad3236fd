/// Converts Quarto documents to notes by replacing the syntax that is specific to Quarto.
///
/// The Markdown and Swift of Quarto documents needs no conversion.
package enum QuartoImport {
  package static func convert(_ text: String) -> Converted {
    var converted = Converted(text: "")
    var lines: [String] = []
    var listings = 0
    var fence: Substring?
    var isOption = false
    var callouts: [Int] = []
    for line in text.replacing("\r\n", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    {
      if let open = fence {
        // Options of code that does not run have no effect.
        if isOption, line.hasPrefix("#|") || line.hasPrefix("%%|") { continue }
        isOption = false
        if line.drop(while: { $0 == " " }).hasPrefix(open) { fence = nil }
        lines.append(prefix(callouts) + line)
      } else if let found = line.prefixMatch(
        of: /( {0,3})(`{3,}|~{3,})\s*\{?\.?([A-Za-z0-9_+-]*)([^}]*)\}?\s*$/)
      {
        fence = found.2
        let language = found.3.lowercased()
        isOption = language != "swift"
        if isOption, line.contains("{"), !line.contains("{.") { listings += 1 }
        lines.append(prefix(callouts) + "\(found.1)\(found.2)\(language)")
      } else if let found = line.prefixMatch(of: /:{3,}\s*\{\.callout-([a-z]+)([^}]*)\}\s*$/) {
        let title = found.2.firstMatch(of: /title="([^"]*)"/)?.1 ?? found.1.capitalized[...]
        callouts.append(1)
        lines += [prefix(callouts) + "**\(title)**", prefix(callouts).trimmedAtEnd(ifBlank: "")]
      } else if line.prefixMatch(of: /:{3,}\s*\{[^}]*\}\s*$/) != nil {
        // A division without a meaning here; its content is kept.
        callouts.append(0)
      } else if !callouts.isEmpty, line.prefixMatch(of: /:{3,}\s*$/) != nil {
        callouts.removeLast()
      } else {
        lines.append((prefix(callouts) + line).trimmedAtEnd(ifBlank: line))
      }
    }
    converted.text = lines.joined(separator: "\n")
    if listings > 0 {
      converted.note(
        "\(listings) \(listings == 1 ? "cell" : "cells") in other languages became "
          + "\(listings == 1 ? "a listing" : "listings"); only Swift runs")
    }
    return converted
  }

  /// One quotation marker per open callout.
  private static func prefix(_ callouts: [Int]) -> String {
    String(repeating: "> ", count: callouts.reduce(0, +))
  }
}

extension String {
  /// A quoted blank line has no space after its marker.
  fileprivate func trimmedAtEnd(ifBlank line: String) -> String {
    line.isEmpty && hasSuffix(" ") ? String(dropLast()) : self
  }
}
