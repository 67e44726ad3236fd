internal import RunbookFiles

/// The tags of Liquid, `{% name arguments %}`.
extension TemplateReader {
  private static let listings: Set<String> = ["highlight", "codeblock", "prism", "code"]
  private static let formulas: Set<String> = ["math", "katex", "latex"]
  static let loops: Set<String> = ["for", "tablerow", "paginate"]
  private static let conditions: Set<String> = ["if", "unless", "case", "ifchanged"]
  /// The parts of conditions, and the ends of tags that are left out.
  private static let parts: Set<String> = [
    "else", "elsif", "when", "endif", "endunless", "endcase",
  ]
  private static let pictures: Set<String> = [
    "img", "image", "asset_img", "figure", "picture", "responsive_image", "lightbox", "photo",
  ]

  mutating func readLiquid(_ tag: TemplateTag) {
    let name = String(tag.name)
    switch name {
    case "raw", "verbatim": readVerbatim(tag, end: "end\(name)")
    case "comment":
      guard let end = closing("endcomment") else { return warnUnclosed(tag) }
      remove(tag.range.lowerBound..<tags[end].range.upperBound)
      next = end + 1
    case "include", "include_relative", "include_cached", "render": readInclude(tag)
    case "link": replace(tag, with: Self.sitePath(of: tag.arguments))
    case "post_url": replace(tag, with: Self.sitePath(of: "_posts/\(tag.arguments).md"))
    case "assign": readAssignment(tag)
    case "capture":
      // The content is shown where it is written, and not at its variable.
      variables[String(tag.arguments)] = ""
      replace(tag, with: "")
    case "gist": readGist(tag)
    case "youtube", "vimeo": readVideo(tag, name, tag.arguments)
    case "endcapture", "katexmm", "endkatexmm": replace(tag, with: "")
    case _ where Self.listings.contains(name): readListing(tag, end: "end\(name)")
    case _ where Self.formulas.contains(name): readFormula(tag, end: "end\(name)")
    case _ where Self.loops.contains(name):
      warn(tag, "repeats a part of a site's page; that part is left out")
      let end = loopEnds[next - 1] ?? next - 1
      remove(tag.range.lowerBound..<tags[end].range.upperBound)
      next = end + 1
    case _ where Self.conditions.contains(name):
      warn(tag, "is decided only by the site generator; all that it encloses is shown")
      replace(tag, with: "")
    case _ where Self.parts.contains(name): replace(tag, with: "")
    case _ where Self.pictures.contains(name) && readPicture(tag): break
    default:
      if !name.hasPrefix("end") {
        warn(tag, "works only in the site generator and is left out; write Markdown instead")
      }
      replace(tag, with: "")
    }
  }

  /// `/path`, which starts from the folder of the site.
  private static func sitePath(of path: Substring) -> String {
    MarkdownAddress.encoded(path.hasPrefix("/") ? String(path) : "/\(path)")
  }

  mutating func warnUnclosed(_ tag: TemplateTag) {
    warn(tag, "is never closed and is left out; add its end")
    replace(tag, with: "")
  }

  private mutating func readVerbatim(_ tag: TemplateTag, end name: String) {
    guard let end = closing(name) else { return warnUnclosed(tag) }
    replace(tag, with: "")
    replace(tags[end], with: "")
    next = end + 1
  }

  private mutating func readAssignment(_ tag: TemplateTag) {
    let sides = tag.arguments.split(separator: "=", maxSplits: 1)
    let name = sides.first.map { $0.filter { !$0.isWhitespace } } ?? ""
    if sides.count == 2, let value = value(of: sides[1]) {
      variables[name] = value
    } else {
      warn(tag, "is known only to the site generator and is left out")
    }
    replace(tag, with: "")
  }

  // MARK: Includes, pictures and videos

  private mutating func readInclude(_ tag: TemplateTag) {
    let file = tag.arguments.prefix { !$0.isWhitespace }
    let words = file.split { !$0.isLetter }.map { $0.lowercased() }
    if words.contains("toc"), isAlone(tag) { return replace(tag, with: "[TOC]") }
    if readPicture(tag) { return }
    let arguments = TemplateArguments(tag.arguments)
    if let video = arguments.named["id"] ?? arguments.named["youtubeid"],
      let service = ["youtube", "vimeo"].first(where: { file.lowercased().contains($0) })
    {
      return readVideo(tag, service, video.text[...])
    }
    let advice =
      tag.name == "include_relative"
      ? "write '{{< include \(file) >}}' to include it" : "write Markdown instead"
    warn(tag, "includes a template of the site and is left out; \(advice)")
    replace(tag, with: "")
  }

  /// Shows the picture that the arguments of a tag name.
  ///
  /// - Returns: whether there is one.
  mutating func readPicture(_ tag: TemplateTag) -> Bool {
    let isInclude = tag.name.hasPrefix("include")
    let file = isInclude ? tag.arguments.prefix { !$0.isWhitespace } : ""
    let picture = TemplatePicture.markdown(
      TemplateArguments(tag.arguments.dropFirst(file.count)), isBlock: isAlone(tag)
    ) { value(of: $0) }
    guard let picture else { return false }
    replace(tag, with: picture)
    return true
  }

