import CKernel
import Glibc

/// A program started by this one, with its output collected through a pipe.
///
/// Standard output and standard error go into the same pipe. The descriptor is read by whoever polls
/// it; `wait()` frees both process and pipe.
final class ChildProcess {
  let identifier: pid_t
  /// The end of the pipe to read from; -1 once closed.
  private(set) var output: Int32
  private var collected: [UInt8] = []

  /// Starts `arguments[0]`.
  ///
  /// - Parameters:
  ///   - arguments: the path of the program and its arguments.
  ///   - environment: `NAME=value` strings; this process's own environment if `nil`.
  ///   - folder: the program's working directory; this process's own if `nil`.
  ///   - inherited: a descriptor that the program finds as number 3.
  ///   - leadsGroup: whether the program starts a process group of its own.
  /// - Throws: `ExecutionError` with the system's reason when the program cannot be started.
  init(
    _ arguments: [String], environment: [String]? = nil, folder: String? = nil,
    inherited: Int32? = nil, leadsGroup: Bool = false
  ) throws {
    var pipe: [Int32] = [-1, -1]
    let problem = ck_pipe(&pipe)
    guard problem == 0 else { throw Self.failure(arguments[0], problem) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 2)
    if let folder { ck_spawn_in_folder(&actions, folder) }
    if let inherited { posix_spawn_file_actions_adddup2(&actions, inherited, 3) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // This program ignores broken pipes, which ends no other program that relies on them.
    var broken = sigset_t()
    sigemptyset(&broken)
    sigaddset(&broken, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &broken)
    var flags = POSIX_SPAWN_SETSIGDEF
    if leadsGroup {
      flags |= POSIX_SPAWN_SETPGROUP
      posix_spawnattr_setpgroup(&attributes, 0)
    }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var pid: pid_t = 0
    let status = Self.withCStrings(arguments) { arguments in
      guard let environment else {
        return posix_spawn(&pid, arguments[0]!, &actions, &attributes, arguments, environ)
      }
      return Self.withCStrings(environment) {
        posix_spawn(&pid, arguments[0]!, &actions, &attributes, arguments, $0)
      }
    }
    close(pipe[1])
    guard status == 0 else {
      close(pipe[0])
      throw Self.failure(arguments[0], status)
    }
    identifier = pid
    output = pipe[0]
  }

  /// Reads the available output; returns `false` at its end.
  func readAvailable() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(output, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    collected += buffer[..<count]
    return count > 0
  }

  /// Waits for the program's end; returns its exit status (128 + n for signal n) and its output.
  func wait() -> (status: Int32, output: String) {
    while readAvailable() {}
    close(output)
    output = -1
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
    let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f)
    return (code, String(decoding: collected, as: UTF8.self))
  }

  /// Whether the program has not ended; its status is kept for `wait`.
  var isRunning: Bool {
    var info = siginfo_t()
    let found = waitid(P_PID, id_t(identifier), &info, WEXITED | WNOHANG | WNOWAIT)
    return found == 0 && info.si_signo == 0
  }

  /// Waits for the program's end without its output, which something it has started may hold open.
  func waitWithoutOutput() {
    close(output)
    output = -1
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
  }

  private static func failure(_ program: String, _ code: Int32) -> ExecutionError {
    ExecutionError(.process, "cannot start \(program): \(String(cString: strerror(code)))")
  }

  private static func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }
}
