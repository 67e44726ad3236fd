import Foundation
import NoteSupport
import RunbookDocument
import RunbookExecution
import RunbookOutput
import Testing

/// Cells that write where they must not, end what is not theirs, and leave processes behind.
@Suite struct HostileCellTests {
  private let pitch = Run.pitch

  private static var mayFail: CellOptions {
    var options = CellOptions()
    options.error = true
    return options
  }

  /// Sends the bytes of a file on every socket of the cell's process.
  private static let sender = """
    import Foundation
    func send(_ bytes: [UInt8]) {
      for descriptor in Int32(3)..<64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { continue }
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
          guard count > 0 else { return }
          rest = rest.dropFirst(count)
        }
      }
    }
    func header(_ kind: UInt32, _ length: UInt32, _ out: UInt64 = 0, _ err: UInt64 = 0) -> [UInt8] {
      [kind, length].flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        + [out, err].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }
    """

  @Test("a forged message is a failure of its cell, and the cells around it keep their outputs")
  func forgedMessages() throws {
    let forgeries = [
      "send([UInt8](repeating: 0x5A, count: 64))",
      "send(header(99, 4) + [0, 0, 0, 0])",
      // A crash with more frames than bytes, with fewer than none, and without a count.
      "send(header(4, 8) + [11, 0, 0, 0, 255, 255, 255, 127])",
      "send(header(4, 8) + [11, 0, 0, 0, 255, 255, 255, 255])",
      "send(header(4, 2) + [11, 0])",
      "send(header(7, 8) + [0, 0, 0, 0, 200, 0, 0, 0])",
      "send(header(3, 0))",
      "send(header(1, 2) + Array(\"{}\".utf8))",
      "send(header(1, 4) + [255, 254, 0, 1])",
      "send(header(6, 9) + Array(\"{\\\"a\\\": 1}\".utf8))",
      """
      let json = #"{"kind":"claim","statement":"x","holds":true,"evidence":"","line":9223372036854775807,"cell":1}"#
      send(header(1, UInt32(json.utf8.count)) + Array(json.utf8))
      """,
      """
      let json = #"{"kind":"value","text":"x","type":"Tensor","shape":[4611686018427387904,4611686018427387904]}"#
      send(header(1, UInt32(json.utf8.count)) + Array(json.utf8))
      """,
    ]
    let sources =
      [Self.sender + "\nprint(\"first\")"] + forgeries.map { $0 + "\nsleep(20)" }
      + ["print(\"last\")"]
    let options = Dictionary(
      uniqueKeysWithValues: forgeries.indices.map { ($0 + 2, Self.mayFail) })
    let run = try Run(sources, options: options)
    for index in forgeries.indices {
      let failure = try #require(run.failure(ofCell: index + 2), "\(forgeries[index])")
      #expect(failure.reason == .system, "\(forgeries[index])")
      #expect(failure.message.contains("sent a message that cannot be read"))
      #expect(failure.line == (index + 1) * pitch + 1)
    }
    #expect(run.text(ofCell: 1) == "first\n")
    #expect(run.text(ofCell: sources.count) == "last\n")
  }

  @Test("lengths of streams that are forged neither crash nor take memory")
  func forgedOffsets() throws {
    let run = try Run(
      [
        Self.sender, "send(header(2, 2, .max, .max) + Array(\"{}\".utf8))\nsleep(20)",
        "print(\"last\")",
      ], options: [2: Self.mayFail])
    #expect(run.failure(ofCell: 2)?.reason == .system)
    let sparse = try Run(["import Foundation\nftruncate(1, 1 << 60)\nsleep(20)"])
    #expect(sparse.failure(ofCell: 1)?.reason == .outputLimit)
  }

  @Test("a message that does not end is stopped by the cell's time, and one of any size by a limit")
  func endlessMessages() throws {
    var options = CellOptions()
    options.timeout = 1
    let run = try Run(
      [Self.sender, "send(header(1, .max))\nsleep(20)"], options: [2: options])
    #expect(run.failure(ofCell: 2)?.reason == .timeLimit)
    let large = try Run(
      [
        Self.sender,
        "while true { send(header(1, 1 << 30) + [UInt8](repeating: 32, count: 1 << 16)) }",
      ],
      limits: ExecutionLimits(memory: 1 << 34, output: 1 << 20, displayed: 1 << 22))
    #expect(large.failure(ofCell: 2)?.reason == .outputLimit)
  }

