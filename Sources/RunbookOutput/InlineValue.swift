/// The value of an expression in prose.
public struct InlineValue: Codable, Hashable, Sendable {
  /// The expression's position among the notebook's inline expressions, from 1.
  public var index: Int
  /// The text in the sentence; empty if the expression failed.
  public var text: String
  /// The reason why there is no value; `nil` if there is one.
  public var failure: Failure?

  public init(index: Int, text: String, failure: Failure? = nil) {
    self.index = index
    self.text = text
    self.failure = failure
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    index = try container.decode(Int.self, forKey: .index)
    text = try container.decode(String.self, forKey: .text)
    failure = try container.decodeIfPresent(Failure.self, forKey: .failure)
    try failure?.checkNumbers(at: container.codingPath)
  }
}
