/// Text that the report shows as prose rather than as output.
public struct Markup: OutputPayload {
  public enum Language: String, Codable, Sendable {
    case markdown, latex
  }

  public var language: Language
  public var source: String

  public init(language: Language, source: String) {
    self.language = language
    self.source = source
  }
}

extension Markup {
  public var output: Output { .markup(self) }
}
