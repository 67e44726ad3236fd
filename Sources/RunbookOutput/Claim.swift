/// A statement of the theory and whether this run confirms it.
public struct Claim: OutputPayload {
  /// The statement in words.
  public var statement: String
  public var holds: Bool
  /// The measured value with its bound, for example `4.8e-07 ≤ 1e-06`; empty if only the verdict is
  /// known.
  public var evidence: String
  /// The measured number, if there is one.
  public var measured: Double?
  /// The line of the notebook that makes the claim, from 1.
  public var line: Int
  /// The included file that contains the line, relative to the notebook's folder; `nil` for the
  /// notebook.
  public var file: String?
  /// The number of the cell whose source makes the claim.
  public var cell: Int

  public init(
    statement: String, holds: Bool, evidence: String = "", measured: Double? = nil, line: Int,
    file: String? = nil, cell: Int
  ) {
    self.statement = statement
    self.holds = holds
    self.evidence = evidence
    self.measured = measured
    self.line = line
    self.file = file
    self.cell = cell
  }
}

extension Claim {
  public var output: Output { .claim(self) }
}