  private mutating func readGist(_ tag: TemplateTag) {
    let name = TemplateArguments(tag.arguments).positional.first?.text ?? ""
    warn(tag, "would be fetched from the network; a link is shown")
    replace(tag, with: name.isEmpty ? "" : "<https://gist.github.com/\(Self.word(name))>")
  }

  /// - Parameter arguments: begin with the name of the video, or its address.
  mutating func readVideo(_ tag: TemplateTag, _ service: String, _ arguments: Substring) {
    let parsed = TemplateArguments(arguments)
    let name =
      parsed.named["id"]?.text ?? parsed.named["src"]?.text ?? parsed.positional.first?.text ?? ""
    let start = service == "vimeo" ? "https://vimeo.com/" : "https://www.youtube.com/watch?v="
    guard !name.isEmpty else {
      warn(tag, "names no video and is left out")
      return replace(tag, with: "")
    }
    warn(tag, "cannot be played in a report; a link is shown")
    if name.contains("://") { return replace(tag, with: "<\(Self.word(name))>") }
    let isFile = service == "video"
    let address = MarkdownAddress.encoded(isFile ? name : start + name)
    replace(tag, with: isFile ? "[\(Self.word(name))](\(address))" : "<\(address)>")
  }

  /// A name without the characters that would end a link.
  private static func word(_ name: String) -> String { name.filter { !" <>[]".contains($0) } }

  // MARK: Blocks

  /// A listing between two tags, kept to the letter.
  mutating func readListing(_ tag: TemplateTag, end name: String) {
    guard let closing = endTag(name, after: tag.range.upperBound) else { return warnUnclosed(tag) }
    let code = prose.source.bytes[tag.range.upperBound..<closing.lowerBound]
    let longest = code.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    prose.exclude(tag.range.lowerBound..<closing.upperBound)
    skipTags(before: closing.upperBound)
    if isAlone(tag), isAlone(closing) {
      let fence = String(repeating: "`", count: max(3, longest + 1))
      replace(tag, with: fence + Self.language(of: tag))
      edits.replace(closing, with: fence)
    } else if !code.contains(10) {
      let fence = String(repeating: "`", count: longest + 1)
      replace(tag, with: fence)
      edits.replace(closing, with: fence)
    } else {
      warn(tag, "is not alone in its line; begin a new line for it, and for its end")
      replace(tag, with: "")
      edits.replace(closing, with: "")
    }
  }

  /// The language that a tag names: `python`, `lang:python`.
  private static func language(of tag: TemplateTag) -> String {
    let arguments = TemplateArguments(tag.arguments)
    let word =
      arguments.named["lang"]?.text ?? arguments.named["language"]?.text
      ?? arguments.positional.first { !$0.text.hasPrefix("linenos") }?.text ?? ""
    let name = word.hasPrefix("lang:") ? word.dropFirst(5) : word[...]
    let language = String(name.prefix { $0.isLetter || $0.isNumber || "+-#_.".contains($0) })
    return language.lowercased() == "swift" ? FenceInfo.shownSwiftWord : language
  }

  /// A formula between two tags, unless its dollars are written too.
  mutating func readFormula(_ tag: TemplateTag, end name: String) {
    guard let closing = endTag(name, after: tag.range.upperBound) else {
      // Some themes only load their program for formulas with such a tag.
      return replace(tag, with: "")
    }
    let formula = prose.source.bytes[tag.range.upperBound..<closing.lowerBound]
    let isDisplay = isAlone(tag) || tag.arguments.contains("display")
    let dollars = formula.contains(UInt8(ascii: "$")) ? "" : isDisplay ? "$$" : "$"
    replace(tag, with: dollars)
    edits.replace(closing, with: dollars)
    prose.exclude(tag.range.lowerBound..<closing.upperBound)
    skipTags(before: closing.upperBound)
  }

  /// The place of `{% name %}` or `{{< name >}}` in what follows, which may be in code.
  private mutating func endTag(_ name: String, after start: Int) -> Range<Int>? {
    guard !missingEnds.contains(name) else { return nil }
    let bytes = prose.source.bytes
    let word = Array(name.utf8)
    let blanks = { (byte: UInt8) in byte == 32 || byte == 9 || byte == UInt8(ascii: "-") }
    var index = start
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "{")) {
      index = open + 1
      var rest = bytes[(open + 1)...]
      if rest.first == UInt8(ascii: "{") { rest = rest.dropFirst() }
      guard rest.first == UInt8(ascii: "%") || rest.first == UInt8(ascii: "<") else { continue }
      rest = rest.dropFirst().drop(while: blanks)
      guard rest.starts(with: word) else { continue }
      rest = rest.dropFirst(word.count).drop(while: blanks)
      guard rest.first == UInt8(ascii: "%") || rest.first == UInt8(ascii: ">") else { continue }
      let close = rest.dropFirst().prefix { $0 == UInt8(ascii: "}") }
      if !close.isEmpty { return open..<close.endIndex }
    }
    missingEnds.insert(name)
    return nil
  }
}
