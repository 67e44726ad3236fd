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

/// Builds notebook and recording side by side.
struct NoteBuilder {
  var notebook: Notebook
  var recording = Recording(cells: [])
  private var line = 8

  init(language: String = "en", path: String = "notebooks/demo.md") {
    var front = FrontMatter()
    front.language = language
    notebook = Notebook(path: path, frontMatter: front, fragments: [])
  }

  mutating func add(_ fragment: Fragment) { notebook.fragments.append(fragment) }

  mutating func html(_ html: String) { add(.html(html + "\n")) }

  /// Words with `$…$` formulas between them.
  mutating func paragraph(_ parts: String...) {
    add(.html("<p>"))
    for (index, part) in parts.enumerated() {
      if index % 2 == 0 {
        add(.html(part))
      } else if part.hasPrefix("@") {
        add(.reference(CrossReference(label: String(part.dropFirst()), location: place)))
      } else {
        add(.math(Math(source: part, isDisplay: false, location: place)))
      }
    }
    add(.html("</p>\n"))
    line += 3
  }

  mutating func heading(_ level: Int, _ text: String, id: String) {
    add(
      .heading(
        Heading(level: level, identifier: id, content: [.html(text)], text: text, location: place)))
    line += 2
  }

  mutating func formula(_ tex: String, label: String? = nil) {
    add(.math(Math(source: tex, isDisplay: true, location: place, label: label)))
    line += 4
  }

  mutating func cell(
    _ source: String, failureIsExpected: Bool = false,
    options: (inout CellOptions) -> Void = { _ in },
    _ outputs: Output...
  ) {
    var cellOptions = CellOptions()
    options(&cellOptions)
    let index = recording.cells.count + 1
    add(
      .cell(
        Cell(
          index: index, source: source + "\n", fence: place,
          location: SourceLocation(line: line + 1), options: cellOptions)))
    recording.cells.append(
      CellRecording(
        index: index, label: cellOptions.label, line: line, failureIsExpected: failureIsExpected,
        outputs: outputs))
    line += 3 + source.split(separator: "\n", omittingEmptySubsequences: false).count
  }

  var place: SourceLocation { SourceLocation(line: line) }
  var nextLine: Int { line }
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
