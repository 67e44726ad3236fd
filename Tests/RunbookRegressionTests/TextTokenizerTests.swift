import RunbookRegression
import Testing

@Suite struct TextTokenizerTests {
  /// The numbers of a line, and its words with a mark where a number stood.
  private func parts(_ line: String) -> (numbers: [Double], words: [String]) {
    let tokens = TextTokenizer.tokens(of: line)
    let words = tokens.compactMap { token -> String? in
      if case .word(let word) = token.content { word } else { nil }
    }
    return (tokens.compactMap(\.number?.value), words)
  }

  @Test(
    "a number is read in every notation",
    arguments: [
      ("7", 7), ("-7", -7), ("+7", 7), ("−7", -7), ("0.5", 0.5), (".5", 0.5), ("-.25", -0.25),
      ("1e3", 1000), ("1E3", 1000), ("2.5e-2", 0.025), ("1e+2", 100), ("-1.5e-07", -1.5e-7),
      ("inf", .infinity), ("-inf", -.infinity), ("Infinity", .infinity), ("∞", .infinity),
      ("-∞", -.infinity), ("007", 7),
    ] as [(String, Double)])
  func notations(text: String, value: Double) {
    #expect(parts(text).numbers == [value])
    #expect(parts(text).words.isEmpty)
  }

  @Test("nan is a number in any case", arguments: ["nan", "NaN", "NAN", "-nan"])
  func notANumber(text: String) {
    #expect(TextTokenizer.number(text)?.value.isNaN == true)
  }

  @Test(
    "numbers are distinguished from the words around them",
    arguments: [
      ("loss 0.5, accuracy 0.97", [0.5, 0.97], ["loss", ",", "accuracy"]),
      ("[1.0, -2.5]", [1, -2.5], ["[", ",", "]"]),
      ("x=-3", [-3], ["x="]),
      ("3-5", [3, 5], ["-"]),
      ("(1)-2", [1, 2], ["(", ")-"]),
      ("28×28", [28, 28], ["×"]),
      ("3x3", [3], ["x3"]),
      ("conv1 Float32 x_2", [], ["conv1", "Float32", "x_2"]),
      ("version 1.2.3", [], ["version", "1.2.3"]),
      ("2026-11-23", [2026, 11, 23], ["-", "-"]),
      ("97.5%", [97.5], ["%"]),
      ("is 5.", [5], ["is", "."]),
      ("info nano banana", [], ["info", "nano", "banana"]),
      ("5e", [5], ["e"]),
      ("정확도는 0.97이다", [0.97], ["정확도는", "이다"]),
      ("약3.5초, 손실−2", [3.5, 2], ["약", "초,", "손실−"]),
      ("10번째", [10], ["번째"]),
      ("", [], []),
    ] as [(String, [Double], [String])])
  func lines(line: String, numbers: [Double], words: [String]) {
    #expect(parts(line).numbers == numbers)
    #expect(parts(line).words == words)
  }

  @Test("integers are recognised")
  func integers() {
    #expect(TextTokenizer.number("61706")?.isInteger == true)
    #expect(TextTokenizer.number("61706.0")?.isInteger == false)
    #expect(TextTokenizer.number("1e3")?.isInteger == false)
    #expect(TextTokenizer.number("inf")?.isInteger == false)
    #expect(TextTokenizer.number("3 4") == nil)
    #expect(TextTokenizer.number("three") == nil)
  }

  @Test("a token covers its columns")
  func columns() {
    let tokens = TextTokenizer.tokens(of: "정확도  -0.5")
    #expect(tokens.map(\.start) == [0, 5])
    #expect(tokens.map(\.end) == [3, 9])
  }
}
