/// Text that a cell wrote to one of its standard streams.
public struct TextOutput: OutputPayload {
  /// The stream to which the text was written.
  public enum Stream: String, Codable, Sendable {
    case standardOutput = "stdout"
    case standardError = "stderr"
  }

  public var stream: Stream
  /// The text as written; bytes that are not UTF-8 are replaced.
  public var text: String

  public init(stream: Stream, text: String) {
    self.stream = stream
    self.text = text
  }
}

extension TextOutput {
  public var output: Output { .text(self) }
}
