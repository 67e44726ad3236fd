internal import RunbookDrawing
internal import RunbookFiles
internal import RunbookOutput

/// KaTeX's style sheet and fonts.
struct KaTeXStyleSheet {
  private let folder: String
  let rules: [StyleRule]
  /// The file of each face.
  private let files: [FontFace: String]

  /// Reads the style sheet of the Debian package.
  init(folder: String) throws(FigureError) {
    self.folder = folder
    let text: String
    do {
      text = String(decoding: try FileAccess.read("\(folder)/katex.min.css"), as: UTF8.self)
    } catch {
      throw FigureError(
        message: "KaTeX's style sheet is missing (\(error)); install the Debian package libjs-katex"
      )
    }
    // Without the last rule, rows of a formula that are separated by a top-level `\\` would touch.
    // Numbers of rows look like those beside whole formulas.
    rules = StyleRule.parse(
      text + ".katex .katex-html>.newline{display:block;height:.6em}"
        + ".katex-display>.katex>.katex-html>.tag{color:var(--muted)}")
    var files: [FontFace: String] = [:]
    for rule in text.split(separator: "}") where rule.hasPrefix("@font-face{") {
      guard let start = rule.firstRange(of: "url(")?.upperBound,
        let end = rule[start...].firstIndex(of: ")")
      else { continue }
      let change = FontFace.Change(rule.dropFirst("@font-face{".count))
      guard let family = change.family else { continue }
      let face = FontFace(
        family: family, isBold: change.isBold ?? false, isItalic: change.isItalic ?? false)
      files[face] = String(rule[start..<end])
    }
    self.files = files
  }

  /// The `@font-face` rules for the letters of each face, with embedded fonts.
  func fontRules(_ letters: [FontFace: Set<Unicode.Scalar>]) throws(FigureError) -> String {
    var wanted: [FontFace: Set<Unicode.Scalar>] = [:]
    for (face, characters) in letters {
      guard let known = face.substitutes.first(where: { files[$0] != nil }) else { continue }
      wanted[known, default: []].formUnion(characters)
    }
    let sorted = wanted.sorted { (files[$0.key] ?? "") < (files[$1.key] ?? "") }
    var rules = ""
    for (face, characters) in sorted { rules += try rule(for: face, characters) }
    return rules
  }

  private func rule(
    for face: FontFace, _ characters: Set<Unicode.Scalar>
  ) throws(FigureError) -> String {
    guard let file = files[face] else { return "" }
    let (bytes, format) = try font(file, characters)
    return "@font-face{font-family:\(face.family)" + (face.isBold ? ";font-weight:700" : "")
      + (face.isItalic ? ";font-style:italic" : "")
      + ";src:url(data:font/\(format);base64,\(Base64.encode(bytes))) format('\(format)')}"
  }

  /// The font with only these letters, or the whole font if it cannot be reduced.
  private func font(
    _ file: String, _ characters: Set<Unicode.Scalar>
  ) throws(FigureError) -> ([UInt8], String) {
    let trueType = "\(folder)/\(file.prefix { $0 != "." }).ttf"
    if let font = try? FileAccess.read(trueType),
      let subset = FontSubset(font, characters: characters)
    {
      return (WebFont.file(subset.tables), "woff")
    }
    do {
      return (try FileAccess.read("\(folder)/\(file)"), "woff2")
    } catch {
      throw FigureError(
        message: "a font of KaTeX is missing (\(error)); install the Debian package fonts-katex")
    }
  }
}
