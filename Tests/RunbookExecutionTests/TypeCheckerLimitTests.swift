import RunbookExecution
import Testing

@Suite struct TypeCheckerLimitTests {
  @Test("a long expression with a mistake is an error at its line that says to break it up")
  func longExpression() throws {
    let clock = ContinuousClock.now
    let run = try Run([
      """
      let a = 1.0, b = 2.0, c = 3.0, n = 4
      let y = -a * 2 + b / 3 - (c - 1) * 4 + a * b - n / 2 + -c * (a + 1) - 2 * b + 3 / (a + 4) * -b - nn
      """
    ])
    let failure = try #require(run.failure(ofCell: 1))
    #expect(failure.reason == .compile && failure.line == 2)
    #expect(failure.message.contains("breaking up the expression"))
    // With the compiler's own limit it takes five times as long.
    #expect(ContinuousClock.now - clock < .seconds(60))
  }

  @Test("expressions as they occur in notes are below the limit")
  func ordinaryExpressions() throws {
    let run = try Run([
      """
      let (x, h) = (0.5, 1e-3)
      func f(_ x: Double) -> Double { x * x * x - 2 * x + 1 }
      let d = (-f(x + 2 * h) + 8 * f(x + h) - 8 * f(x - h) + f(x - 2 * h)) / (12 * h)
      let rows = (0..<4).map { i in (0..<4).map { j in i == j ? 1.0 : Double(i + j) / 10 } }
      let sums = rows.map { $0.reduce(0, +) / Double($0.count) }.sorted(by: >)
      print(d < 0, sums.count)
      """
    ])
    #expect(run.text == "true 4\n")
  }
}
