import Foundation
import Testing

/// One program of a caller's, compiled both ways and run with one and two threads.
@Suite struct SameBitsTests {
  @Test("callers compiled with -Onone and -O, with 1 and 2 threads, in two runs, get the same bits")
  func callers() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "engine-bits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/same-bits.swift").standardized.path
    var outputs: [String: String] = [:]
    for mode in ["-Onone", "-O"] {
      let program = folder.appendingPathComponent("bits\(mode)").path
      try CallerProgram.compile(source, to: program, mode: mode)
      for (threads, run) in [(1, 1), (2, 1), (2, 2)] {
        let result = try Subprocess([program], environment: ["RUNBOOK_THREADS": "\(threads)"])
        try #require(result.status == 0, "\(result.errors)")
        outputs["\(mode), \(threads) threads, run \(run)"] = result.output
      }
    }
    let expected = outputs["-O, 1 threads, run 1"]!
    #expect(expected.split(separator: "\n").count == 20)
    for (name, output) in outputs {
      #expect(output == expected, "\(name) differs from -O with 1 thread")
    }
  }
}
