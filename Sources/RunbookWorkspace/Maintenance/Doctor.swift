internal import Foundation
internal import RunbookDocument
internal import RunbookExecution
internal import RunbookOutput
internal import RunbookReport

/// Looks for everything that reports need, and tries it.
package enum Doctor {
  /// A part that reports need.
  package struct Check: Hashable, Sendable {
    package var name: String
    /// The problem and its remedy; `nil` if there is none.
    package var problem: String?
  }

  /// Compiles and runs a cell, draws a formula and a figure, and looks for files.
  package static func checks() -> [Check] {
    [cellCheck(), formulaCheck(), figureCheck()] + fileChecks()
  }

  private static func note(_ text: String) -> Note {
    Note(buffer: Array(text.utf8), path: "doctor.md")
  }

  private static func cellCheck() -> Check {
    let name = "compiling and running a cell"
    do {
      let scratch = FileManager.default.temporaryDirectory.path + "/runbook-doctor-\(getpid())"
      defer { try? FileManager.default.removeItem(atPath: scratch) }
      let notebook = try note("```swift\nimport Foundation\nprint(6 * 7)\n```\n").runnable()
      let configuration = try ExecutionConfiguration(
        folder: "/", store: CellStore(folder: scratch))
      let result = try NotebookExecutor(notebook, configuration).run()
      let outputs = result.recording.cells[0].outputs
      if outputs == [.text(TextOutput(stream: .standardOutput, text: "42\n"))] {
        return Check(name: name)
      }
      return Check(name: name, problem: "it gave \(outputs)")
    } catch {
      return Check(name: name, problem: "\(error)")
    }
  }

  /// Sets a formula, which needs KaTeX and JavaScriptCore.
  private static func formulaCheck() -> Check {
    let name = "setting a formula"
    do {
      let report = try note("$x^2$\n").render(Recording(cells: []), nil, usesCache: false)
      return Check(name: name, problem: report.diagnostics.first?.message)
    } catch {
      return Check(name: name, problem: "\(error)")
    }
  }

  /// Looks for gnuplot as the renderer does, and lets it draw a curve.
  private static func figureCheck() -> Check {
    let name = "gnuplot, for figures"
    let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    guard folders.contains(where: { access("\($0)/gnuplot", X_OK) == 0 }) else {
      return Check(name: name, problem: "apt-get install gnuplot-nox")
    }
    let plot = Plot(panels: [Plot.Panel(series: [Plot.Series(x: [0, 1], y: [0, 1])])])
    let recording = Recording(cells: [CellRecording(index: 1, line: 1, outputs: [.plot(plot)])])
    do {
      let report = try note("```swift\nplot\n```\n").render(recording, nil, usesCache: false)
      return Check(
        name: name, problem: report.diagnostics.first { $0.severity == .error }?.message)
    } catch {
      return Check(name: name, problem: "\(error)")
    }
  }

  private static func fileChecks() -> [Check] {
    let needed = [
      ("KaTeX, for formulas", "/usr/share/javascript/katex/katex.min.js", "libjs-katex"),
      (
        "KaTeX's fonts", "/usr/share/fonts/truetype/katex/KaTeX_Main-Regular.woff2", "fonts-katex"
      ),
      (
        "highlight.js, for listings",
        "/usr/share/javascript/highlight.js/highlight.min.js", "libjs-highlight.js"
      ),
      (
        "a font with Hangul, for figures",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"
      ),
    ]
    return needed.map { name, path, package in
      let isThere = FileManager.default.isReadableFile(atPath: path)
      return Check(name: name, problem: isThere ? nil : "apt-get install \(package)")
    }
  }
}
