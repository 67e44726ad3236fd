import Foundation
import Testing

@Suite struct KilledDriverTests {
  @Test("neither a cell nor a kept state outlives a killed runbook")
  func killed() throws {
    let folder = try Folder()
    let cell = """
      import Foundation
      try "\\(getpid())".write(toFile: "NAME", atomically: true, encoding: .utf8)
      """
    try folder.write(
      """
      ```swift
      \(cell.replacing("NAME", with: "first"))
      ```

      ```swift
      //| error: true
      fatalError("the next cell runs on the state that was kept")
      ```

      ```swift
      \(cell.replacing("NAME", with: "second"))
      var n = 0
      while true { n &+= 1 }
      ```

      """, to: "note.md")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Command.products + "/runbook")
    process.arguments = ["note.md", "-q"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    let identifier = try #require(wait { folder.read("second").flatMap { pid_t($0) } })
    #expect(kill(identifier, 0) == 0)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let isGone: Bool? = wait { kill(identifier, 0) == 0 ? nil : true }
    #expect(isGone == true)
  }

  /// Asks again until there is an answer, for two minutes at most.
  private func wait<Answer>(_ answer: () -> Answer?) -> Answer? {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(120) {
      if let answer = answer() { return answer }
      usleep(20_000)
    }
    return nil
  }
}
