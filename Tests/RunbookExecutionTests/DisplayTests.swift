import Foundation
import RunbookOutput
import Testing

/// A value at the end of a cell, and the text the recording keeps of it.
struct Shown: CustomTestStringConvertible, Sendable {
  var source: String
  var text: String

  var testDescription: String { source }
}

@Suite struct DisplayTests {
  static let texts: [Shown] = [
    Shown(source: "0.1 + 0.2", text: "0.3"),
    Shown(source: "1234567.0", text: "1234567.0"),
    Shown(source: "Double.nan", text: "nan"),
    Shown(source: "-Float.infinity", text: "-inf"),
    Shown(source: "true", text: "true"),
    Shown(source: "\"two\\nlines\"", text: "two\nlines"),
    Shown(source: "Character(\"가\")", text: "가"),
    Shown(source: "nil as Int?", text: "nil"),
    Shown(source: "Optional(Optional(3))", text: "3"),
    Shown(source: "[0.1 + 0.2, 1]", text: "[0.3, 1.0]"),
    Shown(source: "[nil, 1, 2]", text: "[nil, 1, 2]"),
    Shown(source: "[Int]()", text: "[]"),
    Shown(source: "[\"a\", \"b\"]", text: "[\"a\", \"b\"]"),
    Shown(
      source: "Array(1...10_000)", text: "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …, 9998, 9999, 10000]"),
    Shown(source: "Set([10, 9, 1])", text: "{1, 9, 10}"),
    Shown(source: "0..<3", text: "0..<3"),
    Shown(source: "(1, \"a\")", text: "(1, \"a\")"),
    Shown(source: "Result<Int, Bad>.success(2)", text: "2"),
    Shown(source: "Result<Int, Bad>.failure(Bad(size: 1))", text: "failure: Bad(size: 1)"),
    Shown(source: "Bad(size: 2)", text: "Bad(size: 2)"),
    Shown(source: "Pool.max(size: 2)", text: "max(size: 2)"),
    Shown(source: "Pool.none", text: "none"),
    Shown(source: "[Pool.max(size: 2), .none]", text: "[max(size: 2), none]"),
    Shown(source: "Data([1, 255, 65])", text: "3 bytes\n0000  01 ff 41" + blanks(41) + "..A"),
    Shown(source: "Data()", text: "0 bytes"),
    Shown(source: "Date(timeIntervalSince1970: 0)", text: "1970-01-01 00:00:00 +0000"),
    Shown(source: "Empty()", text: "Empty()"),
    Shown(source: "\"<script>alert(1)</script>\"", text: "<script>alert(1)</script>"),
  ]

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static let types = """
    import Foundation
    struct Bad: Error { var size: Int }
    enum Pool { case none, max(size: Int) }
    struct Empty {}
    struct Point { var x: Int; var name: String; var best: Double? }
    class Base { var a = 1.5 }
    class Derived: Base { var b = Point(x: 1, name: "p", best: nil) }
    final class Loop { var next: Loop? }
    """

  /// The outputs of each source, run as the cells of one notebook.
  private func outputs(_ sources: [String]) throws -> [[Output]] {
    let run = try Run([Self.types] + sources)
    return run.recording.cells.dropFirst().map(\.outputs)
  }

  private func output(_ source: String) throws -> Output? { try outputs([source])[0].first }

  private func table(_ source: String) throws -> Table? {
    guard case .table(let table)? = try output(source) else { return nil }
    return table
  }

  @Test("every kind of value that is text is readable")
  func texts() throws {
    let outputs = try outputs(Self.texts.map(\.source))
    for (shown, outputs) in zip(Self.texts, outputs) {
      guard outputs.count == 1, case .value(let value) = outputs[0] else {
        Issue.record("\(shown.source): \(outputs)")
        continue
      }
      #expect(value.text == shown.text, "\(shown.source)")
    }
  }

