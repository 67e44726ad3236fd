/// The progress of a cell, which is shown while it runs and not stored.
public struct CellProgress: Codable, Hashable, Sendable {
  /// The part done, in 0…1; `nil` if unknown.
  public var fraction: Double?
  /// A few words, for example `epoch 3/5, loss 0.124`.
  public var message: String
  /// Whether the step is complete and gets a separate line where lines cannot be redrawn.
  public var isMilestone: Bool

  public init(fraction: Double?, message: String, isMilestone: Bool) {
    self.fraction = fraction
    self.message = message
    self.isMilestone = isMilestone
  }
}
