internal import RunbookOutput

/// The way in which a page shows an output.
enum OutputPresentation {
  /// A picture with a caption, which is drawn before the page is written.
  case figure(FigureData)
  /// An entry of a list of claims with their verdicts.
  case claim(Claim)
  /// A table with a caption.
  case table(Table)
  /// A separate block in the flow of the page.
  case block(BlockData)
}

/// The data of an output that is part of the page's flow.
enum BlockData {
  case text(TextOutput)
  case value(ValueOutput)
  case markup(Markup)
  case failure(Failure)
}

/// The data of a figure.
enum FigureData {
  case images(ImageGrid)
  case plot(Plot)
  /// Drawn as SVG by the payload.
  case vector(any VectorFigure)
}

extension Output {
  var presentation: OutputPresentation {
    switch self {
    case .images(let grid): .figure(.images(grid))
    case .plot(let plot): .figure(.plot(plot))
    case .diagram(let diagram): .figure(.vector(diagram))
    case .claim(let claim): .claim(claim)
    case .table(let table): .table(table)
    case .text(let text): .block(.text(text))
    case .value(let value): .block(.value(value))
    case .markup(let markup): .block(.markup(markup))
    case .failure(let failure): .block(.failure(failure))
    }
  }

  /// The data of an output that is drawn; `nil` for any other.
  var figure: FigureData? {
    if case .figure(let data) = presentation { data } else { nil }
  }
}
