internal import Foundation
internal import RunbookFiles
internal import RunbookOutput

/// The other end of a `TestPool`: a process of its own for one notebook.
///
/// A notebook that ends the process, or fills its memory, takes none of the others along.
package enum TestWorker {
  /// Runs a notebook and prints `WorkerMessage`s, the record last.
  package static func serve(_ path: String, usesCache: Bool) {
    endWithParent()
    let note = Note.open(path)
    let places = note.notebook?.cellPlaces ?? [:]
    let record = NoteTest(note, usesCache: usesCache).run(
      report: { send(.diagnostic($0)) },
      observe: { event in
        guard case .started(let cell) = event else { return }
        send(.started(cell: cell, of: places.count, place: places[cell] ?? path))
      })
    send(.record(record))
  }

  private static func send(_ message: WorkerMessage) {
    guard let json = try? OutputJSON.encode(message) else { return }
    StandardStream.output.write(json + Data("\n".utf8))
  }

  /// Standard input is a pipe that nobody writes to: it ends when the test does, however it ends.
  private static func endWithParent() {
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while read(0, &byte, 1) > 0 {}
      kill(getpid(), SIGTERM)
    }
  }
}
