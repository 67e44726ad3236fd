internal import RunbookDrawing

/// KaTeX running in the script engine.
final class KaTeXEngine {
  /// The reason why a formula was rejected.
  struct FormulaError: Error, Hashable, Sendable {
    var message: String
    /// The position of the invalid token in the formula, in UTF-16 units.
    var offset: Int?
  }

  private let engine: ScriptEngine

  /// Sets a formula: `=` and its HTML, or `!`, the position of the invalid token and the message.
  private static let renderer: StaticString = """
    function renderFormula(tex, mode) {
      try {
        return '=' + katex.renderToString(tex, {
          displayMode: mode === 'display', output: 'htmlAndMathml', throwOnError: true,
          strict: 'ignore', trust: false, maxExpand: 1000, maxSize: 50
        });
      } catch (error) {
        var position = error && typeof error.position === 'number' ? error.position : -1;
        return '!' + position + ' ' + error;
      }
    }
    """

  /// Loads the program `script`.
  ///
  /// - Parameters:
  ///   - script: the text of `katex.js`.
  ///   - cacheFolder: the folder of the compiled program; compiling takes twenty times as long as
  ///     loading.
  init(script: [UInt8], cacheFolder: String?) throws(FigureError) {
    let bytecode: ScriptBytecode
    do throws(ScriptError) {
      bytecode = try ScriptBytecode(script: script, name: "katex", cacheFolder: cacheFolder)
    } catch {
      throw FigureError(message: "KaTeX cannot be compiled: \(error.message)")
    }
    do throws(ScriptError) {
      engine = try ScriptEngine()
      try engine.load(bytecode)
      try engine.run(Self.renderer)
    } catch {
      throw FigureError(message: "KaTeX cannot be started: \(error.message)")
    }
  }

  /// Returns the HTML, with MathML for screen readers, of one formula.
  func render(_ tex: String, isDisplay: Bool) throws(FormulaError) -> String {
    let answer: String
    do throws(ScriptError) {
      answer = try engine.call("renderFormula", tex, isDisplay ? "display" : "inline")
    } catch {
      throw FormulaError(message: Self.shortened(error.message))
    }
    if answer.hasPrefix("=") { return String(answer.dropFirst()) }
    let parts = answer.dropFirst().split(separator: " ", maxSplits: 1)
    let offset = Int(parts.first ?? "") ?? -1
    throw FormulaError(
      message: Self.shortened(String(parts.last ?? "")), offset: offset >= 0 ? offset : nil)
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
