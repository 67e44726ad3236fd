// Accepts two recordings in turn, without end, so that a test can kill it at any moment.
//
// Usage: accept-in-a-loop FOLDER. Writes one byte to standard output after the first acceptance.

import Glibc
import RunbookOutput
import RunbookRegression

/// Every file of a set says which set it belongs to, and the sets have different files.
struct MarkedLayout: RecordingLayout {
  func files(for recording: Recording) throws -> [OutputFile] {
    let mark = try OutputJSON.encode(recording)
    let count = recording.cells.count
    return [OutputFile(name: "results.json", bytes: Array(mark))]
      + (0..<count).map { OutputFile(name: "figures/\($0).png", bytes: Array(mark)) }
  }

  func recording(from results: [UInt8]) throws -> Recording {
    try OutputJSON.decode(Recording.self, from: results)
  }
}

guard CommandLine.arguments.count == 2 else { exit(64) }
let accepted = AcceptedOutputs(
  notebook: "loop.md", folder: CommandLine.arguments[1], layout: MarkedLayout())
let recordings = [3, 5].map { count in
  Recording(cells: (1...count).map { CellRecording(index: $0, line: $0) })
}
var round = 0
while true {
  try accepted.accept(recordings[round % 2])
  if round == 0 { _ = write(1, "1", 1) }
  round += 1
}
