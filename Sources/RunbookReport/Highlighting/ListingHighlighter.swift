internal import RunbookDrawing
internal import RunbookFiles

/// Colours listings of other languages than Swift with highlight.js.
struct ListingHighlighter {
  /// The number of bytes of one listing that are coloured at once; more are coloured piece by piece,
  /// since the time that highlight.js takes grows faster than the text.
  private static let pieceLength = 8 << 10
  /// The number of bytes of the longest line that is coloured.
  private static let lineLimit = 8 << 10
  /// The number of bytes of all listings of a page that are coloured, about two seconds' work.
  private static let pageLimit = 512 << 10

  private let folder: String
  private var script: [UInt8]?
  private var scriptMark = ""
  private var engine: ScriptEngine?
  private var length = 0
  /// The reason why listings are not coloured, if there is one.
  private(set) var fault: String?

  /// - Parameter folder: the folder that contains `highlight.min.js`.
  init(folder: String) {
    self.folder = folder
  }

  /// The HTML of a listing with a `<b>` around every coloured word; `nil` if it stays plain.
  ///
  /// The result depends only on the listing, on highlight.js, and on the length of those before it.
  mutating func html(_ code: SourceCode, cache: inout DrawingCache) -> String? {
    guard let language = ListingLanguage.name(of: code.language), !code.text.isEmpty else {
      return nil
    }
    loadScript()
    guard fault == nil else { return nil }
    length += code.text.utf8.count
    guard length <= Self.pageLimit else {
      fault =
        "the listings of this page are longer than \(Self.pageLimit >> 10) KB together, so not all "
        + "are coloured; show less of them"
      return nil
    }
    let key = "listing \(scriptMark) \(language) \(code.text)"
    if let kept = cache[key] {
      return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
    }
    startEngine()
    guard fault == nil else { return nil }
    let html = highlight(code.text, in: language)
    cache[key] = Array((html ?? "").utf8)
    return html
  }

  /// Colours `source` piece by piece; the state at the end of one is that of the next.
  private func highlight(_ source: String, in language: String) -> String? {
    guard let engine else { return nil }
    var html = ""
    var mode = "begin"
    for piece in Self.pieces(of: source) {
      guard piece.utf8.count <= Self.pieceLength + Self.lineLimit,
        let answer = try? engine.call("highlightListing", language, String(piece), mode),
        answer.hasPrefix("=")
      else { return nil }
      html += answer.dropFirst()
      mode = "continue"
    }
    return HighlightMarkup.html(html, of: source)
  }

  /// Whole lines, `pieceLength` bytes or a little more.
  private static func pieces(of source: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = source[...]
    while rest.utf8.count > pieceLength {
      let start = rest.utf8.index(rest.startIndex, offsetBy: pieceLength)
      guard let end = rest.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) else { break }
      pieces.append(rest[...end])
      rest = rest[rest.utf8.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(rest) }
    return pieces
  }

  // MARK: highlight.js

  private mutating func loadScript() {
    guard script == nil, fault == nil else { return }
    do {
      let bytes = try FileAccess.read("\(folder)/highlight.min.js")
      script = bytes
      scriptMark = ContentHash(bytes).text
    } catch {
      fault =
        "highlight.js is missing, so listings in other languages have no colours (\(error)); "
        + "install the Debian package libjs-highlight.js"
    }
  }

  private mutating func startEngine() {
    guard engine == nil, let script else { return }
    do throws(ScriptError) {
      let engine = try ScriptEngine()
      try engine.run(Self.globals)
      try engine.run(script)
      try engine.run(Self.highlighter)
      self.engine = engine
    } catch {
      fault =
        "highlight.js cannot be started (\(error.message)); "
        + "reinstall the Debian package libjs-highlight.js"
    }
  }

  /// The names that a browser has and that highlight.js looks for.
  private static let globals: StaticString = """
    var self = this;
    var console = { log: function () {}, warn: function () {}, error: function () {} };
    """

  /// `=` and the HTML of a listing; `?` for an unknown language, `!` for an error.
  ///
  /// The languages that highlight.js tries for text of an unknown one are named, since all of them
  /// would take seconds.
  private static let highlighter: StaticString = """
    hljs.configure({ languages: ['json', 'xml'] });
    var highlightListing = (function () {
      var state;
      return function (language, code, mode) {
        if (!hljs.getLanguage(language)) return '?';
        var result = hljs.highlight(
          language, code, true, mode === 'continue' ? state : undefined);
        state = result.top;
        return result.errorRaised ? '!' : '=' + result.value;
      };
    })();
    """
}
