package import RunbookOutput

/// The layout, names and colours of a style of series: a single description, shared by figures,
/// their checks and the comparison of figures.
package struct SeriesTraits: Hashable, Sendable {
  /// The role of a series in its panel.
  package enum Role: Hashable, Sendable {
    /// Values over the axes.
    case data(Mark)
    /// A remark about the values.
    case annotation(Annotation)
    /// Values at the crossings of columns and rows, which fill a panel.
    case grid(Grid)
  }

  package enum Mark: Hashable, Sendable {
    case curve, stairs, dots, bars, area
  }

  package enum Annotation: Hashable, Sendable {
    case horizontalLine, verticalLine, horizontalBand, verticalBand, text
  }

  package enum Grid: Hashable, Sendable {
    case cells, surface
  }

  /// The meaning of `z`.
  package enum Third: Hashable, Sendable {
    case nothing, halfLengths, upperEdge, values
  }

  /// The position of a series' name.
  package enum NamePlace: Hashable, Sendable {
    /// At the end of its curve, or in a legend if not all series have such an end.
    case curveEnd
    case legend
    /// Above the axes, over its position.
    case aboveAxes
    /// Beside its position.
    case atPlace
  }

  /// The sign before a name in a legend.
  package enum Sign: String, Hashable, Sendable {
    case line = "—"
    case dashes = "- -"
    case dot = "●"
    case area = "■"
  }

  package var role: Role
  package var third: Third
  package var namePlace: NamePlace
  package var sign: Sign
  /// Whether the horizontal axis ends at the first and last value, without a margin.
  package var fillsWidth: Bool
  /// Series of a lower layer are drawn below those of a higher one.
  package var layer: Int
}

extension Plot.Series.Style {
  /// The layout, names and colours of the style.
  package var traits: SeriesTraits {
    func data(
      _ mark: SeriesTraits.Mark, third: SeriesTraits.Third = .nothing,
      name: SeriesTraits.NamePlace, sign: SeriesTraits.Sign, fillsWidth: Bool = false,
      layer: Int = 2
    ) -> SeriesTraits {
      SeriesTraits(
        role: .data(mark), third: third, namePlace: name, sign: sign, fillsWidth: fillsWidth,
        layer: layer)
    }
    func annotation(
      _ annotation: SeriesTraits.Annotation, name: SeriesTraits.NamePlace,
      sign: SeriesTraits.Sign = .dashes
    ) -> SeriesTraits {
      SeriesTraits(
        role: .annotation(annotation), third: .nothing, namePlace: name, sign: sign,
        fillsWidth: false, layer: 3)
    }
    func grid(_ grid: SeriesTraits.Grid) -> SeriesTraits {
      SeriesTraits(
        role: .grid(grid), third: .values, namePlace: .legend, sign: .area, fillsWidth: false,
        layer: 0)
    }
    return switch self {
    case .line: data(.curve, name: .curveEnd, sign: .line, fillsWidth: true)
    case .linePoints: data(.curve, name: .curveEnd, sign: .dot)
    case .steps: data(.stairs, name: .curveEnd, sign: .line, fillsWidth: true)
    case .points: data(.dots, name: .legend, sign: .dot)
    case .errorBars: data(.dots, third: .halfLengths, name: .legend, sign: .dot)
    case .bars: data(.bars, name: .legend, sign: .area, layer: 1)
    case .band:
      data(.area, third: .upperEdge, name: .legend, sign: .area, fillsWidth: true, layer: 0)
    case .heatMap: grid(.cells)
    case .surface: grid(.surface)
    case .horizontalLine: annotation(.horizontalLine, name: .curveEnd)
    case .verticalLine: annotation(.verticalLine, name: .aboveAxes)
    case .horizontalBand: annotation(.horizontalBand, name: .curveEnd, sign: .area)
    case .verticalBand: annotation(.verticalBand, name: .aboveAxes, sign: .area)
    case .annotation: annotation(.text, name: .atPlace)
    }
  }
}

extension SeriesTraits {
  package var annotation: Annotation? {
    if case .annotation(let annotation) = role { annotation } else { nil }
  }

  package var grid: Grid? {
    if case .grid(let grid) = role { grid } else { nil }
  }

  package var mark: Mark? {
    if case .data(let mark) = role { mark } else { nil }
  }

  package var isAnnotation: Bool { annotation != nil }
  package var isGrid: Bool { grid != nil }
}
