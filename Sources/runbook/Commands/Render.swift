import ArgumentParser
import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput
import RunbookReport

/// Runs notebooks and writes their reports.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run notebooks and write their reports (the default).",
    discussion: """
      runbook notebooks/cnn.md                    run a note
      runbook notebooks                           run all notes of a folder
      runbook notebooks/cnn.md -P epochs:3        with another value of a parameter
      runbook cnn.md --output-dir /tmp/try -q     write elsewhere, show no progress
      runbook cnn.md --no-execute                 draw the page again, run nothing

      Writes outputs/NAME/report.html, figures and results.json in the notebook's project, and \
      outputs/index.html over all reports; prints the path of each report. A run finishes what it can \
      and writes the report; it exits with 1 if a cell failed or a claim does not hold.
      """)

  @Argument(
    help: "Notebooks to run, or folders of notebooks.", completion: .file(extensions: ["md"]))
  var notebooks: [String]

  @Option(
    name: [.customShort("P"), .customLong("parameter")],
    help: ArgumentHelp("Give a parameter another value.", valueName: "name:value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp("Give parameters the values in a YAML file.", valueName: "file"))
  var executeParams: String?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "The folder for outputs instead of the project's 'outputs'.", valueName: "folder"))
  var outputDir: String?

  @Flag(inversion: .prefixedNo, help: "Take results of unchanged cells from the cache.")
  var cache = true

  @Flag(help: "Run every cell, and keep the results in the cache.")
  var cacheRefresh = false

  @Flag(
    inversion: .prefixedNo,
    help: "Run the cells; without, draw the report from the results of the last run.")
  var execute = true

  @Flag(help: "Run nothing: draw the report again from its results.json and compare the files.")
  var verify = false

  @Flag(help: "Name the commit in results.json and at the report's foot.")
  var commit = false

  @Flag(help: "Treat warnings as errors.")
  var strict = false

  @Flag(help: "Stop at the first notebook that fails.")
  var failFast = false

  @OptionGroup var log: LogOptions

  @Flag(help: "Print how long each stage took, as JSON.")
  var timings = false

  func validate() throws {
    if verify, !execute {
      throw ValidationError("--verify runs nothing and writes nothing; leave out --no-execute")
    }
    if cacheRefresh, !execute || !cache {
      throw ValidationError(
        "--cache-refresh runs every cell and keeps the results; leave out "
          + (cache ? "--no-execute" : "--no-cache"))
    }
  }

  func run() throws {
    let terminal = Terminal()
    var failed = false
    for path in try NotebookList.expandOrFail(notebooks) {
      do { failed = try !render(path, terminal) || failed } catch let error as ExecutionError {
        terminal.write("\(path): error: \(error)\n")
        failed = true
      }
      if failed && failFast { break }
    }
    if failed { throw ExitCode.failure }
  }

  /// Renders one notebook; returns whether all is well.
  private func render(_ path: String, _ terminal: Terminal) throws -> Bool {
    var stages = StageTimes()
    let source = stages.measure("parse") {
      NotebookSource(path: path, parameters: parameters, parameterFile: executeParams)
    }
    report(source.diagnostics, terminal)
    guard let notebook = source.notebook else { return false }
    if verify { return try check(source, terminal) }

    let folder = source.project.outputFolder(in: outputDir)
    var input: ReportInput
    do { input = try self.input(notebook, source, folder, terminal, &stages) } catch {
      guard let error = error as? Diagnostic else { throw error }
      report([error], terminal)
      return false
    }
    if commit || notebook.frontMatter.namesCommit { input.nameCommit(of: notebook, source) }
    let renderer = try source.renderer(
      for: notebook, input.recording, usesCache: cache, provenance: input.provenance)
    var rendered = stages.measure("report") { renderer.render() }
    // Only a run says what its results are.
    if !execute { rendered.files["results.json"] = nil }
    let outputs = source.project.outputsFolder(in: outputDir)
    let isFirst = outputDir == nil && !FileAccess.exists(outputs + "/index.html")
    do {
      try stages.measure("write") {
        try OutputFolder(folder).write(rendered)
        if isFirst { try FileAccess.replace(outputs + "/.gitignore", with: "run.json\n".utf8) }
        try input.facts?.write(to: folder)
        try IndexPage(folder: outputs).write()
      }
    } catch let error as SystemError {
      terminal.write("\(error.diagnostic)\n")
      return false
    }

    let failures = failures(in: input.recording, of: notebook)
    let diagnostics = (input.diagnostics + failures + rendered.diagnostics).sorted {
      ($0.location ?? SourceLocation(line: 0)) < ($1.location ?? SourceLocation(line: 0))
    }
    report(diagnostics, terminal)
    summarize(input.recording, terminal)
    if execute,
      let note = AcceptedNote.text(
        input.recording, of: notebook, folder: source.project.outputFolder(in: nil))
    {
      log.note(note, to: terminal)
    }
    print(relativePath(folder + "/report.html"))
    if timings { print(stages.json) }
    let hasError = (source.diagnostics + diagnostics).contains {
      $0.severity == .error || strict
    }
    return input.isSuccessful && rendered.drawingFailures.isEmpty && !hasError
  }

  /// What the report is drawn from.
  private func input(
    _ notebook: Notebook, _ source: NotebookSource, _ folder: String, _ terminal: Terminal,
    _ stages: inout StageTimes
  ) throws -> ReportInput {
    guard execute else { return try ReportInput(stored: notebook, source, folder: folder) }
    let display = ProgressDisplay(
      terminal: terminal, isQuiet: !log.level.showsProgress, name: notebook.path,
      places: notebook.cellPlaces)
    return try ReportInput(
      running: notebook, source,
      cacheUse: !cache ? .none : cacheRefresh ? .writeOnly : .readWrite, display,
      note: { log.note($0, to: terminal) }, &stages)
  }

  /// Whether the files of the report are what its results draw.
  private func check(_ source: NotebookSource, _ terminal: Terminal) throws -> Bool {
    let folder = source.project.outputFolder(in: outputDir)
    let problems = try ReportCheck(source: source, folder: folder).problems()
    for problem in problems { terminal.write("\(problem)\n") }
    if problems.isEmpty { print("\(relativePath(folder)): every file is what results.json draws") }
    return problems.isEmpty
  }

  private func failures(in recording: Recording, of notebook: Notebook) -> [Diagnostic] {
    recording.cells.flatMap { cell in
      cell.outputs.compactMap { output -> Diagnostic? in
        switch output {
        case .failure(let failure)
        where !cell.failureIsExpected && failure.reason != .notRun:
          return failure.diagnostic(of: notebook)
        case .claim(let claim) where !claim.holds: return claim.diagnostic(of: notebook)
        default: return nil
        }
      }
    }
  }

  private func report(_ diagnostics: [Diagnostic], _ terminal: Terminal) {
    log.write(diagnostics, to: terminal)
  }

  private func summarize(_ recording: Recording, _ terminal: Terminal) {
    guard log.level.showsProgress else { return }
    let claims = recording.cells.flatMap(\.outputs).compactMap { output in
      if case .claim(let claim) = output { claim.holds } else { nil }
    }
    guard !claims.isEmpty else { return }
    let held = claims.count(where: { $0 })
    terminal.write(
      terminal.styled(
        "\(held) of \(claims.count) claims hold\n", held == claims.count ? .green : .red))
  }
}
