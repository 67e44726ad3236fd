import Foundation
import RunbookOutput
import RunbookRegression
import Testing

@Suite struct AcceptedOutputsTests {
  private let folder: String
  private let accepted: AcceptedOutputs

  init() throws {
    folder = NSTemporaryDirectory() + "runbook-accept-\(UUID().uuidString)"
    accepted = AcceptedOutputs(notebook: "notebooks/cnn.md", folder: folder + "/outputs/cnn")
  }

  private func cells(_ texts: [String: String], order: [String]) -> Recording {
    Recording(
      cells: order.enumerated().map { index, label in
        CellRecording(
          index: index + 1, label: label, line: index * 10 + 5,
          outputs: [Sample.text(texts[label]!)])
      })
  }

  private func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  @Test("nothing is accepted at first; what is accepted is read back")
  func roundTrip() throws {
    defer { remove() }
    #expect(try accepted.read() == nil)
    try accepted.accept(Sample.everything)
    #expect(try accepted.read() == Sample.everything)
    try accepted.accept(Sample.cell(Sample.text("new")))
    #expect(try accepted.read() == Sample.cell(Sample.text("new")))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/outputs/cnn")
    #expect(names == ["accepted"])
  }

  @Test("a failed cell is not accepted, its line is reported, and nothing changes")
  func failure() throws {
    defer { remove() }
    try accepted.accept(Sample.everything)
    let failed = Sample.cell(
      .failure(Failure(reason: .trap, message: "Index out of range", line: 59)))
    #expect {
      try accepted.accept(failed)
    } throws: { error in
      "\(error)"
        == "notebooks/cnn.md:59:1: error: the cell failed (trap: Index out of range), so nothing is "
        + "accepted; fix it, or declare the failure with “error: true”"
    }
    #expect(try accepted.read() == Sample.everything)
  }

  @Test("one cell is accepted, and the others stay")
  func oneCell() throws {
    defer { remove() }
    let old = cells(["a": "1", "b": "1", "c": "1"], order: ["a", "b", "c"])
    let new = cells(["a": "2", "b": "2", "x": "2", "c": "2"], order: ["a", "b", "x", "c"])
    try accepted.accept(old)
    try accepted.accept(cell: "b", of: new)
    #expect(differences(try #require(try accepted.read()), new).count == 3)
    try accepted.accept(cell: "x", of: new)
    #expect(try accepted.read()?.cells.map(\.label) == ["a", "b", "x", "c"])
    #expect(try accepted.read()?.cells.map(\.index) == [1, 2, 3, 4])
    try accepted.accept(cell: "1", of: new)
    try accepted.accept(cell: "c", of: new)
    #expect(try differences(#require(try accepted.read()), new) == [])
    try accepted.accept(cell: "x", of: old)
    #expect(try accepted.read()?.cells.map(\.label) == ["a", "b", "c"])
  }

  @Test("an unknown cell is rejected with the existing labels")
  func unknownCell() throws {
    defer { remove() }
    let recording = cells(["fig-a": "1"], order: ["fig-a"])
    #expect(throws: AcceptanceError.self) { try accepted.accept(cell: "fig-a", of: recording) }
    try accepted.accept(recording)
    #expect {
      try accepted.accept(cell: "fig-b", of: recording)
    } throws: { error in
      "\(error)"
        == "notebooks/cnn.md: error: no cell is called “fig-b”; the labels are fig-a; a cell "
        + "without label goes by its number"
    }
  }

  @Test("results that cannot be read are an error, not an empty acceptance")
  func damaged() throws {
    defer { remove() }
    try accepted.accept(Sample.everything)
    let path = folder + "/outputs/cnn/accepted/results.json"
    try "{".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: AcceptanceError.self) { try accepted.read() }
    var other = Sample.everything
    other.format = 99
    try OutputJSON.encode(other).write(to: URL(fileURLWithPath: path))
    #expect(throws: AcceptanceError.self) { try accepted.read() }
  }

  @Test("the folder left by a process that was killed while it moved the old folder is found")
  func putAside() throws {
    defer { remove() }
    try accepted.accept(Sample.everything)
    let outputs = folder + "/outputs/cnn"
    try FileManager.default.moveItem(
      atPath: outputs + "/accepted", toPath: outputs + "/.accepted.old")
    #expect(try accepted.read() == Sample.everything)
    try accepted.accept(Sample.cell(Sample.text("new")))
    #expect(try FileManager.default.contentsOfDirectory(atPath: outputs) == ["accepted"])
  }

  @Test("a folder that cannot be created is reported with advice")
  func unwritable() throws {
    defer { remove() }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "".write(toFile: folder + "/outputs", atomically: true, encoding: .utf8)
    #expect {
      try accepted.accept(Sample.everything)
    } throws: { error in
      "\(error)".hasSuffix(
        "error: cannot be made (Not a directory), and what was accepted stays as it was; "
          + "move the file that is in its way")
    }
  }

  @Test("if a file cannot be written, the old files remain, and no partial ones")
  func halfway() throws {
    defer { remove() }
    try accepted.accept(Sample.everything)
    let outputs = folder + "/outputs/cnn"
    let other = AcceptedOutputs(notebook: "n.md", folder: outputs, layout: ImpossibleLayout())
    #expect(throws: AcceptanceError.self) { try other.accept(Sample.cell()) }
    #expect(try accepted.read() == Sample.everything)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outputs) == ["accepted"])
  }

  /// A layout whose second file has a longer name than any file system takes.
  private struct ImpossibleLayout: RecordingLayout {
    func files(for recording: Recording) throws -> [OutputFile] {
      [
        OutputFile(name: "results.json", bytes: [1]),
        OutputFile(name: "figures/" + String(repeating: "x", count: 300), bytes: [2]),
      ]
    }

    func recording(from results: [UInt8]) throws -> Recording { Sample.everything }
  }

  @Test("killed at 200 random moments, the accepted set is complete every time")
  func killed() throws {
    defer { remove() }
    let helper = Bundle.main.executableURL!.deletingLastPathComponent()
    let outputs = folder + "/outputs/cnn"
    let binary = try #require(
      [helper, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
        .map { $0.appendingPathComponent("accept-in-a-loop") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) })
    var seen = Set<Int>()
    for _ in 0..<200 {
      let process = Process()
      let output = Pipe()
      process.executableURL = binary
      process.arguments = [outputs]
      process.standardOutput = output
      try process.run()
      _ = output.fileHandleForReading.readData(ofLength: 1)
      usleep(.random(in: 0..<20_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      seen.insert(try wholeSet(outputs + "/accepted"))
    }
    #expect(seen == [3, 5])
  }

  /// The number of figures in the set at `path`, every file of which must be of the same set.
  private func wholeSet(_ path: String) throws -> Int {
    let results = try Data(contentsOf: URL(fileURLWithPath: path + "/results.json"))
    let count = try OutputJSON.decode(Recording.self, from: results).cells.count
    let figures = try FileManager.default.contentsOfDirectory(atPath: path + "/figures").sorted()
    #expect(figures == (0..<count).map { "\($0).png" })
    for name in figures {
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path)/figures/\(name)")) == results)
    }
    return count
  }
}
