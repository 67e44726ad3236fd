internal import CJavaScript

/// An engine that runs programs in JavaScript; the same calls give the same bytes on every machine.
///
/// Programs have neither files nor network. Each engine is a virtual machine of its own, so several
/// can run side by side on as many threads; one engine is used by one thread at a time.
final class ScriptEngine {
  /// The seconds of processor time after which a call fails.
  private static let timeLimit = 20.0

  private let engine: OpaquePointer

  /// - Throws: `ScriptError` when JavaScriptCore is not installed.
  init() throws(ScriptError) {
    var message: UnsafeMutablePointer<CChar>?
    guard let engine = cjs_create(Self.timeLimit, &message) else {
      throw ScriptError(taking: message)
    }
    self.engine = engine
  }

  deinit {
    cjs_destroy(engine)
  }

  /// Runs a program, which defines what the engine can be asked for.
  ///
  /// - Throws: `ScriptError` when the program is invalid or throws an error.
  func run(_ program: [UInt8]) throws(ScriptError) {
    var message: UnsafeMutablePointer<CChar>?
    let status = program.withUnsafeBytes { cjs_run(engine, cjs_text($0), &message) }
    guard status == 0 else { throw ScriptError(taking: message) }
  }

  /// Runs a short program.
  ///
  /// - Throws: `ScriptError` when the program is invalid or throws an error.
  func run(_ script: StaticString) throws(ScriptError) {
    var message: UnsafeMutablePointer<CChar>?
    let text = UnsafeRawBufferPointer(start: script.utf8Start, count: script.utf8CodeUnitCount)
    guard cjs_run(engine, cjs_text(text), &message) == 0 else {
      throw ScriptError(taking: message)
    }
  }

  /// Calls a global function with strings and returns its result as a string.
  ///
  /// - Throws: `ScriptError` when the function throws an error or there is no such function.
  func call(_ function: String, _ arguments: String...) throws(ScriptError) -> String {
    // One buffer, since the addresses of all arguments have to be valid at once.
    var bytes = [UInt8]()
    var lengths = [Int]()
    for argument in arguments {
      bytes += argument.utf8
      lengths.append(argument.utf8.count)
    }
    var result: UnsafeMutablePointer<CChar>?
    var message: UnsafeMutablePointer<CChar>?
    var length = 0
    let status = bytes.withUnsafeBytes { buffer in
      var start = 0
      let texts = lengths.map { count in
        defer { start += count }
        return cjs_text(UnsafeRawBufferPointer(rebasing: buffer[start..<(start + count)]))
      }
      return cjs_call(engine, function, texts, texts.count, &result, &length, &message)
    }
    guard status == 0, let result else { throw ScriptError(taking: message) }
    defer { cjs_free(result) }
    return String(decoding: UnsafeRawBufferPointer(start: result, count: length), as: UTF8.self)
  }
}

extension cjs_text {
  fileprivate init(_ buffer: UnsafeRawBufferPointer) {
    self.init(
      bytes: buffer.baseAddress?.assumingMemoryBound(to: CChar.self), length: buffer.count)
  }
}