  /// `RUNBOOK_FUZZ_SECONDS` and `RUNBOOK_FUZZ_SEED` as for the other fuzz tests.
  @Test("random and mutated messages never end the program that reads them")
  func messageFuzzTests() throws {
    let environment = ProcessInfo.processInfo.environment
    let limit = environment["RUNBOOK_FUZZ_SECONDS"].flatMap(Double.init) ?? 2
    var generator = NoteGenerator.Source(
      state: environment["RUNBOOK_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_129)
    var outputs = ExtremeOutputs(seed: generator.next())
    let folder = NSTemporaryDirectory() + "runbook-forged-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cells = [
      Self.sender,
      "send(Array(FileManager.default.contents(atPath: \"forged\")!))\n_exit(0)",
    ]
    let start = ContinuousClock.now
    var count = 0
    while ContinuousClock.now - start < .seconds(limit) {
      let bytes = try forged(&generator, &outputs)
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/forged"))
      let run = try Run(cells, folder: folder)
      #expect(run.failure(ofCell: 2) != nil)
      count += 1
    }
    print("\(count) forged messages")
    #expect(count > 0)
  }

  /// A few messages, some of their bytes changed.
  private func forged(
    _ generator: inout NoteGenerator.Source, _ outputs: inout ExtremeOutputs
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let payload =
        Bool.random(using: &generator)
        ? [UInt8](try OutputJSON.encode(outputs.next()))
        : (0..<Int.random(in: 0...80, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
      let words = [UInt32.random(in: 0...8, using: &generator), UInt32(payload.count), 0, 0, 0, 0]
      bytes += words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
      bytes += payload
    }
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[place] = UInt8.random(in: 0...255, using: &generator)
    }
    return bytes
  }

  @Test("exit is reported at its line, however it is called")
  func exits() throws {
    for call in ["exit(3)", "_exit(3)", "_Exit(3)"] {
      let run = try Run([
        "import Foundation\nfunc leave(_ n: Int) {\n  if n > 2 {\n    \(call)\n  }\n}",
        "print(\"so far\")\nlet n = 3\nleave(n)\nprint(n)",
      ])
      let failure = try #require(run.failure(ofCell: 2))
      #expect(failure.reason == .exit, "\(call): \(run.text(ofCell: 1))")
      #expect(failure.message.hasPrefix("the cell called exit(3)"))
      #expect(failure.line == 4, "\(call): \(failure)")
      #expect(run.text(ofCell: 2).hasPrefix("so far\n"))
    }
  }

  @Test("a cell that kills the first process of the kernel fails, and the state above it is kept")
  func killedRoot() throws {
    let run = try Run(
      [
        "print(\"first\")", "import Foundation\nkill(getppid(), SIGKILL)\nsleep(20)",
        "print(\"last\")",
      ], options: [2: Self.mayFail])
    #expect(run.text(ofCell: 1) == "first\n")
    #expect(run.failure(ofCell: 2)?.reason == .system)
    #expect(run.text(ofCell: 3) == "last\n")
  }

  @Test("the next run of a preview does not go on from states whose processes are gone")
  func killedStates() throws {
    let states = SnapshotCache()
    let cells = ["let a = 1\nprint(\"first\")", "import Foundation\nprint(getppid())"]
    let first = try Run(cells, keeping: states)
    let root = try #require(
      pid_t(first.text(ofCell: 2).trimmingCharacters(in: .whitespacesAndNewlines)))
    kill(root, SIGKILL)
    while kill(root, 0) == 0 { usleep(1000) }
    let second = try Run([cells[0], "print(\"again\", a)"], keeping: states)
    #expect(second.text(ofCell: 2) == "again 1\n")
  }

  /// A cell that starts `sleep` and prints its number.
  private func starting(_ command: [String]) -> String {
    """
    import Foundation
    do {
      var pid: pid_t = 0
      let words: [String] = \(command)
      var arguments = words.map { strdup($0) } + [nil]
      posix_spawn(&pid, arguments[0]!, nil, nil, &arguments, environ)
      while FileManager.default.contents(atPath: "child") == nil { usleep(1000) }
    }
    """
  }

  private func withChild(
    _ command: [String], then end: String, options: CellOptions = CellOptions(),
    check: (Run) throws -> Void = { _ in }
  ) throws {
    let folder = NSTemporaryDirectory() + "runbook-child-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try Run(
      [starting(command) + "\n" + end], options: [1: options], folder: folder)
    try check(run)
    let text = String(
      decoding: FileManager.default.contents(atPath: folder + "/child") ?? Data(), as: UTF8.self)
    let child = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    // One that nobody has waited for has ended too.
    let facts = FileManager.default.contents(atPath: "/proc/\(child)/stat") ?? Data()
    let state = String(decoding: facts, as: UTF8.self).split(separator: ")").last?.dropFirst().first
    #expect(state == nil || state == "Z", "\(command), \(end)")
  }

  @Test(
    "nothing that a cell starts outlives the run, not even in a session of its own",
    arguments: [
      "print(\"done\")", "fatalError(\"no\")", "exit(1)", "kill(getppid(), SIGKILL); sleep(20)",
    ])
  func children(_ end: String) throws {
    let script = "echo $$ >child.new; mv child.new child; exec sleep 300"
    try withChild(["/bin/sh", "-c", script], then: end)
    try withChild(["/usr/bin/setsid", "/bin/sh", "-c", script], then: end)
    // A daemon: its parent has ended, and it leads a session.
    try withChild(["/bin/sh", "-c", "setsid sh -c '\(script)' & exit 0"], then: end)
  }

  @Test("a process that holds the channel of an ended cell does not hold up the run")
  func heldChannel() throws {
    // The child has a copy of every descriptor, as no program is started in it.
    let source = """
      import Foundation
      let start = dlsym(nil, "fork")!
      let fork = unsafeBitCast(start, to: (@convention(c) () -> pid_t).self)
      if fork() == 0 { while true { sleep(1) } }
      kill(getpid(), SIGKILL)
      """
    let clock = ContinuousClock.now
    let run = try Run([source])
    #expect(run.failure(ofCell: 1)?.reason == .signal)
    #expect(ContinuousClock.now - clock < .seconds(30))
  }

  @Test("a cell finds no descriptor of the program that runs it but its own channel")
  func descriptors() throws {
    let file = open("/dev/null", O_RDONLY)
    defer { close(file) }
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    let run = try Run([
      """
      import Foundation
      let descriptors = (0..<1024).filter { fcntl(Int32($0), F_GETFD) >= 0 }
      print(descriptors.count)
      """
    ])
    // Standard streams and the channel.
    #expect(run.text(ofCell: 1) == "4\n")
  }
}
