import Foundation
internal import RunbookOutput

/// Puts printed text and displayed values of a cell back into the order in which they came.
struct CellTranscript {
  private(set) var outputs: [Output] = []
  private(set) var inlineValues: [InlineValue] = []
  private let cell: RunningCell
  private let places: CellPlaces

  init(_ cell: RunningCell, places: CellPlaces) {
    self.cell = cell
    self.places = places
  }

  /// Adds the text written before `message`, then the value that the message displays.
  ///
  /// - Returns: progress, which is shown and not kept.
  mutating func add(_ message: KernelMessage) throws -> CellProgress? {
    if case .progress(let json) = message.content {
      return try OutputJSON.decode(CellProgress.self, from: json)
    }
    if case .inline(let json) = message.content {
      inlineValues.append(try OutputJSON.decode(InlineValue.self, from: json))
      return nil
    }
    takeText(output: message.standardOutput, errors: message.standardError)
    guard case .output(let json) = message.content else { return nil }
    var output = try OutputJSON.decode(Output.self, from: json)
    if case .claim(var claim) = output {
      let place = places.place(.cell(claim.cell), line: claim.line)
      claim.line = place.line
      claim.file = places.recordedFile(of: place)
      output = .claim(claim)
    }
    outputs.append(output)
    return nil
  }

  /// Adds the text written since the last message, up to `limit` bytes of it.
  mutating func finish(limit: Int) {
    takeText(output: min(cell.output.count, limit), errors: min(cell.errors.count, limit))
  }

  /// Takes the last message of the Swift runtime off the end of standard error.
  ///
  /// - Returns: `nil` if the runtime printed none.
  mutating func takeFatalError() -> FatalError? {
    guard case .text(var text)? = outputs.last, text.stream == .standardError,
      let range = Self.lastWords.compactMap({ text.text.range(of: $0, options: .backwards) })
        .max(by: { $0.lowerBound < $1.lowerBound })
    else { return nil }
    let message = text.text[range.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
    // The runtime begins the line with a file name of its own or of ours.
    let lineStart = text.text[..<range.lowerBound].lastIndex(of: "\n")
    text.text = lineStart.map { String(text.text[...$0]) } ?? ""
    outputs.removeLast()
    if !text.text.isEmpty { outputs.append(.text(text)) }
    return FatalError(runtimeMessage: message)
  }

  private static let lastWords = ["Fatal error: ", "Precondition failed: ", "Assertion failed: "]

  private mutating func takeText(output: Int, errors: Int) {
    append(.standardOutput, cell.output.take(upTo: output))
    append(.standardError, cell.errors.take(upTo: errors))
  }

  private mutating func append(_ stream: TextOutput.Stream, _ text: String) {
    guard !text.isEmpty else { return }
    if case .text(var last)? = outputs.last, last.stream == stream {
      last.text += text
      outputs[outputs.count - 1] = .text(last)
    } else {
      outputs.append(.text(TextOutput(stream: stream, text: text)))
    }
  }
}

/// The message of the Swift runtime about a program that it stops.
struct FatalError {
  /// Whether an error was thrown and not caught; otherwise a check failed.
  let isThrown: Bool
  /// The error, or the check.
  let text: String

  /// - Parameter message: the text after `Fatal error: ` or its like.
  init(runtimeMessage message: String) {
    let mark = "Error raised at top level: "
    isThrown = message.hasPrefix(mark)
    text = isThrown ? String(message.dropFirst(mark.count)) : message
  }
}
