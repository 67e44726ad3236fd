import ArgumentParser
import RunbookDocument
import RunbookFiles
import RunbookOutput
import RunbookWorkspace

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
      runbook - < cnn.md                          a note from standard input, to outputs/stdin

      Writes outputs/NAME/report.html, figures and results.json in the notebook's project, and \
      outputs/index.html over all reports; prints the path of each report. A run finishes what it can \
      and writes the report; it exits with 1 if a cell failed or a claim does not hold.
      """)

  @Argument(
    help: "Notebooks to run, or folders of notebooks.",
    completion: .file(extensions: NotebookArguments.extensions))
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

  @Flag(help: "Obey 'html: true' of a note: copy its HTML to the page, scripts included.")
  var allowHtml = false

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
    for path in try NotebookArguments.expand(notebooks) {
      do { failed = try !render(path, terminal) || failed } catch {
        log.write([Diagnostic(error, path: path)], to: terminal)
        failed = true
      }
      if failed && failFast { break }
    }
    if failed { throw ExitCode.failure }
  }

  /// Renders one notebook; returns whether all is well.
  private func render(_ path: String, _ terminal: Terminal) throws -> Bool {
    var stages = StageTimes()
    let choices = ParameterChoices(
      arguments: parameters, file: executeParams, allowsHTML: allowHtml)
    let note = stages.measure("parse") { Note.open(path, parameters: choices) }
    log.write(note.diagnostics, to: terminal)
    guard let notebook = note.notebook else { return false }
    if verify { return try check(note, terminal) }

    var results = try results(of: note, notebook, terminal, &stages)
    if commit || notebook.frontMatter.namesCommit { results = note.namingCommit(in: results) }
    let report = try stages.measure("report") {
      try note.render(results, in: outputDir, usesCache: cache)
    }
    try stages.measure("write") { try note.publish(report, of: results, in: outputDir) }

    let problems = note.problems(in: results.recording)
    let diagnostics = (results.diagnostics + problems + report.diagnostics).ordered()
    log.write(diagnostics, to: terminal)
    summarize(results.recording, terminal)
    if execute, let difference = note.acceptanceNote(of: results.recording) {
      log.write([difference], to: terminal)
    }
    print(FilePath.shown(note.project.outputFolder(in: outputDir) + "/report.html"))
    if timings { print(json: stages.json) }
    return results.isSuccessful && report.drawingFailures.isEmpty
      && !(note.diagnostics + diagnostics).fail(strict: strict)
  }

  /// The results that the report is drawn from.
  private func results(
    of note: Note, _ notebook: Notebook, _ terminal: Terminal, _ stages: inout StageTimes
  ) throws -> NoteResults {
    guard execute else {
      return try note.storedResults(in: note.project.outputFolder(in: outputDir))
    }
    let display = ProgressDisplay(
      terminal: terminal, isQuiet: !log.level.showsProgress, name: note.path,
      places: notebook.cellPlaces)
    defer { display.close() }
    let options = RunOptions(cacheUse: !cache ? .none : cacheRefresh ? .writeOnly : .readWrite)
    let results = try note.run(options, observe: { display.show($0) })
    stages.add("compile", results.timing?.compilationSeconds ?? 0)
    stages.add("run", results.timing?.runSeconds ?? 0)
    return results
  }

  /// Whether the files of the report are those that its results draw.
  private func check(_ note: Note, _ terminal: Terminal) throws -> Bool {
    let folder = note.project.outputFolder(in: outputDir)
    let problems = try note.verifyReport(in: folder)
    log.write(problems, to: terminal)
    if problems.isEmpty {
      print("\(FilePath.shown(folder)): every file is what results.json draws")
    }
    return problems.isEmpty
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
