internal import RunbookDocument
internal import RunbookDrawing

/// The colours of the page, light and dark.
enum Theme {
  /// One custom property of the style sheet.
  struct Color: Sendable {
    var name: String
    var light: String
    var dark: String
  }

  static let colors: [Color] = [
    Color(name: "paper", light: "#ffffff", dark: "#14171b"),
    Color(name: "ink", light: "#1c2026", dark: "#dde1e6"),
    Color(name: "strong", light: "#0f1216", dark: "#f3f5f7"),
    Color(name: "muted", light: "#59616c", dark: "#9da6b2"),
    Color(name: "line", light: "#e1e5ea", dark: "#2d333b"),
    Color(name: "edge", light: "#c3cad3", dark: "#4a535f"),
    Color(name: "panel", light: "#f6f8fa", dark: "#1b1f25"),
    Color(name: "accent", light: "#0a5aa8", dark: "#7cb9ff"),
    Color(name: "good", light: "#137045", dark: "#62d496"),
    Color(name: "good-paper", light: "#eaf6ef", dark: "#15271e"),
    Color(name: "bad", light: "#b3261a", dark: "#ff9a8d"),
    Color(name: "bad-paper", light: "#fdf1ef", dark: "#2c1a18"),
    Color(name: "warn", light: "#7d5200", dark: "#e3b652"),
    Color(name: "warn-paper", light: "#fdf7e7", dark: "#272113"),
    Color(name: "keyword", light: "#98208f", dark: "#ff8fc8"),
    Color(name: "type", light: "#0a6b72", dark: "#70d2d8"),
    Color(name: "call", light: "#2358a5", dark: "#86bfff"),
    Color(name: "string", light: "#a4331a", dark: "#ffa58b"),
    Color(name: "number", light: "#1d4fd0", dark: "#dccb80"),
    Color(name: "comment", light: "#626b76", dark: "#8f98a4"),
    Color(name: "attribute", light: "#775000", dark: "#e2b56d"),
  ]

  /// The rules that set the custom properties.
  static func rules(for theme: FrontMatter.Theme) -> String {
    let light = ":root{color-scheme:light;\(properties(isDark: false))}"
    let dark = ":root{color-scheme:dark;\(properties(isDark: true))}"
    switch theme {
    case .light: return light
    case .dark: return dark
    // In print the page is always light.
    case .auto: return light + "@media screen and (prefers-color-scheme:dark){\(dark)}"
    }
  }

  private static func properties(isDark: Bool) -> String {
    colors.map { "--\($0.name):\(isDark ? $0.dark : $0.light);" }.joined()
      + PlotStyle.properties(isDark: isDark)
  }
}
