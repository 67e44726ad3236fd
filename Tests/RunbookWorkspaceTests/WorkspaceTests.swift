import Foundation
import RunbookExecution
import RunbookFiles
import RunbookOutput
import RunbookWorkspace
import Testing

/// The library as another program uses it.
@Suite struct WorkspaceTests {
  private let project: TemporaryProject

  init() throws {
    project = try TemporaryProject()
  }

  private static let note = """
    ---
    title: 합성곱
    params: {size: 3}
    ---

    The size is `{swift} params.size`, and $x^2$ is a square.

    ```swift
    let a = params.size * 7
    print("value", a)
    ```

    ```swift
    //| label: claim-a
    claim("the product", a, equals: 21)
    ```

    """

  private func open(_ text: String = note, _ choices: ParameterChoices = .init()) -> Note {
    Note(buffer: Array(text.utf8), path: project.path("cnn.md"), parameters: choices)
  }

  private func printed(_ results: NoteResults) -> String {
    results.recording.cells.flatMap(\.outputs).map {
      if case .text(let text) = $0 { text.text } else { "" }
    }.joined()
  }

  @Test("an unsaved text has the path of its file, which is not read")
  func buffer() throws {
    try project.write("# 저장된 글\n", to: "cnn.md")
    let note = open()
    #expect(note.notebook?.title == "합성곱" && note.diagnostics.isEmpty)
    #expect(note.project.root == project.root && note.project.name == "cnn")
    #expect(note.project.outputFolder() == project.root + "/outputs/cnn")
    #expect(
      try note.provenance().notebook
        == Provenance.Input(path: "cnn.md", object: GitObject.name(of: Array(Self.note.utf8))))
    #expect(Note.open(project.path("cnn.md")).notebook?.title == "저장된 글")
  }

  @Test("a file that cannot be read is a note with one diagnostic")
  func missing() throws {
    let note = Note.open(project.path("nowhere.md"))
    #expect(note.notebook == nil && note.content == nil)
    #expect(note.diagnostics.map(\.message) == ["there is no such file; check the name"])
    #expect(throws: Diagnostic.self) { try note.run() }
    #expect(throws: Diagnostic.self) { try note.render(Recording(cells: []), nil) }
  }

  @Test("mistakes in text, formulas and code are found together, in order")
  func check() throws {
    #expect(try open().check().isEmpty)
    let text = """
      # T

      $\\frac{$ and ![](no.png)

      ```swift
      print(nowhere)
      ```

      See @fig-none.

      ```swift
      let s: Int = "x"
      ```

      """
    let found = try open(text).check()
    #expect(found.compactMap(\.location?.line) == [3, 3, 3, 6, 9, 12], "\(found)")
    #expect(found == found.ordered() && found.hasErrors)
  }

  @Test("parameters that an invalid front matter does not declare cause no further errors")
  func lostParameters() throws {
    let text = "---\ntitel: x\nparams: [1]\n---\n\n```swift\nprint(params.a, b)\n```\n"
    let found = try open(text).check()
    #expect(!found.contains { $0.message.contains("cannot find 'params'") })
    #expect(found.contains { $0.message.contains("cannot find 'b' in scope") })
  }

  @Test("a run reports its progress, and returns outputs, times and sources")
  func run() throws {
    var events: [String] = []
    let note = open(Self.note, ParameterChoices(arguments: ["size:4"]))
    let results = try note.run(observe: { event in
      switch event {
      case .started(let cell): events.append("started \(cell)")
      case .finished(let cell, _, let failure): events.append("finished \(cell) \(failure == nil)")
      default: break
      }
    })
    #expect(events == ["started 1", "finished 1 true", "started 2", "finished 2 true"])
    #expect(printed(results) == "value 28\n")
    #expect(results.recording.inlineValues.map(\.text) == ["4"])
    #expect(results.provenance.parameters == [.init(name: "size", value: "4")])
    #expect(results.timing?.cells.map(\.cell) == [1, 2])
    #expect(!results.isSuccessful)
    let problem = try #require(note.problems(in: results.recording).first)
    #expect(problem.location?.line == 15 && problem.message.contains("the product"))
  }

  @Test("unchanged cells come from the cache, with the same results")
  func cached() throws {
    let results = try open().run()
    var events: [String] = []
    let again = try open().run(observe: { events.append("\($0)") })
    #expect(again.timing?.isFromCache == true && again.recording == results.recording)
    #expect(events == ["cached(cells: 2)"])
  }

  @Test("a cancelled run ends soon, with an error that reports it")
  func cancel() throws {
    let note = open("```swift\nprint(1)\n```\n\n```swift\nwhile true {}\n```\n")
    var isRunning = false
    let error = #expect(throws: ExecutionError.self) {
      try note.run(
        isCancelled: { isRunning },
        observe: { if case .started(2) = $0 { isRunning = true } })
    }
    #expect(error?.reason == .cancelled && error?.path == project.path("cnn.md"))
  }

  @Test("a run continues from the states of the previous one")
  func snapshots() throws {
    let states = SnapshotCache()
    let options = RunOptions(cacheUse: .none, snapshots: states)
    #expect(printed(try open().run(options)) == "value 21\n")
    var events: [Int] = []
    let changed = Self.note.replacing("equals: 21", with: "equals: 20 + 1")
    let results = try open(changed).run(
      options, observe: { if case .started(let cell) = $0 { events.append(cell) } })
    #expect(events == [2] && printed(results) == "value 21\n")
    #expect(states.count == 2)
  }

  @Test("a report is drawn in memory, and nothing is written outside of the cache")
  func render() throws {
    let note = open()
    let report = try note.render(try note.run())
    #expect(report.html.contains("value 21") && report.html.contains("<title>합성곱"))
    #expect(Set(report.files.keys).isSuperset(of: ["report.html", "results.json"]))
    #expect(project.files.isEmpty)
  }

  @Test("a published report can be drawn again from its results, and lists stale cells")
  func publish() throws {
    let path = try project.write(Self.note, to: "cnn.md")
    let note = Note.open(path)
    let results = try note.run()
    try note.publish(try note.render(results), of: results)
    #expect(
      project.files == [
        "notebooks/cnn.md", "outputs/.gitignore", "outputs/cnn/report.html",
        "outputs/cnn/report.json", "outputs/cnn/results.json", "outputs/cnn/run.json",
        "outputs/index.html",
      ])
    let folder = note.project.outputFolder()
    #expect(try note.verifyReport(in: folder).isEmpty)
    #expect(try note.storedResults(in: folder).recording == results.recording)
    #expect(NoteSummary.read(note).claimsHeld == 1)

    let changed = open(Self.note.replacing("equals: 21", with: "equals: 22"))
    let stored = try changed.storedResults(in: folder)
    #expect(stored.validCount == 1 && stored.timing == nil)
    #expect(stored.diagnostics.map(\.severity) == [.warning])
    #expect(try changed.verifyReport(in: folder).count == 1)
    // What was not run says nothing new about the results.
    let before = FileManager.default.contents(atPath: folder + "/results.json")
    try changed.publish(try changed.render(stored), of: stored)
    #expect(FileManager.default.contents(atPath: folder + "/results.json") == before)
  }

  @Test("outputs are accepted, compared and accepted again, all or those of one cell")
  func accept() throws {
    let note = open()
    let first = try note.run().recording
    #expect(try note.compare(first).failedCount == 1)
    #expect(note.acceptanceNote(of: first) == nil)
    try note.accept(first)
    #expect(try note.compare(first).failedCount == 0)

    let changed = open(Self.note.replacing("\"value\"", with: "\"number\""))
    let second = try changed.run().recording
    let difference = try #require(try changed.compare(second).differences.first)
    #expect(difference.cell == 1 && difference.line == 8)
    let remark = try #require(changed.acceptanceNote(of: second))
    #expect(remark.severity == .note && remark.message.hasPrefix("1 output differs"))
    let review = AcceptanceReview(changed, accepted: first, new: second)
    #expect(review.groups.map(\.name) == ["cell 1"])
    try review.accept([])
    #expect(try changed.acceptedOutputs.read() == first)
    try changed.accept(second, cell: "1")
    #expect(try changed.compare(second).failedCount == 0)
  }

  @Test("a test of a note runs it elsewhere, and keeps its record")
  func test() throws {
    let text = Self.note.replacing(
      "print(\"value\", a)",
      with:
        "import Foundation\ntry \"x\".write(toFile: \"made.txt\", atomically: true, encoding: .utf8)"
    )
    let path = try project.write(text, to: "cnn.md")
    let test = NoteTest(Note.open(path))
    #expect(test.lastRecord == nil)
    let record = test.run()
    try test.keep(record)
    #expect(test.lastRecord?.recording == record.recording && record.problem == nil)
    #expect(record.cellSeconds?.keys.sorted() == [1, 2])
    #expect(project.files == ["notebooks/cnn.md"])
    try test.note.accept(try #require(record.recording))
    #expect(test.result(of: record).failedCount == 0)
  }

  @Test("a note that cannot be run has a record with the reason")
  func brokenTest() throws {
    let broken = NoteTest(open("# T\n\n```swift\nprint(1)\n"))
    var reported: [Diagnostic] = []
    let record = broken.run(report: { reported.append($0) })
    #expect(record.problem?.line == 3 && record.recording == nil)
    #expect(reported.count == 1 && reported.hasErrors)
  }

  @Test("the messages of a worker arrive complete, however they are split", arguments: 1...40)
  func workerMessages(size: Int) throws {
    let diagnostic = Diagnostic(
      .warning, path: "노트.md", location: SourceLocation(line: 2), message: "한글; 고치세요")
    let sent: [WorkerMessage] = [
      .started(cell: 1, of: 2, place: "노트.md:7"), .diagnostic(diagnostic),
      .record(.init(Recording(cells: []), seconds: 1)),
    ]
    let bytes = try sent.flatMap { try Array(OutputJSON.encode($0)) + [UInt8(ascii: "\n")] }
    var reader = WorkerMessageReader()
    var received: [WorkerMessage] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      received += reader.add(bytes[start..<min(start + size, bytes.count)])
    }
    guard received.count == 3, case .started(1, 2, "노트.md:7") = received[0],
      case .diagnostic(diagnostic) = received[1], case .record(let record) = received[2]
    else {
      Issue.record("\(received)")
      return
    }
    #expect(record.seconds == 1)
  }

  @Test("a preview draws each saved change, from the first changed cell on, until it is stopped")
  func preview() throws {
    let path = try project.write(Self.note, to: "cnn.md")
    var pages: [String] = []
    var started: [Int] = []
    var failures: [String] = []
    var isStopped = false
    let session = PreviewSession(path) { event in
      switch event {
      case .running(.started(let cell)): started.append(cell)
      case .drawn(let page, _, _):
        pages.append(page)
        // A change while the page is being shown is noticed as soon as the files are watched again.
        let next =
          pages.count == 1
          ? Self.note.replacing("equals: 21", with: "equals: 22") : "---\ntitel: x\n---\n"
        _ = try? project.write(next, to: "cnn.md")
        isStopped = pages.count > 2
      case .failed(let diagnostics, _):
        failures += diagnostics.map(\.message)
        isStopped = true
      case .opened, .running, .stopped: break
      }
    }
    session.follow { isStopped }
    #expect(pages.count == 2 && started == [1, 2, 2], "\(started)")
    #expect(pages[0] != pages[1] && !failures.isEmpty)
    #expect(!project.files.contains { $0.hasPrefix("outputs") })
  }

  @Test("a cache that a run uses is not emptied")
  func cache() throws {
    let note = open()
    #expect(try note.project.clearCache() == .nothingCached)
    _ = try note.run()
    #expect(try note.cacheExplanation().isComplete)
    do {
      let lock = try #require(CacheLock(folder: note.project.cacheFolder))
      let error = #expect(throws: Diagnostic.self) { try note.project.clearCache() }
      #expect(error?.message == "a run is using the cache; try again when it is done")
      withExtendedLifetime(lock) {}
    }
    #expect(try note.project.clearCache(of: project.path("cnn.md")) == .removed(2))
    #expect(try !note.cacheExplanation().isComplete)
  }
}

private typealias SourceLocation = RunbookFiles.SourceLocation
