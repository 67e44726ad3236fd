internal import Foundation
internal import RunbookDocument

/// A block among the recorded outputs of a note.
struct RecordedPiece {
  let fingerprint: String
  private let content: Content

  private enum Content {
    case text([String])
    case picture(path: String)
    case markdown([String])
  }

  init(_ block: Block, of note: NoteLines) {
    switch block.content {
    case .listing(let listing):
      var lines = SourceLines.lines(of: listing.source)
      if lines.last == "" { lines.removeLast() }
      content = .text(lines)
      fingerprint = SourceLines.fingerprint(of: lines)
    case .figure(let image):
      content = .picture(path: image.source)
      let name = image.source.split(separator: "/").last.map(String.init) ?? ""
      fingerprint = SourceLines.fingerprint(of: [name])
    default:
      let end = min(block.range.end.line, note.lines.count)
      let lines = Array(note.lines[min(block.range.start.line - 1, end)..<end])
      content = .markdown(lines)
      fingerprint = SourceLines.fingerprint(of: lines)
    }
  }

  /// The output that a notebook has for a block of which nothing more is recorded.
  func output(_ file: (String) -> [UInt8]?) -> JSONValue {
    switch content {
    case .text(let lines):
      return [
        "name": "stdout", "output_type": "stream",
        "text": SourceLines.json(lines.map { $0 + "\n" }.joined()),
      ]
    case .picture(let path):
      guard let type = EmbeddedFile.type(ofFile: path), let bytes = file(path) else {
        return Self.display("text/markdown", SourceLines.json("![](\(path))"))
      }
      return Self.display(
        type, EmbeddedFile.value(bytes, layout: EmbeddedFile.newLayout(type)))
    case .markdown(let lines):
      return Self.display("text/markdown", SourceLines.json(lines.joined(separator: "\n")))
    }
  }

  private static func display(_ type: String, _ value: JSONValue) -> JSONValue {
    ["data": .object(JSONObject([(type, value)])), "metadata": [:], "output_type": "display_data"]
  }
}
