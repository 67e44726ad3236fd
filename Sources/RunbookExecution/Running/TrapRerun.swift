import CKernel
import Foundation
internal import RunbookOutput

/// Runs a cell that trapped once more, unoptimised, to say exactly where and why.
///
/// The optimiser merges checks and moves them between lines, and an optimised check prints nothing. The
/// state before the cell is still there, so a second run from it fails in the same way, with a better message.
struct TrapRerun {
  var compiler: CellCompiler
  var store: CellStore
  var places: CellPlaces
  /// Seconds that the second run may take.
  var patience = 10.0

  /// The crash of the second run.
  struct Finding {
    var signal: Int32
    var frames: [ck_frame]
    var message: FatalError?
    /// The unoptimised library that the frames are in.
    var library: String
    var folder: String
  }

  /// - Parameters:
  ///   - artifact: the cell that trapped.
  ///   - earlier: the cells that it imports.
  ///   - state: the state before it.
  /// - Returns: `nil` if the second run does not trap, or cannot be made.
  func run(
    _ artifact: CompiledCell, importing earlier: [CompiledCell], on state: Snapshot
  ) throws -> Finding? {
    let copy = CompiledCell(cell: artifact.cell, folder: try store.makeScratchFolder())
    var isUseful = false
    defer { if !isUseful { try? FileManager.default.removeItem(atPath: copy.folder) } }
    try FileManager.default.copyItem(atPath: artifact.source, toPath: copy.source)
    let compile = compiler.compileCommand(copy, earlier: earlier, optimized: false)
    guard try ChildProcess(compile).wait().status == 0,
      try ChildProcess(compiler.autolinkCommand(copy)).wait().status == 0,
      try ChildProcess(compiler.linkCommand(copy, autolinks: true)).wait().status == 0
    else { return nil }
    rename(copy.unfinishedLibrary, copy.library)

    let process = try state.run(copy, memoryLimit: 0)
    defer {
      process.kill()
      _ = process.end()
    }
    var transcript = CellTranscript(process, places: places)
    let deadline = monotonicSeconds() + patience
    var crash: (signal: Int32, frames: [ck_frame])?
    while true {
      var channel = pollfd(fd: process.channel, events: Int16(POLLIN), revents: 0)
      if poll(&channel, 1, 50) > 0 {
        let (messages, ended) = process.receive()
        for message in messages {
          if case .crashed(let signal, let frames) = message.content { crash = (signal, frames) }
          if case .finished = message.content { return nil }
          _ = try transcript.add(message)
        }
        if ended { break }
      } else if process.hasEnded {
        break
      }
      if monotonicSeconds() > deadline { return nil }
    }
    guard let crash else { return nil }
    transcript.finish(limit: 1 << 20)
    isUseful = true
    return Finding(
      signal: crash.signal, frames: crash.frames, message: transcript.takeFatalError(),
      library: copy.library, folder: copy.folder)
  }
}
