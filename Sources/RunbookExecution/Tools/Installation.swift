import Glibc
internal import RunbookFiles

/// The parts of runbook: the kernel, the runtime library, and the interfaces that cells are compiled with.
///
/// In an installation they stand in `lib/runbook` beside the `bin` folder; in a build they stand beside
/// the program itself, as the package manager leaves them.
package struct Installation: Sendable {
  package var kernel: String
  package var runtimeLibrary: String
  /// Folders with compiled interfaces and module maps, for the compiler's `-I`.
  package var modules: [String]
  /// A writable or already filled cache of the C modules that every Swift file needs.
  package var moduleCache: String

  /// The C modules under the engine and the runtime: whoever imports those needs their module maps.
  private static let cModules = [
    "CData", "CDeflate", "CEngine", "CKernel", "CPNG", "CThreadLocal",
  ]

  /// Finds the parts that belong to the running program.
  ///
  /// - Throws: `ExecutionError` that names the first missing part.
  package init() throws {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { throw Self.missing("/proc/self/exe") }
    let program = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try self.init(folder: program.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 })
  }

  /// Finds the parts for a program that stands in `folder`.
  package init(folder: String) throws {
    let installed = Self.resolved(folder + "/../lib/runbook")
    let parts: String
    if access(installed + "/runbook-kernel", X_OK) == 0 {
      parts = installed
      modules = [installed + "/modules"]
    } else {
      parts = folder
      modules = [folder + "/Modules"] + Self.cModules.map { "\(folder)/\($0).build" }
    }
    kernel = parts + "/runbook-kernel"
    runtimeLibrary = parts + "/libRunbookRuntime.so"
    moduleCache = Self.moduleCache(of: parts)
    for part in [kernel, runtimeLibrary] + modules where access(part, R_OK) != 0 {
      throw Self.missing(part)
    }
  }

  /// The folder of the compiler's cache of C modules.
  ///
  /// The compiler writes the cache's path and those of the modules into the cache, so one that has been
  /// moved along with the program is of no use: each place has a cache of its own. Where the program's
  /// folder may not be written, the user's own cache folder takes it.
  private static func moduleCache(of parts: String) -> String {
    var place = ContentHash()
    place.combine(resolved(parts))
    let name = "module-cache/" + place.text.prefix(12)
    let own = "\(parts)/\(name)"
    if access(own, R_OK) == 0 || access(parts + "/module-cache", W_OK) == 0 { return own }
    if access(parts + "/module-cache", F_OK) != 0, access(parts, W_OK) == 0 { return own }
    if let folder = variable("XDG_CACHE_HOME") { return "\(folder)/runbook/\(name)" }
    if let home = variable("HOME"), access(home, W_OK) == 0 {
      return "\(home)/.cache/runbook/\(name)"
    }
    return "/tmp/runbook-\(getuid())/\(name)"
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Identifies the build of the engine and the runtime; part of every cache key.
  package var identity: String { FileStamp(runtimeLibrary)?.description ?? "missing" }

  private static func missing(_ part: String) -> ExecutionError {
    ExecutionError(
      .installation, "runbook is not whole: \(part) is missing; build or install it again")
  }
}
