import Foundation
import RunbookDocument
import RunbookExecution
import RunbookOutput
import Testing

@Suite struct CellSessionTests {
  private func session(
    _ cells: [String], frontMatter: String = "", limits: ExecutionLimits = .standard
  ) throws -> (CellSession, [Cell]) {
    let text = frontMatter + cells.map { "```swift\n\($0)\n```\n\n" }.joined()
    let notebook = try #require(NotebookParser(path: "note.md").parse(Array(text.utf8)).notebook)
    var configuration = try ExecutionConfiguration(
      folder: NSTemporaryDirectory(), store: CellStore(folder: Run.sharedCache))
    configuration.limits = limits
    return (CellSession(notebook, configuration), notebook.cells)
  }

  private func text(_ step: CellStep) -> String {
    step.outputs.map { if case .text(let text) = $0 { text.text } else { "" } }.joined()
  }

  @Test("several cells run on the same state, and none sees what another did")
  func branches() throws {
    let (session, cells) = try session([
      "var a = [1]", "a.append(2); print(a)", "a.append(3); print(a)", "print(a.count)",
    ])
    let first = try session.run(cells[0], on: try session.begin())
    let left = try session.run(cells[1], on: first.state)
    let right = try session.run(cells[2], on: first.state)
    #expect(text(left) == "[1, 2]\n" && text(right) == "[1, 3]\n")
    let both = try session.run(cells[2], on: left.state)
    #expect(text(both) == "[1, 2, 3]\n")
    #expect(text(try session.run(cells[3], on: both.state)) == "3\n")
    #expect(text(try session.run(cells[3], on: first.state)) == "1\n")
    #expect(both.state.cells == [1, 2, 3] && first.state.cells == [1])
  }

  @Test("a state outlives its session, and another version of the note continues from it")
  func laterSession() throws {
    let (old, cells) = try session(["let a = 20", "print(a)"])
    let state = try old.run(cells[0], on: try old.begin()).state
    let (new, changed) = try session(["let a = 20", "print(a + 1)"])
    #expect(text(try new.run(changed[1], on: state)) == "21\n")
  }

  @Test("a cell that fails gives the state before it, on which others run")
  func failure() throws {
    let (session, cells) = try session([
      "let a = [1]", "print(a[5])", "print(nowhere)", "print(a[0])",
    ])
    let first = try session.run(cells[0], on: try session.begin())
    let trap = try session.run(cells[1], on: first.state)
    #expect(trap.failure?.reason == .trap && trap.artifact != nil && trap.state.cells == [1])
    let refused = try session.run(cells[2], on: trap.state)
    #expect(refused.failure?.reason == .compile && refused.artifact == nil)
    #expect(refused.outputs == [.failure(try #require(refused.failure))])
    #expect(text(try session.run(cells[3], on: refused.state)) == "1\n")
  }

  @Test("a cell is compiled without being run, with the compiler's warnings at their locations")
  func compiling() throws {
    let (session, cells) = try session(["func f() {\n  let unused = 1\n}\nprint(7)"])
    let compilation = try session.compile(cells[0], on: try session.begin())
    let artifact = try #require(compilation.artifact)
    #expect(FileManager.default.fileExists(atPath: artifact.library))
    let warning = try #require(compilation.diagnostics.first)
    #expect(warning.severity == .warning && warning.location?.line == 3)
    #expect(warning.location?.column == 7)
  }

  @Test("a state with threads is made again when something was run on it before")
  func threads() throws {
    let (session, cells) = try session([
      "import Foundation\nlet thread = Thread { while true { sleep(100) } }\nthread.start()\nlet a = 1",
      "print(a + 1)", "print(a + 2)",
    ])
    let first = try session.run(cells[0], on: try session.begin())
    #expect(first.state.hasThreads)
    #expect(text(try session.run(cells[1], on: first.state)) == "2\n")
    #expect(text(try session.run(cells[2], on: first.state)) == "3\n")
  }

  @Test("events come in order; cancelling kills the cell and leaves the state")
  func control() throws {
    let (session, cells) = try session(["let a = 1", "while true {}", "print(a)"])
    var events: [String] = []
    let observe = { (event: ExecutionEvent) in
      switch event {
      case .started(let cell): events.append("started \(cell)")
      case .finished(let cell, _, let failure): events.append("finished \(cell) \(failure == nil)")
      default: break
      }
    }
    let state = try session.run(
      cells[0], on: try session.begin(), control: CellControl(observe: observe)
    ).state
    var questions = 0
    let control = CellControl(
      isCancelled: {
        questions += 1
        return events.last == "started 2" && questions > 20
      }, observe: observe)
    let error = #expect(throws: ExecutionError.self) {
      try session.run(cells[1], on: state, control: control)
    }
    #expect(error?.reason == .cancelled)
    #expect(events == ["started 1", "finished 1 true", "started 2"])
    #expect(text(try session.run(cells[2], on: state)) == "1\n")
  }

  @Test("limits apply to each cell")
  func limits() throws {
    let small = ExecutionLimits(memory: 4 << 30, output: 1000)
    let (session, cells) = try session(
      ["for _ in 0..<1000 { print(\"0123456789\") }", "//| timeout: 0.2\nwhile true {}"],
      limits: small)
    let state = try session.begin()
    #expect(try session.run(cells[0], on: state).failure?.reason == .outputLimit)
    #expect(try session.run(cells[1], on: state).failure?.reason == .timeLimit)
  }

  @Test("compiling ahead changes only the time", arguments: [false, true])
  func ahead(prepares: Bool) throws {
    let (session, cells) = try session(
      [
        "let a = params.size", "import Foundation\nlet b = nowhere",
        "extension Int { var t: Int { self } }",
        "let b = a.t\nprint(b)", "print(sqrt(4.0))",
      ], frontMatter: "---\nparams: {size: 3}\n---\n\n")
    var state = try session.begin()
    if prepares { session.prepare(cells, on: state) }
    var texts: [String] = []
    for cell in cells {
      let step = try session.run(cell, on: state)
      texts.append(step.failure.map { "\($0.reason)" } ?? text(step))
      state = step.state
    }
    // The module that the second cell imports is gone with it.
    #expect(texts == ["", "compile", "", "3\n", "compile"])
  }
}
