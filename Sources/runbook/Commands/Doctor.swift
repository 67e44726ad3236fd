import ArgumentParser
import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput
import RunbookReport

/// Says whether everything that reports need is there, and tries it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is missing on this machine and how to install it.",
    discussion: """
      runbook doctor          a line for each part: ok, or missing and what to install
      runbook doctor --quiet  only what is missing, for scripts

      Looks for the compiler, the kernel and the Debian packages that reports are drawn with, and \
      compiles and runs a cell. Exits with 1 if something is missing.
      """)

  @Flag(name: .shortAndLong, help: "Say nothing while all is well.")
  var quiet = false

  private struct Check {
    var name: String
    /// What is wrong and what to do; `nil` if nothing is.
    var problem: String?
  }

  func run() throws {
    let checks = [cellCheck(), formulaCheck(), figureCheck()] + fileChecks()
    for check in checks {
      if let problem = check.problem {
        print("missing  \(check.name): \(problem)")
      } else if !quiet {
        print("ok       \(check.name)")
      }
    }
    if checks.contains(where: { $0.problem != nil }) { throw ExitCode.failure }
  }

  private func cellCheck() -> Check {
    let name = "compiling and running a cell"
    do {
      let scratch = FileManager.default.temporaryDirectory.path + "/runbook-doctor-\(getpid())"
      defer { try? FileManager.default.removeItem(atPath: scratch) }
      let cell = Cell(
        index: 1, source: "import Foundation\nprint(6 * 7)\n", fence: SourceLocation(line: 1),
        location: SourceLocation(line: 2), options: CellOptions())
      let notebook = Notebook(
        path: "doctor.md", frontMatter: FrontMatter(),
        blocks: [Block(.cell(cell), range: SourceRange(cell.fence, cell.fence))])
      let executor = NotebookExecutor(
        notebook: notebook, folder: "/", toolchain: try Toolchain(),
        installation: try Installation(), store: CellStore(folder: scratch))
      let outputs = try executor.run { _ in }.recording.cells[0].outputs
      if outputs == [.text(TextOutput(stream: .standardOutput, text: "42\n"))] {
        return Check(name: name)
      }
      return Check(name: name, problem: "it gave \(outputs)")
    } catch {
      return Check(name: name, problem: "\(error)")
    }
  }

  /// Sets a formula, which also leaves KaTeX's program compiled for all later reports.
  private func formulaCheck() -> Check {
    let name = "setting a formula"
    let math = Math(source: "x^2", isDisplay: false, location: SourceLocation(line: 1))
    let notebook = Notebook(
      path: "doctor.md", frontMatter: FrontMatter(),
      blocks: [Block(.formula(math), range: SourceRange(math.location, math.location))])
    var tools = ReportRenderer.Tools()
    tools.compiledKaTeXFolder = try? Installation().moduleCache
    let report = ReportRenderer(
      notebook: notebook, recording: Recording(cells: []), tools: tools
    ).render()
    return Check(name: name, problem: report.diagnostics.first?.message)
  }

  /// Looks for gnuplot as the renderer does, and lets it draw a curve.
  private func figureCheck() -> Check {
    let name = "gnuplot, for figures"
    let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    guard folders.contains(where: { access("\($0)/gnuplot", X_OK) == 0 }) else {
      return Check(name: name, problem: "apt-get install gnuplot-nox")
    }
    let cell = Cell(
      index: 1, source: "", fence: SourceLocation(line: 1), location: SourceLocation(line: 2),
      options: CellOptions())
    let notebook = Notebook(
      path: "doctor.md", frontMatter: FrontMatter(),
      blocks: [Block(.cell(cell), range: SourceRange(cell.fence, cell.fence))])
    let plot = Plot(panels: [
      Plot.Panel(series: [Plot.Series(x: [0, 1], y: [0, 1])])
    ])
    let recording = Recording(cells: [
      CellRecording(index: 1, line: 1, outputs: [.plot(plot)])
    ])
    let problem = ReportRenderer(notebook: notebook, recording: recording).render()
      .diagnostics.first { $0.severity == .error }
    return Check(name: name, problem: problem?.message)
  }

  private func fileChecks() -> [Check] {
    let needed = [
      ("KaTeX, for formulas", ["/usr/share/javascript/katex/katex.min.js"], "libjs-katex"),
      (
        "KaTeX's fonts", ["/usr/share/fonts/truetype/katex/KaTeX_Main-Regular.woff2"], "fonts-katex"
      ),
      (
        "a font with Hangul, for figures",
        ["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"], "fonts-noto-cjk"
      ),
    ]
    return needed.map { name, paths, package in
      let isThere = paths.allSatisfy { FileManager.default.isReadableFile(atPath: $0) }
      return Check(name: name, problem: isThere ? nil : "apt-get install \(package)")
    }
  }
}
