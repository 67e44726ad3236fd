import RunbookOutput
import Testing

/// One feature of Swift across cells, with what the cells must print.
struct Feature: CustomTestStringConvertible, Sendable {
  var name: String
  var cells: [String]
  var prints: String

  var testDescription: String { name }
}

@Suite struct SwiftInCellsTests {
  static let features: [Feature] = [
    Feature(
      name: "state is carried from cell to cell",
      cells: ["var count = 1", "count += 41", "print(count)"], prints: "42\n"),
    Feature(
      name: "a generic function is used with a type of a later cell",
      cells: [
        "func largest<T: Comparable>(_ values: [T]) -> T { values.max()! }",
        "struct Weight: Comparable { var g: Int; static func < (a: Self, b: Self) -> Bool { a.g < b.g } }",
        "print(largest([Weight(g: 2), Weight(g: 5)]).g)",
      ], prints: "5\n"),
    Feature(
      name: "a conformance is added in a later cell",
      cells: [
        "struct Disc { var r = 2.0; func area() -> Double { 3 * r * r } }",
        "protocol Shape { func area() -> Double }",
        "extension Disc: Shape {}",
        "let shapes: [any Shape] = [Disc()]\nprint(shapes[0].area(), Disc() is any Shape)",
      ], prints: "12.0 true\n"),
    Feature(
      name: "a protocol of one cell is implemented, with a default, in others",
      cells: [
        "protocol Named { var name: String { get } }\nextension Named { func greet() -> String { \"I am \\(name)\" } }",
        "enum Pet: String, Named, CaseIterable { case cat, dog; var name: String { rawValue } }",
        "print(Pet.allCases.map { $0.greet() })",
      ], prints: "[\"I am cat\", \"I am dog\"]\n"),
    Feature(
      name: "a class is subclassed in a later cell and calls up to it",
      cells: [
        "class Layer { var size = 3; init() {}; func describe() -> String { \"layer \\(size)\" } }",
        "class Dense2: Layer { override init() { super.init(); size = 7 }\n"
          + "override func describe() -> String { \"dense, \" + super.describe() } }",
        "let layers: [Layer] = [Layer(), Dense2()]\nprint(layers.map { $0.describe() })",
      ], prints: "[\"layer 3\", \"dense, layer 7\"]\n"),
    Feature(
      name: "an enum with payloads is switched over in a later cell",
      cells: [
        "enum Step { case conv(kernel: Int), pool, dense(Int) }",
        "func name(_ s: Step) -> String { switch s { case .conv(let k): \"conv\\(k)\"; "
          + "case .pool: \"pool\"; case .dense(let n) where n > 9: \"wide\"; case .dense: \"dense\" } }",
        "print([Step.conv(kernel: 3), .pool, .dense(10), .dense(2)].map(name))",
      ], prints: "[\"conv3\", \"pool\", \"wide\", \"dense\"]\n"),
    Feature(
      name: "a result builder of one cell builds in another",
      cells: [
        "@resultBuilder struct Lines { static func buildBlock(_ parts: String...) -> [String] { parts } }\n"
          + "func lines(@Lines _ body: () -> [String]) -> [String] { body() }",
        "print(lines { \"a\"; \"b\" })",
      ], prints: "[\"a\", \"b\"]\n"),
    Feature(
      name: "a closure keeps what it captured",
      cells: [
        "func counter() -> () -> Int { var n = 0; return { n += 1; return n } }\nlet tick = counter()",
        "_ = tick(); _ = tick()", "print(tick())",
      ], prints: "3\n"),
    Feature(
      name: "a closure is mutated by a later cell through a global",
      cells: ["var scale = 2\nlet f = { (x: Int) in x * scale }", "scale = 10", "print(f(4))"],
      prints: "40\n"),
    Feature(
      name: "Foundation is imported once for all later cells",
      cells: [
        "import Foundation\nlet home = URL(fileURLWithPath: \"/a/b.txt\")",
        "print(home.pathExtension, String(format: \"%.2f\", Double.pi))",
      ], prints: "txt 3.14\n"),
    Feature(
      name: "errors are thrown and caught across cells",
      cells: [
        "enum Fault: Error { case bad(Int) }\nfunc check(_ n: Int) throws -> Int { "
          + "if n > 2 { throw Fault.bad(n) }; return n }",
        "do { print(try check(1)); print(try check(9)) } catch { print(error) }",
      ], prints: "1\nbad(9)\n"),
    Feature(
      name: "an operator is declared in one cell and used in another",
      cells: [
        "infix operator ⊛: MultiplicationPrecedence\n"
          + "func ⊛ (a: [Int], b: [Int]) -> Int { zip(a, b).map { $0 * $1 }.reduce(0, +) }",
        "print(1 + [1, 2] ⊛ [3, 4])",
      ], prints: "12\n"),
    Feature(
      name: "a property wrapper of one cell wraps in another",
      cells: [
        "@propertyWrapper struct Clamped { var v: Int; "
          + "var wrappedValue: Int { get { v } set { v = min(9, newValue) } }; "
          + "init(wrappedValue: Int) { v = min(9, wrappedValue) } }",
        "struct S { @Clamped var x = 50 }", "print(S().x)",
      ], prints: "9\n"),
    Feature(
      name: "an async function is awaited at top level",
      cells: [
        "func twice(_ n: Int) async throws -> Int { try await Task.sleep(nanoseconds: 1000); return 2 * n }",
        "let y = try await twice(21)", "print(y)",
      ], prints: "42\n"),
    Feature(
      name: "work for the main actor is done while a cell awaits",
      cells: ["@MainActor func onMain() -> String { \"main\" }\nprint(await onMain())"],
      prints: "main\n"),
    Feature(
      name: "a name is declared again with another type",
      cells: ["let x = 1", "let x = \"two\"", "print(x)"], prints: "two\n"),
    Feature(
      name: "a function is declared again, its overload stays",
      cells: [
        "func f(_ n: Int) -> String { \"old\" }\nfunc f(_ s: String) -> String { \"string\" }",
        "func f(_ n: Int) -> String { \"new\" }", "print(f(1), f(\"\"))",
      ], prints: "new string\n"),
    Feature(
      name: "a type is declared again",
      cells: [
        "struct P { var a = 1 }\nlet old = P()", "struct P { var b = 2 }",
        "print(P().b, old.a)",
      ], prints: "2 1\n"),
    Feature(
      name: "a type of the engine's name is the author's",
      cells: ["struct Table { var rows = 3 }", "print(Table().rows)"], prints: "3\n"),
    Feature(
      name: "an internal initialiser and a private member work",
      cells: [
        "struct Box { var w: Int; private var secret = 7; var open: Int { secret }; "
          + "init(w: Int) { self.w = w } }\nprivate let hidden = 1",
        "print(Box(w: 2).open)",
      ], prints: "7\n"),
    Feature(
      name: "a memberwise initialiser reaches later cells",
      cells: ["struct Point { var x: Int; let y: Int }", "print(Point(x: 1, y: 2))"],
      prints: "Point(x: 1, y: 2)\n"),
    Feature(
      name: "tuples, subscripts, key paths, lazies and statics work",
      cells: [
        "struct Grid { var d = [1, 2, 3, 4]; static let side = 2; lazy var sum = d.reduce(0, +)\n"
          + "subscript(r: Int, c: Int) -> Int { get { d[r * Self.side + c] } set { d[r * Self.side + c] = newValue } } }",
        "var g = Grid()\ng[1, 1] = 40\nlet (a, b) = (g[0, 0], g[1, 1])",
        "print(a, b, g.sum, g[keyPath: \\Grid.d].count)",
      ], prints: "1 40 46 4\n"),
    Feature(
      name: "an actor is shared between cells",
      cells: [
        "actor Tally { var n = 0; func add(_ k: Int) -> Int { n += k; return n } }\nlet tally = Tally()",
        "_ = await tally.add(2)", "print(await tally.add(40))",
      ], prints: "42\n"),
    Feature(
      name: "a loop and a conditional at top level run in order",
      cells: [
        "var s = 0\nfor i in 1...3 { s += i }\nif s == 6 { print(\"six\") } else { print(s) }"
      ],
      prints: "six\n"),
    Feature(
      name: "a trailing expression is shown, an assignment and a semicolon are not",
      cells: ["var n = 1\nn += 1", "n == 2", "n;", "n = 5", "print(n)"], prints: "true\n5\n"),
    Feature(
      name: "a dynamic cast finds a conformance of an earlier cell",
      cells: [
        "protocol Tag {}\nstruct A: Tag {}", "let any: Any = A()",
        "print((any as? any Tag) != nil, any is A)",
      ], prints: "true true\n"),
    Feature(
      name: "regular expressions and macros of the standard library work",
      cells: ["let m = \"conv3x5\".firstMatch(of: /([0-9])x([0-9])/)!", "print(m.1, m.2)"],
      prints: "3 5\n"),
  ]

  @Test("works across cells", arguments: features)
  func feature(_ feature: Feature) throws {
    #expect(try Run(feature.cells).text == feature.prints)
  }

  @Test("randomness that Swift takes from the system is the same in every run")
  func seededRandomness() throws {
    let cells = ["print(Int.random(in: 0..<1_000_000), [1, 2, 3, 4, 5, 6].shuffled())"]
    #expect(try Run(cells).text == Run(cells).text)
  }

  @Test("sets and dictionaries come in the same order in every run")
  func hashOrder() throws {
    let cells = ["print(Set((0..<50).map { \"k\\($0)\" }))"]
    #expect(try Run(cells).text == Run(cells).text)
  }

  @Test("printed text and displayed values keep their order")
  func order() throws {
    let run = try Run(["print(\"a\")\ndisplay(1)\nprint(\"b\", terminator: \"\")\ndisplay(2)\n3"])
    #expect(run.text == "a\n1\nb2\n3\n")
  }
}
