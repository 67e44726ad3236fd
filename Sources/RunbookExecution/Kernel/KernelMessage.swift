import CKernel

/// One message of a running cell.
///
/// The bytes come from the cell's process, which may write anything to the descriptor, so every count
/// and length is checked against the bytes that are there.
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
    /// The cell ends its process; the frames lead to the call.
    case exited(frames: [ck_frame])
    /// The loader's reason for refusing the cell's library.
    case unloadable(String)
    /// Bytes that are not a message of the runtime; nothing that follows them can be read.
    case malformed
  }

  var content: Content
  /// Bytes written to each stream when the message was sent, as the process says.
  var standardOutput: Int
  var standardError: Int

  /// Takes the messages that are complete in `buffer` off its front.
  ///
  /// - Returns: the messages; if one is malformed it is the last, and the rest is dropped.
  static func take(from buffer: inout [UInt8]) -> [KernelMessage] {
    var messages: [KernelMessage] = []
    var start = 0
    let headerSize = MemoryLayout<ck_header>.size
    while buffer.count - start >= headerSize {
      let header = buffer.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: start, as: ck_header.self)
      }
      let isKnown = (ck_message_output...ck_message_exited).contains(Int(header.kind))
      let payload = start + headerSize
      guard !isKnown || buffer.count - payload >= Int(header.length) else { break }
      let content =
        isKnown ? content(header.kind, buffer[payload..<(payload + Int(header.length))]) : nil
      messages.append(
        KernelMessage(
          content: content ?? .malformed,
          standardOutput: Int(clamping: header.standard_output),
          standardError: Int(clamping: header.standard_error)))
      guard content != nil else {
        buffer = []
        return messages
      }
      start = payload + Int(header.length)
    }
    buffer.removeFirst(start)
    return messages
  }

  /// - Returns: `nil` for a payload that is not one of this kind.
  private static func content(_ kind: UInt32, _ payload: ArraySlice<UInt8>) -> Content? {
    switch Int(kind) {
    case ck_message_output: return .output(Array(payload))
    case ck_message_inline: return .inline(Array(payload))
    case ck_message_progress: return .progress(Array(payload))
    case ck_message_finished:
      guard payload.count == MemoryLayout<ck_completion>.size else { return nil }
      let threads = payload.withUnsafeBytes { $0.loadUnaligned(as: ck_completion.self).threads }
      return .finished(threads: Int(threads))
    case ck_message_crashed:
      return stack(payload).map { .crashed(signal: $0.number, frames: $0.frames) }
    case ck_message_exited: return stack(payload).map { .exited(frames: $0.frames) }
    case ck_message_unloadable: return .unloadable(String(decoding: payload, as: UTF8.self))
    default: return nil
    }
  }

  /// A number, a count of frames and the frames.
  private static func stack(_ payload: ArraySlice<UInt8>) -> (number: Int32, frames: [ck_frame])? {
    let size = MemoryLayout<ck_frame>.size
    guard payload.count >= 8 else { return nil }
    return payload.withUnsafeBytes { bytes in
      let count = Int(bytes.loadUnaligned(fromByteOffset: 4, as: Int32.self))
      guard (0...ck_frames).contains(count), bytes.count == 8 + count * size else { return nil }
      let frames = (0..<count).map {
        bytes.loadUnaligned(fromByteOffset: 8 + $0 * size, as: ck_frame.self)
      }
      return (bytes.loadUnaligned(as: Int32.self), frames)
    }
  }
}
