internal import CJavaScript
internal import RunbookDrawing

/// A program in JavaScript whose functions turn texts into texts.
///
/// Each engine is a virtual machine of its own, so several can run side by side on as many threads;
/// one engine is used by one thread at a time.
final class JavaScriptEngine {
  /// The text of an exception.
  struct ScriptError: Error, Hashable, Sendable, CustomStringConvertible {
    var description: String
  }

  /// The seconds of processor time after which a call fails.
  private static let timeLimit = 20.0

  private let engine: OpaquePointer

  /// Makes an engine and runs `programs` in it, in order.
  ///
  /// - Throws: if JavaScriptCore is not installed, or a program fails.
  init(_ programs: [[UInt8]]) throws(ScriptError) {
    var message: UnsafeMutablePointer<CChar>?
    guard let engine = cjs_create(Self.timeLimit, &message) else {
      throw ScriptError(description: Self.take(message))
    }
    self.engine = engine
    for program in programs {
      let status = program.withUnsafeBytes { bytes in
        cjs_run(
          engine,
          cjs_text(
            bytes: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), length: bytes.count),
          &message)
      }
      guard status == 0 else { throw ScriptError(description: Self.take(message)) }
    }
  }

  deinit { cjs_destroy(engine) }

  /// Calls the global function `name` and returns its result as a text.
  ///
  /// - Throws: the exception of the function.
  func call(_ name: String, _ arguments: String...) throws(ScriptError) -> String {
    var result: UnsafeMutablePointer<CChar>?
    var message: UnsafeMutablePointer<CChar>?
    var length = 0
    // One block with all arguments: the pointers stay valid for the call.
    let bytes = arguments.flatMap { Array($0.utf8) }
    let status = bytes.withUnsafeBytes { buffer in
      var texts: [cjs_text] = []
      var start = 0
      for argument in arguments {
        let count = argument.utf8.count
        texts.append(
          cjs_text(
            bytes: buffer.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self),
            length: count))
        start += count
      }
      return cjs_call(engine, name, texts, texts.count, &result, &length, &message)
    }
    guard status == 0, let result else { throw ScriptError(description: Self.take(message)) }
    defer { cjs_free(result) }
    return String(decoding: UnsafeRawBufferPointer(start: result, count: length), as: UTF8.self)
  }

  private static func take(_ message: UnsafeMutablePointer<CChar>?) -> String {
    guard let message else { return "out of memory" }
    defer { cjs_free(message) }
    return String(cString: message)
  }
}
