import CKernel
import Glibc

/// The root of a notebook's chain of snapshots: the kernel with the runtime loaded and no cell run.
final class KernelProcess {
  let root: Snapshot
  private let process: ChildProcess
  private var hasEnded = false

  /// Starts a kernel.
  ///
  /// - Parameters:
  ///   - seed: where every source of randomness in cells begins.
  ///   - folder: the cells' working directory, the notebook's own folder.
  init(installation: Installation, seed: UInt64, folder: String) throws {
    var pair: [Int32] = [-1, -1]
    guard ck_socket_pair(&pair) == 0 else {
      throw ExecutionError(.process, "no socket for the kernel: \(systemError())")
    }
    defer { close(pair[1]) }
    do {
      process = try ChildProcess(
        [installation.kernel, String(seed)],
        environment: Self.environment(), folder: folder, inherited: pair[1], leadsGroup: true)
    } catch {
      close(pair[0])
      throw error
    }
    root = Snapshot(root: pair[0], process: process.identifier)
  }

  /// Ends the kernel, every snapshot, and whatever cells have started and left behind.
  deinit {
    guard !hasEnded else { return }
    end()
    process.waitWithoutOutput()
  }

  /// Whether the kernel's first process is there; a cell can kill it.
  var isAlive: Bool { !hasEnded && root.isReachable }

  /// Ends the kernel; returns what it said when it ended by itself, which it does only when it cannot
  /// start.
  func lastWords() -> String {
    guard !hasEnded else { return "" }
    end()
    hasEnded = true
    return process.wait().output
  }

  /// How long the kernel may take to end everything, in steps of 200 µs.
  private static let patience = 15_000

  private func end() {
    if root.isReachable {
      root.shutDown()
      awaitEnd()
    }
    if process.isRunning {
      kill(process.identifier, SIGTERM)
      awaitEnd()
    }
    kill(-process.identifier, SIGKILL)
  }

  private func awaitEnd() {
    for _ in 0..<Self.patience where process.isRunning { usleep(200) }
  }

  /// The environment of cells: the user's, but for variables that would make two runs differ.
  private static func environment() -> [String] {
    let fixed = [
      "SWIFT_DETERMINISTIC_HASHING": "1",
      "SWIFT_BACKTRACE": "enable=no",
      "LC_ALL": "C.UTF-8",
      "TZ": "UTC",
    ]
    var result = fixed.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var entry = environ
    while let pointer = entry.pointee {
      let text = String(cString: pointer)
      let name = String(text.prefix { $0 != "=" })
      if fixed[name] == nil { result.append(text) }
      entry += 1
    }
    return result
  }
}
