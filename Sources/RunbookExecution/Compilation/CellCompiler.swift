import Glibc
internal import RunbookFiles

/// Compiles a cell to a shared library by the toolchain's own compiler and linker.
///
/// The compiler is called without its driver, which would cost more than the compilation.
struct CellCompiler: Sendable {
  var toolchain: Toolchain
  var installation: Installation

  /// Whatever changes a compiled cell beside its own source and the cells above it.
  var identity: String {
    [toolchain.identity, installation.identity, Self.flagsIdentity].joined(separator: "\n")
  }

  /// The compiler's flags.
  static var flagsIdentity: String { ([optimization] + flags).joined(separator: " ") }

  // Swift 6 mode would isolate a script's globals to the main actor, out of reach of later cells.
  // `-enable-testing` lets later cells see internal declarations, such as memberwise initialisers.
  //
  // The type checker tries combinations of overloads, of which a long expression with a mistake has
  // millions. Its limit is a number of them and not of seconds, so that every machine gives the same
  // verdict; the compiler's own is a million, which takes five seconds at best.
  private static let optimization = "-O"
  private static let flags = [
    "-solver-scope-threshold=150000",
    "-g", "-swift-version", "5", "-enable-testing", "-package-name", "notebook",
    "-enable-bare-slash-regex", "-diagnostic-style", "llvm", "-no-color-diagnostics",
  ]

  /// The command that compiles `artifact.source`; `earlier` are the cells it may import.
  func compileCommand(
    _ artifact: CompiledCell, earlier: [CompiledCell], optimized: Bool = true
  ) -> [String] {
    var command = [
      toolchain.compiler, "-frontend", "-c", "-primary-file", artifact.source,
      "-target", toolchain.target, "-module-name", artifact.moduleName,
      "-entry-point-function-name", artifact.entryPoint,
      "-emit-module-path", artifact.module, "-o", artifact.object,
      "-module-cache-path", installation.moduleCache,
    ]
    command += Self.flags + [optimized ? Self.optimization : "-Onone"]
    for folder in installation.modules { command += ["-I", folder] }
    for cell in earlier {
      command.append("-swift-module-file=\(cell.moduleName)=\(cell.module)")
    }
    return command
  }

  /// The command that compiles `artifact.source` to a module that later ones can import, and to no code.
  func checkCommand(_ artifact: CompiledCell, earlier: [CompiledCell]) -> [String] {
    var command = compileCommand(artifact, earlier: earlier, optimized: false)
    command[2] = "-emit-module"
    if let output = command.firstIndex(of: "-o") { command.removeSubrange(output...(output + 1)) }
    return command
  }

  /// The command that lists the libraries which the imports of a compiled cell ask for.
  func autolinkCommand(_ artifact: CompiledCell) -> [String] {
    [toolchain.autolinkExtractor, artifact.object, "-o", artifact.folder + "/autolink"]
  }

  /// The command that links a compiled cell; symbols of the runtime library are resolved at load time.
  func linkCommand(_ artifact: CompiledCell, autolinks: Bool) -> [String] {
    var command = [
      toolchain.linker, "-shared", "--eh-frame-hdr", toolchain.runtimeObject, artifact.object, "-o",
      artifact.unfinishedLibrary,
      "-L", toolchain.libraries, "-rpath", toolchain.libraries,
    ]
    if autolinks {
      command += systemLibraryFolders.flatMap { ["-L", $0] }
      command.append("@\(artifact.folder)/autolink")
    }
    return command
  }

  private var systemLibraryFolders: [String] {
    ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"].filter {
      access($0, R_OK) == 0
    }
  }
}
