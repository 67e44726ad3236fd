internal import RunbookDocument
internal import RunbookFiles

/// Sets the formulas of a report.
struct FormulaSetter {
  /// The result of setting one formula.
  enum Outcome {
    case html(String)
    /// KaTeX rejects the formula.
    case refused(KaTeXEngine.FormulaError)
    /// KaTeX is missing, which is reported once for the whole report.
    case unavailable
  }

  private let folder: String
  private let cacheFolder: String?
  private var script: [UInt8]?
  private var scriptMark = ""
  private var engine: KaTeXEngine?
  /// The reason why no formula can be set, if there is one.
  private(set) var fault: String?

  init(folder: String, cacheFolder: String?) {
    self.folder = folder
    self.cacheFolder = cacheFolder
  }

  /// Sets `math`.
  mutating func set(_ math: Math, cache: inout DrawingCache) -> Outcome {
    loadScript()
    guard fault == nil else { return .unavailable }
    let source = math.sourceWithoutTag
    let key = "formula \(scriptMark) \(math.isDisplay ? "display" : "inline") \(source)"
    if let kept = cache[key] {
      return .html(String(decoding: kept, as: UTF8.self))
    }
    startEngine()
    guard let engine else { return .unavailable }
    do {
      let html = KaTeXMarkup.compact(try engine.render(source, isDisplay: math.isDisplay))
      cache[key] = Array(html.utf8)
      return .html(html)
    } catch {
      return .refused(error)
    }
  }

  private mutating func loadScript() {
    guard script == nil, fault == nil else { return }
    do {
      let bytes = try FileAccess.read("\(folder)/katex.min.js")
      script = bytes
      scriptMark = ContentHash(bytes).text
    } catch {
      fault =
        "KaTeX is missing, so formulas are shown as LaTeX (\(error)); "
        + "install the Debian packages libjs-katex and fonts-katex"
    }
  }

  private mutating func startEngine() {
    guard engine == nil, let script else { return }
    do {
      engine = try KaTeXEngine(script: script, cacheFolder: cacheFolder)
    } catch {
      fault = "\(error); reinstall the Debian package libjs-katex"
    }
  }
}
