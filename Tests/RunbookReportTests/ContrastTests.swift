import Foundation
import RunbookDocument
import RunbookReport
import Testing

/// Contrast as WCAG 2.2 defines it (success criterion 1.4.3), computed from the page's own colours.
@Suite struct ContrastTests {
  private func colors(_ theme: FrontMatter.Theme) -> [String: String] {
    var builder = NoteBuilder()
    builder.frontMatter.theme = theme
    let html = Rendering.report(builder.notebook, builder.recording).html
    var colors: [String: String] = [:]
    for match in html.matches(of: /--([a-z0-9-]+):(#[0-9a-f]{6});/) {
      colors[String(match.1)] = String(match.2)
    }
    return colors
  }

  private func luminance(_ color: String) -> Double {
    let value = Int(color.dropFirst(), radix: 16) ?? 0
    let channels = [16, 8, 0].map { shift -> Double in
      let channel = Double(value >> shift & 255) / 255
      return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ first: String, _ second: String) -> Double {
    let (a, b) = (luminance(first), luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  @Test(
    "text has a contrast of 4.5 or more, light and dark",
    arguments: [
      FrontMatter.Theme.light, .dark,
    ])
  func text(theme: FrontMatter.Theme) throws {
    let colors = colors(theme)
    var pairs = [
      ("ink", "paper"), ("strong", "paper"), ("muted", "paper"), ("accent", "paper"),
      ("good", "paper"), ("bad", "paper"), ("good", "good-paper"), ("bad", "bad-paper"),
      ("warn", "warn-paper"), ("warn", "paper"), ("ink", "bad-paper"), ("ink", "panel"),
      ("muted", "panel"), ("muted", "bad-paper"), ("muted", "warn-paper"), ("accent", "panel"),
    ]
    pairs += ["keyword", "type", "call", "string", "number", "comment", "attribute"].map {
      ($0, "panel")
    }
    pairs += (1...8).map { ("plot-s\($0)", "paper") }
    pairs += ["title", "label", "tick"].map { ("plot-\($0)", "paper") }
    for (text, paper) in pairs {
      let ratio = contrast(try #require(colors[text]), try #require(colors[paper]))
      #expect(ratio >= 4.5, "\(text) on \(paper): \(ratio)")
    }
  }
}
