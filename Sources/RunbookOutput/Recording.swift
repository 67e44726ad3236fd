/// The outputs of a run of a notebook, cell by cell, in order.
///
/// This is the content of `results.json`. It contains nothing that differs between two runs of the
/// same notebook: no times, no absolute paths.
public struct Recording: Codable, Hashable, Sendable {
  /// The version of this format; readers reject unknown versions.
  public static let currentFormat = 2

  public var format: Int
  public var cells: [CellRecording]
  /// The values of expressions in prose, in the order of the document.
  public var inlineValues: [InlineValue]

  public init(
    format: Int = Recording.currentFormat, cells: [CellRecording],
    inlineValues: [InlineValue] = []
  ) {
    self.format = format
    self.cells = cells
    self.inlineValues = inlineValues
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    cells = try container.decode([CellRecording].self, forKey: .cells)
    inlineValues = try container.decodeIfPresent([InlineValue].self, forKey: .inlineValues) ?? []
    for (position, cell) in cells.enumerated() {
      try OutputLimits.check(
        "line", cell.line, OutputLimits.lines, at: container.codingPath + [PathIndex(position)])
    }
  }

  /// Whether every cell and inline expression ran to completion and every claim holds.
  public var isSuccessful: Bool {
    inlineValues.allSatisfy { $0.failure == nil }
      && cells.allSatisfy { cell in
        cell.outputs.allSatisfy { output in
          (output.failure == nil || cell.failureIsExpected) && output.claim?.holds != false
        }
      }
  }
}

/// The outputs of one cell.
public struct CellRecording: Codable, Hashable, Sendable {
  /// The cell's position among the notebook's cells, from 1.
  public var index: Int
  /// The author's name for the cell (`//| label:`), if there is one.
  public var label: String?
  /// The line of the cell's opening fence in the notebook, from 1.
  public var line: Int
  /// The included file that contains the line, relative to the notebook's folder; `nil` for the
  /// notebook.
  public var file: String?
  /// Whether the author declared that this cell fails (`//| error: true`).
  public var failureIsExpected: Bool
  /// Printed text, displayed values and claims, in order; last the failure, if the cell failed.
  public var outputs: [Output]

  public init(
    index: Int, label: String? = nil, line: Int, file: String? = nil,
    failureIsExpected: Bool = false,
    outputs: [Output] = []
  ) {
    self.index = index
    self.label = label
    self.line = line
    self.file = file
    self.failureIsExpected = failureIsExpected
    self.outputs = outputs
  }
}
