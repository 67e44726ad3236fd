import Glibc
internal import RunbookFiles

/// The files of a compiled cell.
package struct CompiledCell: Hashable, Sendable {
  package var cell: Int
  /// The folder that holds them.
  package var folder: String

  var moduleName: String { CellInterface.moduleName(of: cell) }
  var source: String { "\(folder)/main.swift" }
  var object: String { "\(folder)/cell.o" }
  var module: String { "\(folder)/\(moduleName).swiftmodule" }
  /// The library that a kernel loads; there once everything else is.
  package var library: String { "\(folder)/cell.so" }
  /// The library while the linker writes it; two runs may be linking the same cell.
  var unfinishedLibrary: String { "\(folder)/cell-\(getpid()).so" }
  /// The compiler's output.
  var messages: String { "\(folder)/messages.txt" }
  /// The hash of library and module, written last.
  private var seal: String { "\(folder)/complete" }

  /// Whether all is there, as it was when it was made.
  var isComplete: Bool {
    guard let content, let seal = try? FileAccess.read(seal) else { return false }
    return seal == content
  }

  /// Whether it was complete once and is not any more.
  var isDamaged: Bool { FileAccess.exists(seal) && !isComplete }

  /// Notes that all is there.
  func complete() {
    guard let content else { return }
    try? FileAccess.replace(seal, with: content, isDurable: false)
  }

  private var content: [UInt8]? {
    guard let library = try? FileAccess.read(library), let module = try? FileAccess.read(module)
    else { return nil }
    var hash = ContentHash()
    hash.combine(library)
    hash.combine(module)
    return Array(hash.text.utf8)
  }

  var entryPoint: String { "\(moduleName)_main" }
}
