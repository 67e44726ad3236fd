/// The value of an expression that stands in prose.
public struct InlineValue: Codable, Hashable, Sendable {
  /// The expression's place among the notebook's inline expressions, from 1.
  public var index: Int
  /// What the reader sees in the sentence; empty if the expression failed.
  public var text: String
  /// Why there is no value.
  public var failure: Failure?

  public init(index: Int, text: String, failure: Failure? = nil) {
    self.index = index
    self.text = text
    self.failure = failure
  }
}
