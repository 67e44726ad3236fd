/// The colours and sizes of plots, on report pages and difference pages.
///
/// gnuplot draws with the light colours. In the SVG each of them becomes a class, which a page's style
/// sheet colours for light and dark.
package enum PlotStyle {
  /// The use of a stroke or a word, which decides its colour.
  package enum Role: Hashable, Sendable {
    case title, label, tick, axis, grid
    /// The `index`-th series of a panel, from 0.
    case series(Int)

    /// The place of a series' colour among the colours, which are used again from the first.
    private static func slot(_ index: Int) -> Int {
      let rest = index % PlotStyle.series.count
      return rest < 0 ? rest + PlotStyle.series.count : rest
    }

    /// The class in the SVG.
    package var className: String {
      switch self {
      case .title: "title"
      case .label: "label"
      case .tick: "tick"
      case .axis: "axis"
      case .grid: "grid"
      case .series(let index): "s\(Self.slot(index) + 1)"
      }
    }

    /// The colour on white, which gnuplot draws with.
    package var color: String {
      switch self {
      case .title: "#16191d"
      case .label: "#4c535d"
      case .tick: "#5e6671"
      case .axis: "#8d95a0"
      case .grid: "#e4e7eb"
      case .series(let index): PlotStyle.series[Self.slot(index)].light
      }
    }

    package var darkColor: String {
      switch self {
      case .title: "#eceef1"
      case .label: "#b4bac3"
      case .tick: "#a0a7b1"
      case .axis: "#6b727d"
      case .grid: "#2c3138"
      case .series(let index): PlotStyle.series[Self.slot(index)].dark
      }
    }
  }

  /// Hues that colour-blind readers can distinguish, with a contrast of at least 4.5:1 on the
  /// background.
  ///
  /// Source: after Masataka Okabe and Kei Ito, Color universal design, 2008; darkened and lightened.
  package static let series: [(light: String, dark: String)] = [
    ("#0068b5", "#6cb6ff"), ("#c2410c", "#ff9f5a"), ("#00795c", "#4fd1a5"),
    ("#8b3f9e", "#d2a8ff"), ("#866000", "#e3c04a"), ("#0b7285", "#5fd4e6"),
    ("#c2255c", "#ff8fb1"), ("#5c6370", "#a9b1bd"),
  ]

  package static let roles: [Role] =
    [.title, .label, .tick, .axis, .grid] + series.indices.map { .series($0) }

  /// Class names by light colour, for reading gnuplot's SVG.
  package static let classNames: [String: String] = Dictionary(
    uniqueKeysWithValues: roles.map { ($0.color, $0.className) })

  /// The width of a full figure, in pixels of the SVG.
  package static let width = 708.0
  /// The width of a figure on a phone.
  package static let narrowWidth = 356.0
  package static let fontSize = 13.0

  /// A border in the colour of the background, so that text over lines is legible.
  private static let halo = "paint-order:stroke;stroke-width:5px;stroke-linejoin:round;"

  /// The rules of a standalone SVG file.
  package static let standaloneRules: String = {
    func rules(_ color: (Role) -> String) -> String {
      roles.map { ".\($0.className){color:\(color($0))}" }.joined()
    }
    return "text{font:13px system-ui,'Noto Sans','Noto Sans CJK KR',sans-serif}"
      + ".title{font-weight:600}.paper{fill:#fff}.halo{\(halo)stroke:#fff}" + rules(\.color)
      + "@media(prefers-color-scheme:dark){.paper{fill:#14171b}.halo{stroke:#14171b}"
      + rules(\.darkColor) + "}"
  }()

  /// The rules for plots inside the page, as values of custom properties for light or dark.
  package static func properties(isDark: Bool) -> String {
    roles.map { "--plot-\($0.className):\(isDark ? $0.darkColor : $0.color);" }.joined()
  }

  /// The rules that give the classes their colours inside the page.
  package static let pageRules: String =
    roles.map { ".plot .\($0.className){color:var(--plot-\($0.className))}" }.joined()
    + ".plot .paper{fill:var(--paper)}.plot .halo{\(halo)stroke:var(--paper)}"
}
