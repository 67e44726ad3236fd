import Foundation
import RunbookExecution
import RunbookOutput

/// Shows the progress of a notebook's run on standard error.
///
/// On a terminal one line is redrawn: the cell, its time, its own progress message. Elsewhere each
/// finished cell and each milestone, such as an epoch, is a line.
final class ProgressDisplay {
  private let terminal: Terminal
  private let isQuiet: Bool
  /// The notebook's name, as lines begin with it.
  private let name: String
  /// Path and line of each cell, by its number.
  private let places: [Int: String]
  private var cellStarted = Date()
  private var lastDrawn = Date.distantPast
  private var isLineOpen = false

  init(terminal: Terminal, isQuiet: Bool, name: String, places: [Int: String]) {
    self.terminal = terminal
    self.isQuiet = isQuiet
    self.name = name
    self.places = places
  }

  func show(_ event: ExecutionEvent) {
    guard !isQuiet else { return }
    switch event {
    case .cached(let cells):
      terminal.write("\(name): \(cells) cells, nothing changed\n")
    case .resumed: break
    case .started(let cell):
      cellStarted = Date()
      redraw(cell, "", force: true)
    case .progress(let cell, let progress):
      if terminal.isLive {
        redraw(cell, bar(progress.fraction) + progress.message, force: progress.isMilestone)
      } else if progress.isMilestone {
        terminal.write("\(label(cell)): \(progress.message)\n")
      }
    case .finished(let cell, let seconds, let failure):
      close()
      let state: StyledText = failure == nil ? "" : terminal.styled("  failed", .red)
      if failure != nil || !terminal.isLive || seconds >= 0.5 {
        terminal.write("\(label(cell))\(terminal.styled("\(time(seconds))", .dim))\(state)\n")
      }
    }
  }

  /// Takes the line that is being redrawn off the terminal.
  func close() {
    guard isLineOpen else { return }
    terminal.rewriteLine()
    isLineOpen = false
  }

  private func redraw(_ cell: Int, _ message: String, force: Bool) {
    // Ten times a second is as much as anyone can read.
    guard terminal.isLive, force || Date().timeIntervalSince(lastDrawn) > 0.1 else { return }
    lastDrawn = Date()
    let elapsed = Date().timeIntervalSince(cellStarted)
    let text = "\(label(cell))\(elapsed >= 0.1 ? time(elapsed) : "")  \(message)"
    terminal.rewriteLine(text)
    isLineOpen = true
  }

  private func label(_ cell: Int) -> String {
    "\(places[cell] ?? name): cell \(cell)/\(places.count)"
  }

  private func time(_ seconds: Double) -> String {
    seconds < 60
      ? String(format: "  %.1f s", seconds)
      : String(format: "  %d min %02d s", Int(seconds) / 60, Int(seconds) % 60)
  }

  private func bar(_ fraction: Double?) -> String {
    guard let fraction, !fraction.isNaN else { return "" }
    let filled = Int((max(0, min(1, fraction)) * 20).rounded())
    return String(repeating: "━", count: filled) + String(repeating: "╌", count: 20 - filled) + " "
  }
}
