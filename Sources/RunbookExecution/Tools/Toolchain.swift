import CKernel
import Glibc
internal import RunbookFiles

/// The Swift toolchain that cells are compiled with: the one whose runtime this process runs on.
///
/// A cell reads the compiled interface of the notebook runtime, which only the compiler that wrote it
/// can read. This program is linked against the same toolchain's libraries, so their place tells
/// where the right compiler is, whatever `PATH` says.
package struct Toolchain: Sendable {
  /// The folder that holds `bin` and `lib`.
  package var root: String

  package var compiler: String { root + "/bin/swift-frontend" }
  package var linker: String { root + "/bin/ld.lld" }
  package var autolinkExtractor: String { root + "/bin/swift-autolink-extract" }
  package var symbolizer: String { root + "/bin/llvm-symbolizer" }
  package var libraries: String { root + "/lib/swift/linux" }
  /// Registers a library's protocol conformances with the runtime; without it dynamic casts miss them.
  package var runtimeObject: String { "\(libraries)/\(Self.architecture)/swiftrt.o" }
  package var target: String { "\(Self.architecture)-unknown-linux-gnu" }

  #if arch(x86_64)
    private static let architecture = "x86_64"
  #elseif arch(arm64)
    private static let architecture = "aarch64"
  #endif

  /// Finds the toolchain of this process.
  ///
  /// - Throws: `ExecutionError` when the runtime in use does not stand in a toolchain.
  package init() throws {
    // Any function of the Swift library will do; this one is in every version.
    guard let symbol = dlsym(nil, "swift_retain") else { throw ExecutionError.noToolchain(nil) }
    guard let name = ck_library_of(symbol) else { throw ExecutionError.noToolchain(nil) }
    guard let resolved = realpath(name, nil) else {
      throw ExecutionError.noToolchain(String(cString: name))
    }
    defer { free(resolved) }
    // …/lib/swift/linux/libswiftCore.so
    let parts = String(cString: resolved).split(separator: "/").dropLast(4)
    root = "/" + parts.joined(separator: "/")
    guard access(compiler, X_OK) == 0 else { throw ExecutionError.noToolchain(compiler) }
    guard access(linker, X_OK) == 0 else { throw ExecutionError.noToolchain(linker) }
  }

  /// Identifies the build of the compiler; part of every cache key.
  package var identity: String { "\(compiler) \(FileStamp(compiler)?.description ?? "missing")" }
}
