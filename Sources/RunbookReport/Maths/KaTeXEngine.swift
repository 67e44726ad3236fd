internal import CKaTeX
internal import RunbookDrawing

/// KaTeX running in Duktape.
final class KaTeXEngine {
  /// The reason why a formula was rejected.
  struct FormulaError: Error, Hashable, Sendable {
    var message: String
    /// The position of the invalid token in the formula, in UTF-16 units.
    var offset: Int?
  }

  private let engine: OpaquePointer

  /// Loads the program `script`.
  ///
  /// - Parameters:
  ///   - script: the text of `katex.js`.
  ///   - cacheFolder: the folder of the compiled program; compiling takes twenty times as long as
  ///     loading.
  init(script: [UInt8], cacheFolder: String?) throws(FigureError) {
    let bytecode = try KaTeXBytecode(script: script, cacheFolder: cacheFolder).bytes
    var message: UnsafeMutablePointer<CChar>?
    let engine = bytecode.withUnsafeBytes {
      ckatex_create($0.baseAddress, $0.count, &message)
    }
    guard let engine else {
      throw FigureError(message: "KaTeX cannot be started: \(Self.take(message))")
    }
    self.engine = engine
  }

  deinit {
    ckatex_destroy(engine)
  }

  /// Returns the HTML, with MathML for screen readers, of one formula.
  func render(_ tex: String, isDisplay: Bool) throws(FormulaError) -> String {
    var tex = tex
    var html: UnsafeMutablePointer<CChar>?
    var message: UnsafeMutablePointer<CChar>?
    var length = 0
    var offset: CInt = -1
    let status = tex.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        ckatex_render(
          engine, $0.baseAddress, $0.count, isDisplay ? 1 : 0, &html, &length, &message, &offset)
      }
    }
    guard status == 0, let html else {
      throw FormulaError(
        message: Self.shortened(Self.take(message)), offset: offset >= 0 ? Int(offset) : nil)
    }
    defer { ckatex_free(html) }
    return String(
      decoding: UnsafeRawBufferPointer(start: html, count: length), as: UTF8.self)
  }

  static func take(_ message: UnsafeMutablePointer<CChar>?) -> String {
    guard let message else { return "out of memory" }
    defer { ckatex_free(message) }
    return String(cString: message)
  }

  /// KaTeX's message without its name and without its quotation of the formula, which the report
  /// shows anyway.
  static func shortened(_ message: String) -> String {
    var text = message[...]
    for prefix in ["ParseError: ", "KaTeX parse error: "] where text.hasPrefix(prefix) {
      text = text.dropFirst(prefix.count)
    }
    for marker in [" at position ", " at end of input: "] {
      if let range = text.firstRange(of: marker) { text = text[..<range.lowerBound] }
    }
    return String(text)
  }
}
