internal import RunbookFiles
internal import RunbookOutput

/// KaTeX's style sheet, cut down to what a report needs and with its fonts inside.
struct KaTeXStyleSheet {
  private let folder: String
  private let text: String

  /// Reads the style sheet of the Debian package.
  init(folder: String) throws(FigureError) {
    self.folder = folder
    do {
      text = String(decoding: try FileAccess.read("\(folder)/katex.min.css"), as: UTF8.self)
    } catch {
      throw FigureError(
        message: "KaTeX's style sheet is missing (\(error)); install the Debian package libjs-katex"
      )
    }
  }

  /// One cut of a typeface.
  private struct Face: Hashable {
    var family: String
    var isBold: Bool
    var isItalic: Bool
  }

  /// Returns the rules that match elements of `usage`, and the fonts that those rules name.
  func rules(for usage: ClassUsage) throws(FigureError) -> String {
    var faces: Set<Face> = []
    var files: [(face: Face, file: String)] = []
    var kept = ""
    for rule in text.split(separator: "}") {
      guard let brace = rule.firstIndex(of: "{") else { continue }
      let selectors = rule[..<brace]
      let declarations = rule[rule.index(after: brace)...]
      if selectors.hasPrefix("@") {
        if let entry = Self.fontFile(declarations) { files.append(entry) }
        continue
      }
      let matching = selectors.split(separator: ",").filter { Self.matches($0, usage) }
      guard !matching.isEmpty else { continue }
      kept += matching.joined(separator: ",") + "{" + declarations + "}"
      if let face = Self.face(declarations) { faces.insert(face) }
    }
    // `\textbf{\textit{…}}` needs a cut that no single rule names.
    if faces.isSuperset(of: [
      Face(family: "KaTeX_Main", isBold: true, isItalic: false),
      Face(family: "KaTeX_Main", isBold: false, isItalic: true),
    ]), usage.contains(["textbf"]), usage.contains(["textit"]) {
      faces.insert(Face(family: "KaTeX_Main", isBold: true, isItalic: true))
    }
    var fonts = ""
    for (face, file) in files where faces.contains(face) {
      fonts += try fontRule(face, file: file)
    }
    // Rows of a formula that a top-level `\\` parts would touch without the last rule.
    return "/* KaTeX (MIT licence) and its fonts (SIL Open Font License 1.1) */\n" + fonts + kept
      + ".katex-html>.newline{display:block;height:.6em}"
  }

  private func fontRule(_ face: Face, file: String) throws(FigureError) -> String {
    let bytes: [UInt8]
    do {
      bytes = try FileAccess.read("\(folder)/\(file)")
    } catch {
      throw FigureError(
        message: "a font of KaTeX is missing (\(error)); install the Debian package fonts-katex")
    }
    return "@font-face{font-family:\(face.family);font-weight:\(face.isBold ? 700 : 400);"
      + "font-style:\(face.isItalic ? "italic" : "normal");"
      + "src:url(data:font/woff2;base64,\(Base64.encode(bytes))) format('woff2')}"
  }

  private static func fontFile(_ declarations: Substring) -> (face: Face, file: String)? {
    guard let start = declarations.firstRange(of: "url(")?.upperBound,
      let end = declarations[start...].firstIndex(of: ")"), let face = face(declarations)
    else { return nil }
    return (face, String(declarations[start..<end]))
  }

  /// The cut that a rule asks for; `nil` if it says nothing about fonts.
  private static func face(_ declarations: Substring) -> Face? {
    var family: String?
    var isBold = false
    var isItalic = false
    for declaration in declarations.split(separator: ";") {
      let parts = declaration.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      switch parts[0] {
      case "font-family": family = parts[1].split(separator: ",").first.map(String.init)
      case "font": family = "KaTeX_Main"
      case "font-weight": isBold = parts[1] == "700"
      case "font-style": isItalic = parts[1] == "italic"
      default: break
      }
    }
    guard family != nil || isBold || isItalic else { return nil }
    return Face(family: family ?? "KaTeX_Main", isBold: isBold, isItalic: isItalic)
  }

  /// Whether each part of a selector finds an element that has all its classes.
  private static func matches(_ selector: Substring, _ usage: ClassUsage) -> Bool {
    selector.split(whereSeparator: { $0 == " " || $0 == ">" || $0 == "+" || $0 == "~" })
      .allSatisfy { compound in
        let name = compound.split(separator: ":", omittingEmptySubsequences: false)[0]
        let classes = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
        return usage.contains(Set(classes.map { $0.filter { $0 != "(" && $0 != ")" }[...] }))
      }
  }
}
