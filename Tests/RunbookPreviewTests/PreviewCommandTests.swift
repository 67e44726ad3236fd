import Foundation
import RunbookPreview
import Testing

@Suite struct PreviewCommandTests {
  @Test("an author sees each saved change on the page, and errors while there are any")
  func session() async throws {
    let folder = NSTemporaryDirectory() + "runbook-preview-\(UUID().uuidString)/노트"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/합성곱.md"
    let note = "# Note\n\n```swift\nlet a = 20\n```\n\n```swift\nprint(\"value\", a + 1)\n```\n"
    try note.write(toFile: path, atomically: true, encoding: .utf8)

    let process = Process()
    let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.executableURL = products.deletingLastPathComponent().appendingPathComponent("runbook")
    process.arguments = ["preview", path, "--no-browser", "--quiet"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Signals that can be blocked are, in what is started from a thread of tasks.
    defer { kill(process.processIdentifier, SIGKILL) }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(line.split(separator: ":").last.flatMap { UInt16($0.dropLast(2)) })
    let address = PreviewServer.Address(host: "127.0.0.1", port: port)
    let events = try Connection(address, "/-/events")

    #expect(await events.waits(for: "event: page\ndata: 1\n"))
    #expect(try await Connection(address, "/").readAll().contains("value 21"))
    try note.replacingOccurrences(of: "a + 1", with: "a + 5")
      .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(await events.waits(for: "event: page\ndata: 2\n"))
    #expect(try await Connection(address, "/").readAll().contains("value 25"))
    try ("---\ntitel: x\n---\n" + note).write(toFile: path, atomically: true, encoding: .utf8)
    #expect(await events.waits(for: "did you mean 'title'"))
    #expect(try await Connection(address, "/").readAll().contains("value 25"))
    try note.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(await events.waits(for: "event: page\ndata: 3\n"))
    #expect(try await Connection(address, "/").readAll().contains("value 21"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/outputs"))
    // It may still be making states, and files on the way.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try FileManager.default.removeItem(atPath: folder)
  }
}
