/// KaTeX, which sets formulas in LaTeX as HTML.
final class KaTeXEngine {
  /// The reason why a formula was rejected.
  struct FormulaError: Error, Hashable, Sendable {
    var message: String
    /// The position of the invalid token in the formula, in UTF-16 units.
    var offset: Int?
  }

  private let engine: ScriptEngine

  /// - Parameters:
  ///   - script: the text of `katex.js`.
  ///   - extensions: the texts of its extensions.
  init(script: [UInt8], extensions: [[UInt8]] = []) throws(ScriptError) {
    engine = try ScriptEngine()
    for program in [script] + extensions { try engine.run(program) }
    try engine.run(Array(KaTeXMacros.program.utf8))
    try engine.run(Self.renderer)
  }

  /// Returns the HTML, with MathML for screen readers, of one formula.
  func render(_ tex: String, isDisplay: Bool) throws(FormulaError) -> String {
    let result: String
    do throws(ScriptError) {
      result = try engine.call("setFormula", tex, isDisplay ? "display" : "inline")
    } catch {
      throw FormulaError(message: Self.shortened(error.message))
    }
    if result.hasPrefix("<") { return result }
    let parts = result.split(separator: " ", maxSplits: 1)
    let offset = parts.first.flatMap { Int($0) }
    throw FormulaError(
      message: Self.shortened(parts.count > 1 ? String(parts[1]) : result), offset: offset)
  }

  /// Returns HTML, or the position of the error, `-` if there is none, and the message.
  ///
  /// Links lead only to places of the page, as those to other formulas do.
  private static let renderer: StaticString = #"""
    function setFormula(tex, mode) {
      try {
        return katex.renderToString(tex, {
          displayMode: mode === 'display', output: 'htmlAndMathml', throwOnError: true,
          strict: 'ignore', maxExpand: 1000, maxSize: 50, macros: Object.assign({}, standardMacros),
          trust: function (context) {
            return context.command === '\\href' && context.url.charAt(0) === '#';
          }
        });
      } catch (error) {
        if (!(error instanceof katex.ParseError)) throw error;
        return (error.position === undefined ? '-' : error.position) + ' ' + error;
      }
    }
    """#

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
