import Foundation
import Synchronization

/// Shows the progress of several notebooks at once on standard error.
///
/// On a terminal one line is redrawn: how many are done, and in which cell each of the others is.
/// Whatever else is written goes through here, so that it does not run into that line.
final class TestBoard: Sendable {
  private let terminal: Terminal
  private let isLive: Bool
  private let total: Int
  private let state = Mutex(State())

  private struct State {
    var done = 0
    /// The running cell of each notebook, by the notebook's position.
    var running: [Int: String] = [:]
    var isLineOpen = false
    var lastDrawn = Date.distantPast
  }

  init(terminal: Terminal, isQuiet: Bool, total: Int) {
    self.terminal = terminal
    self.total = total
    isLive = terminal.isLive && !isQuiet
  }

  /// A notebook begins.
  func begin(_ position: Int, _ path: String) {
    update { $0.running[position] = path }
  }

  /// A cell of a notebook begins.
  func show(_ position: Int, cell: Int, of count: Int, place: String) {
    update { $0.running[position] = "\(place) cell \(cell)/\(count)" }
  }

  func end(_ position: Int) {
    update { state in
      state.running[position] = nil
      state.done += 1
    }
  }

  /// Writes something while the line is away.
  func interrupt(_ write: () -> Void) {
    state.withLock { state in
      close(&state)
      write()
      draw(&state)
    }
  }

  /// Takes the line off the terminal.
  func close() {
    state.withLock { close(&$0) }
  }

  private func update(_ change: (inout State) -> Void) {
    state.withLock { state in
      change(&state)
      // Ten times a second is as much as anyone can read.
      if Date().timeIntervalSince(state.lastDrawn) > 0.1 { draw(&state) }
    }
  }

  private func close(_ state: inout State) {
    guard state.isLineOpen else { return }
    terminal.rewriteLine()
    state.isLineOpen = false
  }

  private func draw(_ state: inout State) {
    guard isLive, !state.running.isEmpty else { return close(&state) }
    state.lastDrawn = Date()
    let running = state.running.sorted { $0.key < $1.key }.map(\.value)
    let text = "\(state.done) of \(total) done  " + running.joined(separator: "  ")
    terminal.rewriteLine(text)
    state.isLineOpen = true
  }
}
