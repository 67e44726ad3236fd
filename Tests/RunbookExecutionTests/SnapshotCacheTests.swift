import RunbookDocument
import RunbookExecution
import RunbookOutput
import Testing

@Suite struct SnapshotCacheTests {
  private let states = SnapshotCache()

  /// Runs the cells and tells what they printed and which of them ran.
  private func run(
    _ cells: [String], options: [Int: CellOptions] = [:], isCancelled: () -> Bool = { false }
  ) throws -> (text: String, ran: [Int]) {
    var ran: [Int] = []
    let run = try Run(
      cells, options: options, keeping: states, isCancelled: isCancelled,
      observe: { if case .finished(let cell, _, _) = $0 { ran.append(cell) } })
    return (run.text, ran)
  }

  @Test("a run continues from the first changed cell, with the state before it")
  func goesOn() throws {
    let cells = ["var a = [1]\nprint(a)", "a.append(2)\nprint(a)", "a.append(3)\nprint(a)"]
    #expect(try run(cells) == ("[1]\n[1, 2]\n[1, 2, 3]\n", [1, 2, 3]))
    var changed = cells
    changed[2] = "a.append(4)\nprint(a)"
    #expect(try run(changed) == ("[1]\n[1, 2]\n[1, 2, 4]\n", [3]))
    changed[1] = "a.append(0)\nprint(a)"
    #expect(try run(changed) == ("[1]\n[1, 0]\n[1, 0, 4]\n", [2, 3]))
    #expect(try run(changed + ["print(a.count)"]).ran == [4])
    #expect(try run([changed[0]]) == ("[1]\n", []))
    #expect(try run(changed).ran == [2, 3])
  }

  @Test("a cell that failed runs again, those above it do not")
  func afterFailure() throws {
    #expect(try run(["let a = 1", "print(a / (a - 1))", "print(3)"]).ran == [1, 2])
    #expect(try run(["let a = 1", "print(a / (a - 1))", "print(3)"]).ran == [2])
    #expect(try run(["let a = 1", "print(a)", "print(3)"]) == ("1\n3\n", [2, 3]))
  }

  @Test("a state with threads is made again")
  func threads() throws {
    let cells = [
      "import Foundation\nlet thread = Thread { while true { sleep(100) } }\nthread.start()",
      "print(1)", "print(2)",
    ]
    #expect(try run(cells).ran == [1, 2, 3])
    #expect(try run([cells[0], cells[1], "print(3)"]) == ("1\n3\n", [1, 2, 3]))
  }

  @Test("a stopped run is continued")
  func cancelled() throws {
    let endless = ["print(1)", "while true {}"]
    var looks = 0
    #expect(throws: ExecutionError.self) {
      try run(endless) {
        looks += 1
        return looks > 200
      }
    }
    #expect(try run(["print(1)", "print(2)"]) == ("1\n2\n", [2]))
  }

  @Test("claims are at the current lines of their cells")
  func movedLines() throws {
    let cells = ["claim(\"one\", true)"]
    let first = try Run(cells, keeping: states)
    let second = try Run(cells, firstLine: 41, keeping: states)
    guard case .claim(let before) = first.recording.cells[0].outputs[0],
      case .claim(let after) = second.recording.cells[0].outputs[0]
    else {
      Issue.record("no claims")
      return
    }
    #expect(after.line - before.line == 41)
  }

  @Test("of very many states some are discarded, and the run continues from one above")
  func thinned() throws {
    let states = SnapshotCache(limit: 4)
    let cells = (1...12).map { "let v\($0) = \($0)" }
    _ = try Run(cells, keeping: states)
    var ran: [Int] = []
    let changed = Array(cells[..<7]) + ["let v8 = v7"]
    _ = try Run(
      changed, keeping: states,
      observe: { if case .finished(let cell, _, _) = $0 { ran.append(cell) } })
    #expect(ran.last == 8 && ran.first! > 1)
  }
}
