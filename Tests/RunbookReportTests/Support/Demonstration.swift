import Foundation
import RunbookDocument
import RunbookFiles
import RunbookOutput

/// A note with every kind of fragment and output, built by hand.
enum Demonstration {
  /// A note in English, or in Korean.
  static func note(language: String = "en") -> (notebook: Notebook, recording: Recording) {
    var builder = NoteBuilder(language: language)
    language == "ko" ? builder.writeKorean() : builder.writeEnglish()
    return (builder.notebook, builder.recording)
  }
}

/// A cell's options and captions, as a test states them.
@dynamicMemberLookup
struct CellDraft {
  var options = CellOptions()
  var figureCaption: String?
  var tableCaption: String?
  var listingCaption: String?
  var figureSubcaptions: [String] = []

  subscript<Value>(dynamicMember path: WritableKeyPath<CellOptions, Value>) -> Value {
    get { options[keyPath: path] }
    set { options[keyPath: path] = newValue }
  }

  /// The captions, read as the Markdown of a notebook is.
  var captions: CellCaptions {
    var captions = CellCaptions()
    captions.figure = figureCaption.map(Self.caption)
    captions.table = tableCaption.map(Self.caption)
    captions.listing = listingCaption.map(Self.caption)
    captions.subfigures = figureSubcaptions.map(Self.caption)
    return captions
  }

  private static func caption(_ words: String) -> Caption {
    let notebook = Notebook(path: "a.md", frontMatter: FrontMatter(), blocks: [])
    var content: [Inline] = []
    if case .paragraph(let inlines)? = MarkdownText.blocks(of: words, in: notebook).first?.content {
      content = inlines
    }
    return Caption(content: content, source: words, range: .nowhere)
  }
}

/// Builds notebook and recording side by side.
struct NoteBuilder {
  var frontMatter = FrontMatter()
  var blocks: [Block] = []
  var recording = Recording(cells: [])
  private let path: String
  private var line = 8

  init(language: String = "en", path: String = "notebooks/demo.md") {
    frontMatter.language = language
    self.path = path
  }

  var notebook: Notebook { Notebook(path: path, frontMatter: frontMatter, blocks: blocks) }

  mutating func add(_ content: Block.Content) { blocks.append(Block(content, range: .nowhere)) }

  mutating func html(_ html: String) {
    frontMatter.allowsHTML = true
    add(.html(html + "\n"))
  }

  /// Words with `$…$` formulas between them; tags in the words are HTML.
  mutating func paragraph(_ parts: String...) {
    var inlines: [Inline.Content] = []
    for (index, part) in parts.enumerated() {
      if index % 2 == 0 {
        frontMatter.allowsHTML = frontMatter.allowsHTML || part.contains("<")
        inlines.append(part.contains("<") ? .html(part) : .text(part))
      } else if part.hasPrefix("@") {
        inlines.append(
          .reference(CrossReference(label: String(part.dropFirst()), location: place)))
      } else {
        inlines.append(.formula(Math(source: part, isDisplay: false, location: place)))
      }
    }
    add(.paragraph(inlines.map { Inline($0, range: .nowhere) }))
    line += 3
  }

  mutating func heading(_ level: Int, _ text: String, id: String) {
    add(
      .heading(
        Heading(
          level: level, identifier: id, content: [Inline(.text(text), range: .nowhere)],
          text: text, location: place)))
    line += 2
  }

  mutating func formula(_ tex: String, label: String? = nil) {
    add(.formula(Math(source: tex, isDisplay: true, location: place, label: label)))
    line += 4
  }

  mutating func cell(
    _ source: String, failureIsExpected: Bool = false,
    options: (inout CellDraft) -> Void = { _ in },
    _ outputs: Output...
  ) {
    var draft = CellDraft()
    options(&draft)
    let index = recording.cells.count + 1
    add(
      .cell(
        Cell(
          index: index, source: source + "\n", fence: place,
          location: SourceLocation(line: line + 1), options: draft.options, in: frontMatter,
          captions: draft.captions)))
    recording.cells.append(
      CellRecording(
        index: index, label: draft.options.label, line: line, failureIsExpected: failureIsExpected,
        outputs: outputs))
    line += 3 + source.split(separator: "\n", omittingEmptySubsequences: false).count
  }

  var place: SourceLocation { SourceLocation(line: line) }
  var nextLine: Int { line }
}

extension SourceRange {
  /// The place of what no file holds.
  static let nowhere = SourceRange(SourceLocation(line: 1), SourceLocation(line: 1))
}

/// Data that look like something.
enum Sketch {
  /// A ring, as large as a digit.
  static func ring(_ size: Int = 28, shift: Int = 0, gain: Float = 1) -> [Float] {
    (0..<(size * size)).map { index in
      let x = Float(index % size - shift) - Float(size) / 2 + 0.5
      let y = Float(index / size) - Float(size) / 2 + 0.5
      let distance = (x * x + y * y * 0.7).squareRoot() - Float(size) * 0.28
      return gain * exp(-distance * distance / 4)
    }
  }

  static func wave(_ size: Int, phase: Float) -> [Float] {
    (0..<(size * size)).map { index in
      sin(Float(index % size) * 1.1 + phase) * cos(Float(index / size) * 0.9 - phase)
    }
  }

  static func panels(_ count: Int, size: Int, titles: Bool = false) -> [ImageGrid.Panel] {
    (0..<count).map { index in
      ImageGrid.Panel(
        title: titles ? "map \(index)" : "", width: size, height: size,
        samples: Samples(wave(size, phase: Float(index) * 0.7)))
    }
  }

  static let epochs = (1...20).map(Double.init)

  static func falling(_ start: Double, _ end: Double, _ rate: Double) -> [Double] {
    epochs.map { end + (start - end) * exp(-$0 * rate) + 0.012 * sin($0 * 2.3) }
  }

  static let noisy: [Double] = (0..<120).map { index in
    let smooth = sin(Double(index) / 19)
    return smooth + 0.2 * sin(Double(index * index))
  }

  static let confusion: [Double] = (0..<100).map { index in
    if index / 10 == index % 10 { return Double(90 + index % 7) }
    return index * 7 % 5 == 0 ? Double(index % 4) : 0
  }

  static let places: [Double] = (0..<30).map { Double($0) / 5 - 3 }

  static let surface: [Double] = places.flatMap { y in
    places.map { x in
      let bowl = 0.3 * (x * x + y * y)
      return bowl + sin(2 * x) * cos(2 * y)
    }
  }
}
