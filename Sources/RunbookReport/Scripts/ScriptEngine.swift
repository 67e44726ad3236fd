internal import CJavaScript

/// An engine that runs programs in JavaScript; the same calls give the same bytes on every machine.
///
/// Programs have neither files nor network nor clock, and at most 256 MB of memory.
final class ScriptEngine {
  private let engine: OpaquePointer

  /// - Throws: `ScriptError` when there is no memory.
  init() throws(ScriptError) {
    var message: UnsafeMutablePointer<CChar>?
    guard let engine = cjavascript_create(&message) else { throw ScriptError(taking: message) }
    self.engine = engine
  }

  deinit {
    cjavascript_destroy(engine)
  }

  /// Runs a compiled program, which defines what the engine can be asked for.
  ///
  /// - Throws: `ScriptError` when the program throws an error.
  func load(_ program: ScriptBytecode) throws(ScriptError) {
    var message: UnsafeMutablePointer<CChar>?
    let status = program.bytes.withUnsafeBytes {
      cjavascript_load(engine, $0.baseAddress, $0.count, &message)
    }
    guard status == 0 else { throw ScriptError(taking: message) }
  }

  /// Runs a short program that is not worth compiling ahead.
  ///
  /// - Throws: `ScriptError` when the program is invalid or throws an error.
  func run(_ script: StaticString) throws(ScriptError) {
    var message: UnsafeMutablePointer<CChar>?
    let text = UnsafeRawBufferPointer(start: script.utf8Start, count: script.utf8CodeUnitCount)
    guard cjavascript_run(engine, cjavascript_text(text), &message) == 0 else {
      throw ScriptError(taking: message)
    }
  }

  /// Calls a global function with strings and returns its result, which must be a string.
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
        return cjavascript_text(UnsafeRawBufferPointer(rebasing: buffer[start..<(start + count)]))
      }
      return cjavascript_call(
        engine, function, texts, texts.count, &result, &length, &message)
    }
    guard status == 0, let result else { throw ScriptError(taking: message) }
    defer { cjavascript_free(result) }
    return String(decoding: UnsafeRawBufferPointer(start: result, count: length), as: UTF8.self)
  }
}

extension cjavascript_text {
  init(_ buffer: UnsafeRawBufferPointer) {
    self.init(
      bytes: buffer.baseAddress?.assumingMemoryBound(to: CChar.self), length: buffer.count)
  }
}