  @Test("a struct is a table of its properties, those of a superclass first")
  func records() throws {
    let point = try table("Point(x: 3, name: \"<b>\", best: 0.12345)")
    #expect(point?.type == "Point")
    #expect(point?.columns.map(\.cells) == [["x", "name", "best"], ["3", "<b>", "0.1235"]])
    let derived = try table("Derived()")
    #expect(
      derived?.columns.map(\.cells) == [
        ["a", "b"], ["1.5", "Point(x: 1, name: \"p\", best: nil)"],
      ])
    let pair = try table("(row: 3, column: 5)")
    #expect(pair?.columns[1].numbers == [3, 5])
  }

  @Test("objects that refer to each other are shown to a limited depth")
  func cycles() throws {
    let loop = try table("let loop = Loop(); loop.next = loop\nloop")
    #expect(loop?.columns[1].cells.first?.hasPrefix("Loop(next: Loop(") == true)
  }

  @Test("an array of structs is a table; a missing number is not a number of its column")
  func rows() throws {
    let rows = "[Point(x: 1, name: \"가\", best: nil), Point(x: 2, name: \"b\", best: 0.5)]"
    let table = try table(rows)
    #expect(table?.columns.map(\.title) == ["x", "name", "best"])
    #expect(table?.columns[2].cells == ["nil", "0.5"])
    #expect(table?.columns[2].numbers?[0].isNaN == true)
    #expect(table?.columns[1].numbers == nil)
  }

  @Test("a table of 0, 1 and 10,000 rows")
  func lengths() throws {
    let none = try table("table([Point]())")
    #expect(none?.rowCount == 0)
    let one = try table("[Point(x: 1, name: \"a\", best: nil)]")
    #expect(one?.rowCount == 1)
    let many = try table("(0..<10_000).map { Point(x: $0, name: \"a\", best: nil) }")
    #expect(many?.rowCount == 1000)
    #expect(many?.totalRows == 10_000)
  }

  @Test("a dictionary is a table in the order of its keys, a list of pairs in its own")
  func dictionaries() throws {
    #expect(
      try table("[10: \"a\", 9: \"b\"]")?.columns.map(\.cells) == [["9", "10"], ["b", "a"]])
    let pairs = try table("[\"b\": 1, \"a\": 2] as KeyValuePairs")
    #expect(pairs?.columns.map(\.cells) == [["b", "a"], ["1", "2"]])
    let nested = try table("[\"k\": Point(x: 1, name: \"n\", best: 2)]")
    #expect(nested?.columns.map(\.title) == ["key", "x", "name", "best"])
    #expect(try table("[String: Int]()")?.rowCount == 0)
  }

  @Test("tensors keep shape, numbers and, if not all are shown, a summary")
  func tensors() throws {
    let outputs = try outputs([
      "Tensor([1, .nan, .infinity])", "Tensor.zeros([0, 3])", "Tensor.zeros([64, 784]) + 2",
      "[[1, 2], [3, 4]]", "[[1], [2, 3]]", "Tensor(2.5)",
    ]).map { outputs -> ValueOutput? in
      if case .value(let value)? = outputs.first { value } else { nil }
    }
    #expect(outputs[0]?.shape == [3])
    #expect(outputs[0]?.numbers?.values.count == 3)
    #expect(outputs[1]?.shape == [0, 3])
    #expect(outputs[2]?.numbers == nil)
    #expect(outputs[2]?.excerpt?.values.count == 49)
    #expect(outputs[2]?.summary?.mean == 2)
    #expect(outputs[3]?.shape == [2, 2])
    #expect(outputs[3]?.numbers?.values == [1, 2, 3, 4])
    #expect(outputs[4]?.shape == nil)
    #expect(outputs[4]?.text == "[[1], [2, 3]]")
    #expect(outputs[5]?.shape == [])
  }

  @Test("models are layer tables whose last row is the total")
  func models() throws {
    let model = "Sequential { Flatten(); Dense(4, 3); ReLU() }"
    let plain = try table(model)
    #expect(plain?.type == "Sequential")
    #expect(plain?.columns.last?.cells == ["0", "15", "0", "15"])
    let summary = try table("\(model).summary(input: [1, 4])")
    #expect(summary?.hasTotal == true)
    #expect(summary?.columns.last { $0.title == "multiply-adds" }?.cells == ["0", "12", "0", "12"])
    #expect(try table("Dense(4, 3)")?.columns.last?.cells.last == "15")
  }

  @Test("outputs of custom types, arrays of figures, Markdown and LaTeX")
  func displayables() throws {
    let own = """
      struct Own: Displayable { var outputs: [Output] { outputs(of: 3, markdown("*a*"), [1, 2]) } }
      Own()
      """
    let outputs = try outputs([
      own, "[plot([1, 2]), plot([2, 1])]",
      "latex(\"A = \\(Tensor([1, -0.5e-9], shape: [1, 2]).latex)\")",
    ])
    #expect(outputs[0].count == 3)
    #expect(outputs[1].count == 2)
    let expected = "A = \\begin{bmatrix} 1 & -5 \\cdot 10^{-10} \\end{bmatrix}"
    #expect(outputs[2] == [.markup(Markup(language: .latex, source: expected))])
  }

  @Test("a text table counts Hangul as two columns wide")
  func textTables() throws {
    let run = try Run(["print(table([(이름: \"합성곱\", 값: 0.5), (이름: \"b\", 값: 12)]))"])
    #expect(
      run.text == """
        이름     값
        ──────  ───
        합성곱  0.5
        b        12

        """)
  }
}
