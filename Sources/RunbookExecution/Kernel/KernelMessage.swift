import CKernel

/// One message of a running cell.
struct KernelMessage {
  enum Content {
    /// JSON of an `Output`.
    case output([UInt8])
    /// JSON of an `InlineValue`.
    case inline([UInt8])
    /// JSON of a `CellProgress`.
    case progress([UInt8])
    /// The cell ran to its end; `threads` others are still alive.
    case finished(threads: Int)
    case crashed(signal: Int32, frames: [ck_frame])
    /// The loader's reason for refusing the cell's library.
    case unloadable(String)
  }

  var content: Content
  /// Bytes written to each stream when the message was sent.
  var standardOutput: Int
  var standardError: Int

  /// Takes the messages that are complete in `buffer` off its front.
  static func take(from buffer: inout [UInt8]) -> [KernelMessage] {
    var messages: [KernelMessage] = []
    var start = 0
    let headerSize = MemoryLayout<ck_header>.size
    while buffer.count - start >= headerSize {
      let header = buffer.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: start, as: ck_header.self)
      }
      let end = start + headerSize + Int(header.length)
      guard buffer.count >= end else { break }
      if let content = content(header.kind, buffer[(start + headerSize)..<end]) {
        messages.append(
          KernelMessage(
            content: content, standardOutput: Int(header.standard_output),
            standardError: Int(header.standard_error)))
      }
      start = end
    }
    buffer.removeFirst(start)
    return messages
  }

  private static func content(_ kind: UInt32, _ payload: ArraySlice<UInt8>) -> Content? {
    switch Int(kind) {
    case ck_message_output: return .output(Array(payload))
    case ck_message_inline: return .inline(Array(payload))
    case ck_message_progress: return .progress(Array(payload))
    case ck_message_finished:
      let threads = payload.withUnsafeBytes { $0.loadUnaligned(as: ck_completion.self).threads }
      return .finished(threads: Int(threads))
    case ck_message_crashed:
      return payload.withUnsafeBytes { bytes in
        let signal = bytes.loadUnaligned(as: Int32.self)
        let count = Int(bytes.loadUnaligned(fromByteOffset: 4, as: Int32.self))
        let frames = (0..<count).map {
          bytes.loadUnaligned(
            fromByteOffset: 8 + $0 * MemoryLayout<ck_frame>.size, as: ck_frame.self)
        }
        return .crashed(signal: signal, frames: frames)
      }
    case ck_message_unloadable: return .unloadable(String(decoding: payload, as: UTF8.self))
    default: return nil
    }
  }
}
