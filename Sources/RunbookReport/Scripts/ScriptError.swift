internal import CJavaScript

/// An error of a program in JavaScript: one that it threw, or that it cannot be compiled.
struct ScriptError: Error, Hashable, Sendable {
  /// The engine's words, for example `TypeError: undefined not callable`.
  var message: String

  /// Takes a message over from the engine.
  init(taking message: UnsafeMutablePointer<CChar>?) {
    self.message = message.map { String(cString: $0) } ?? "out of memory"
    cjs_free(message)
  }
}
