import Foundation
import RunbookDocument
import RunbookExecution
import RunbookOutput
import Testing

@Suite struct FailureTests {
  private let pitch = Run.pitch

  /// Runs three cells of which the second is `source`; checks that the others are as they must be.
  private func failing(
    _ source: String, options: CellOptions = CellOptions(), limits: ExecutionLimits = .standard
  ) throws -> (Failure, Run) {
    let run = try Run(
      ["let xs = [1, 2, 3]\nprint(\"before\")", source, "print(\"after\")"], options: [2: options],
      limits: limits)
    #expect(run.text(ofCell: 1) == "before\n")
    #expect(run.failure(ofCell: 3)?.reason == .notRun)
    #expect(!run.recording.isSuccessful)
    return (try #require(run.failure(ofCell: 2)), run)
  }

  @Test("an index out of range is reported with its line and the frames of the author")
  func outOfRange() throws {
    let (failure, _) = try failing("func pick(_ i: Int) -> Int {\n  xs[i]\n}\nprint(pick(7))")
    #expect(failure.reason == .trap)
    #expect(failure.message.contains("out of range"))
    #expect(failure.line == pitch + 2)
    #expect(failure.frames.last?.line == pitch + 4)
  }

  @Test("fatalError is reported with its message")
  func fatal() throws {
    let (failure, run) = try failing("print(\"so far\")\nfatalError(\"shape [2, 3]\")")
    #expect(failure.message == "shape [2, 3]")
    #expect(failure.line == pitch + 2)
    #expect(run.text(ofCell: 2) == "so far\nfailed: shape [2, 3]\n")
  }

  @Test("unwrapping nil and an overflow are traps at their lines")
  func traps() throws {
    let (unwrapped, _) = try failing(
      "func value(_ n: Int?) -> Int {\n  n!\n}\nprint(value(xs.first { $0 > 5 }))")
    #expect(unwrapped.message == "Unexpectedly found nil while unwrapping an Optional value")
    #expect(unwrapped.line == pitch + 2)
    let (overflow, _) = try failing("var big = Int.max - 2\nbig += xs[2]")
    #expect(overflow.reason == .trap)
    #expect(overflow.line == pitch + 2)
  }

  @Test("an uncaught error is reported where it was thrown")
  func thrown() throws {
    let (failure, _) = try failing(
      "struct Bad: Error { var why: String }\nfunc f() throws {\n  throw Bad(why: \"no\")\n}\ntry f()"
    )
    #expect(failure.reason == .thrown)
    #expect(failure.message == "threw Bad(why: \"no\")")
    #expect(failure.line == pitch + 3)
  }

  @Test("exit, a signal and an endless recursion are distinguished")
  func endings() throws {
    let (exit, _) = try failing("import Foundation\nexit(3)")
    #expect(exit.reason == .exit)
    #expect(exit.message.contains("exit(3)"))
    let (killed, _) = try failing("import Foundation\nkill(getpid(), SIGKILL)\nsleep(5)")
    #expect(killed.reason == .signal)
    #expect(killed.message.contains("signal 9"))
    let (deep, _) = try failing(
      "func down(_ n: Int) -> Int { down(n + 1) + n }\nprint(down(xs[0]))")
    #expect(deep.message.contains("endless recursion"))
    #expect(deep.line == pitch + 1)
  }

  @Test("a cell that loops past its limit is stopped")
  func timeLimit() throws {
    var options = CellOptions()
    options.timeout = 0.3
    let (failure, _) = try failing("print(\"in\")\nwhile true {}", options: options)
    #expect(failure.reason == .timeLimit)
    #expect(failure.message.contains("0.3 s"))
  }

  @Test("a cell that prints 100 MB is stopped, and the beginning is kept")
  func outputLimit() throws {
    let (failure, run) = try failing(
      "let line = String(repeating: \"x\", count: 999)\nfor _ in 0..<100_000 { print(line) }")
    #expect(failure.reason == .outputLimit)
    let kept = run.text(ofCell: 2).count
    #expect(kept > 1000 && kept < 100_000)
  }

  @Test("a cell that takes too much memory is stopped")
  func memoryLimit() throws {
    let (failure, _) = try failing(
      "var hoard: [[UInt8]] = []\nwhile true { hoard.append([UInt8](repeating: 1, count: 1 << 22)) }",
      limits: ExecutionLimits(memory: 300 << 20, output: 1 << 20))
    #expect(failure.reason == .memoryLimit || failure.reason == .trap)
  }

  @Test("a compile error has the author's line and column, and all errors are reported at once")
  func compileErrors() throws {
    let (failure, run) = try failing("func f() -> Int { 1 }\nlet 이름 = f() + nowhere\nalso")
    #expect(failure.reason == .compile)
    #expect(failure.line == pitch + 2)
    #expect(failure.column == 16)
    #expect(failure.message.contains("cannot find 'nowhere' in scope"))
    #expect(
      run.diagnostics.map(\.description).contains {
        $0.hasPrefix("note.md:103:1: error: cannot find 'also'")
      })
  }

  @Test("columns are correct where access modifiers were inserted")
  func insertedAccess() throws {
    let (failure, _) = try failing("struct S { var a: Int; func f() -> Int { a + nope } }")
    #expect(failure.column == 46)
  }

  @Test("code that is not allowed at a cell's top level is an error with advice")
  func refused() throws {
    let (failure, _) = try failing("async let z = 1\nprint(await z)")
    #expect(failure.message.contains("put it into an async function"))
    #expect(failure.line == pitch + 1)
  }

  @Test("a cell that may fail does not stop the ones below, which see the state before it")
  func expectedFailure() throws {
    var options = CellOptions()
    options.error = true
    let run = try Run(
      [
        "var n = 1", "n = 99\nlet y = 5\nfatalError(\"stop\")", "print(n)", "undefined",
        "print(n + 1)",
      ],
      options: [2: options, 4: options])
    #expect(run.text(ofCell: 3) == "1\n")
    #expect(run.failure(ofCell: 4)?.reason == .compile)
    #expect(run.text(ofCell: 5) == "2\n")
    #expect(run.recording.isSuccessful)
  }

  @Test("after a failure, a state with threads is made again")
  func failureWithThreads() throws {
    var options = CellOptions()
    options.error = true
    let run = try Run(
      [
        "func three() async -> Int { 3 }\nvar n = await three()", "n += 1\nfatalError()",
        "print(n)",
      ],
      options: [2: options])
    #expect(run.text(ofCell: 3) == "3\n")
  }

  @Test("a claim that does not hold fails the run and lets it finish")
  func claims() throws {
    let run = try Run([
      "claim(\"one is two\", 1.0, equals: 2, within: 0.5)", "claim(\"small\", 1e-9, atMost: 1e-6)",
    ])
    #expect(run.text == "fails: one is two\nholds: small\n")
    #expect(!run.recording.isSuccessful)
    guard case .claim(let claim) = run.recording.cells[1].outputs[0] else { return }
    #expect(claim.line == pitch + 1)
    #expect(claim.evidence == "1e-9 ≤ 1e-6")
  }
}
