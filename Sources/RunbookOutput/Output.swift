/// One result of a cell.
///
/// Outputs are sent from the process that runs a cell, stored in `results.json`, drawn by the
/// report and compared by the regression tests. Figures are sent as data (samples, series), never
/// as pictures, so a report can be drawn again without running anything.
///
/// In JSON an output is one object whose `kind` names the case.
public enum Output: Hashable, Sendable {
  /// Text that the cell wrote to standard output or standard error.
  case text(TextOutput)
  /// The value of an expression, as text.
  case value(ValueOutput)
  /// Rows and columns.
  case table(Table)
  /// A grid of images: feature maps, filters, photographs.
  case images(ImageGrid)
  /// Curves and other charts.
  case plot(Plot)
  /// Boxes and circles connected by lines.
  case diagram(Diagram)
  /// Text in Markdown or LaTeX, shown as prose.
  case markup(Markup)
  /// A statement of the theory with the verdict of this run.
  case claim(Claim)
  /// The reason why the cell did not finish.
  case failure(Failure)
}

extension Output {
  /// The case without its payload: the `kind` in files and messages.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    case text, value, table, images, plot, diagram, markup, claim, failure
  }

  public var kind: Kind {
    switch self {
    case .text: .text
    case .value: .value
    case .table: .table
    case .images: .images
    case .plot: .plot
    case .diagram: .diagram
    case .markup: .markup
    case .claim: .claim
    case .failure: .failure
    }
  }

  /// The associated value of the case.
  public var payload: any OutputPayload {
    switch self {
    case .text(let payload): payload
    case .value(let payload): payload
    case .table(let payload): payload
    case .images(let payload): payload
    case .plot(let payload): payload
    case .diagram(let payload): payload
    case .markup(let payload): payload
    case .claim(let payload): payload
    case .failure(let payload): payload
    }
  }

  /// The payload of a claim; `nil` for any other output.
  public var claim: Claim? { payload as? Claim }

  /// The payload of a failure; `nil` for any other output.
  public var failure: Failure? { payload as? Failure }
}

/// The data of an output. A cell that ends in such a value shows it.
public protocol OutputPayload: Codable, Hashable, Sendable {
  /// The output with this value as its payload.
  var output: Output { get }
}

extension Output: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind
  }

  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
    case .text: self = .text(try TextOutput(from: decoder))
    case .value: self = .value(try ValueOutput(from: decoder))
    case .table: self = .table(try Table(from: decoder))
    case .images: self = .images(try ImageGrid(from: decoder))
    case .plot: self = .plot(try Plot(from: decoder))
    case .diagram: self = .diagram(try Diagram(from: decoder))
    case .markup: self = .markup(try Markup(from: decoder))
    case .claim: self = .claim(try Claim(from: decoder))
    case .failure: self = .failure(try Failure(from: decoder))
    }
    try checkNumbers(at: decoder.codingPath)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try payload.encode(to: encoder)
  }
}
