internal import RunbookFiles

extension DivisionOpening {
  /// An option of a directive: `:class: dropdown`.
  struct Option {
    var key: String
    var value: String
  }

  /// - Parameters:
  ///   - head: the first line, split.
  ///   - options: the option lines below it.
  ///   - sign: the first line as it is written.
  ///   - place: the location of a character of that line.
  init(
    _ head: DirectiveHead, options: [Option], sign: String, place: (Int) -> SourceLocation
  ) {
    var attributes = head.attributes
    for option in options { attributes.set(option.key, option.value) }
    self.init(division: Division(.plain), sign: sign)
    if !head.argument.isEmpty {
      let offset = String(decoding: sign.utf8.prefix(head.argumentOffset), as: UTF8.self).count
      title = Words(text: head.argument, place: TextPlace(place(offset)))
    }
    if let text = attributes.take("title"), title == nil || !head.isDirective {
      title = Words(text: text, place: Self.place(of: text, in: sign, place))
    }
    if head.isDirective {
      setDirective(head.name.lowercased(), &attributes)
    } else {
      setDivision(head.name, &attributes)
    }
    if division.isTheoremLike, title == nil, let name = attributes.take("name") {
      title = Words(text: name, place: Self.place(of: name, in: sign, place))
    }
    division.identifier = attributes.identifier
    attributes.identifier = nil
    if case .figure = role {
      self.attributes = attributes
    } else {
      division.attributes = attributes.text
    }
  }

  private static func place(
    of text: String, in sign: String, _ place: (Int) -> SourceLocation
  ) -> TextPlace {
    for quote in ["=\"", "='"] {
      if let range = sign.firstRange(of: quote + text + quote.suffix(1)) {
        return TextPlace(place(sign.distance(from: sign.startIndex, to: range.lowerBound) + 2))
      }
    }
    return TextPlace(place(0), form: .folded)
  }

  // MARK: Directives

  private mutating func setDirective(_ name: String, _ attributes: inout BracedAttributes) {
    let classes = attributes.take("class")?.split(separator: " ").map(String.init) ?? []
    attributes.classes += classes
    if let identifier = attributes.take("name") ?? attributes.take("label") {
      attributes.identifier = identifier
    }
    takesHeading = false
    switch name {
    case "admonition":
      let kind = attributes.classes.first { Callout.isKnown($0) }
      kind.map { _ = attributes.remove($0) }
      division.kind = .callout(Callout(name: kind ?? "note", folding: folding(&attributes)))
    case "dropdown":
      let isOpen = attributes.take("open") != nil
      division.kind = .callout(
        Callout(name: "details", folding: isOpen ? .open : .closed, hasIcon: false))
    case "card", "grid-item-card", "topic":
      division.kind = .callout(Callout(name: "note", hasIcon: false, hasDefaultTitle: false))
    case "versionadded": setCallout("version-added", &attributes)
    case "versionchanged": setCallout("version-changed", &attributes)
    case "deprecated": setCallout(name, &attributes)
    case _ where DivisionKinds.theorems[name] != nil: setTheorem(name, &attributes)
    case _ where name.hasPrefix("prf:"):
      let kind = String(name.dropFirst(4))
      if kind == "proof" || DivisionKinds.theorems[kind] != nil {
        setTheorem(kind, &attributes)
      } else {
        division.kind = .callout(Callout(name: kind, hasIcon: false))
      }
    case "proof": setTheorem(name, &attributes)
    case _ where Callout.isKnown(name): setCallout(name, &attributes)
    default: setOtherDirective(name, &attributes)
    }
  }

  private mutating func setOtherDirective(_ name: String, _ attributes: inout BracedAttributes) {
    switch name {
    case "margin":
      division.kind = .margin
      (text, title) = (title, nil)
    case "sidebar", "aside": division.kind = .margin
    case "figure", "image":
      role = .figure(path: title?.text ?? "")
      title = nil
    case "table", "list-table":
      role = .table(headerRows: attributes.take("header-rows").flatMap { Int($0) } ?? 0)
    case "tab-set": division.kind = .tabs([])
    case "tab-item": role = .tab
    case "epigraph", "pull-quote", "blockquote": role = .quotation
    case "contents", "tableofcontents":
      role = .contents
      title = nil
    case "toctree":
      role = .nothing(advice: "write links to the other notes")
    case "index": role = .nothing(advice: "an index is not made here")
    case "bibliography":
      role = .bibliography
      title = nil
    case "only":
      if !FormatCondition.holds(title?.text ?? "") { division.kind = .hidden(source: "") }
      title = nil
    case "div", "grid", "grid-item", "glossary":
      if name != "glossary" { title = nil }
    case "rubric": break
    default:
      warning =
        "'{\(name)}' is not known, so only its content is shown; write a kind such as '{note}'"
    }
  }

  private mutating func setCallout(_ name: String, _ attributes: inout BracedAttributes) {
    division.kind = .callout(Callout(name: name, folding: folding(&attributes)))
    (text, title) = (title, nil)
  }

  /// Whether the class of a directive makes its box foldable.
  private func folding(_ attributes: inout BracedAttributes) -> Callout.Folding? {
    let isOpen = attributes.take("open").map { $0 != "false" }
    if let isOpen { return isOpen ? .open : .closed }
    if attributes.remove("dropdown") { return attributes.remove("toggle-shown") ? .open : .closed }
    return nil
  }

  private mutating func setTheorem(_ name: String, _ attributes: inout BracedAttributes) {
    takesHeading = true
    guard let kind = DivisionKinds.theorems[name] else {
      division.kind = .proof
      return
    }
    var isNumbered = attributes.take("nonumber").map { $0 == "false" } ?? true
    if attributes.has("unnumbered") { isNumbered = false }
    // A solution or remark is counted only if it can be referred to.
    if kind == .solution || kind == .remark, attributes.identifier == nil { isNumbered = false }
    division.kind = .theorem(kind, isNumbered: isNumbered)
  }

  // MARK: Divisions with attributes

  private mutating func setDivision(_ name: String, _ attributes: inout BracedAttributes) {
    let stated = attributes
    if let isShown = FormatCondition.take(&attributes), !isShown {
      division.kind = .hidden(source: "")
      attributes = stated
      return
    }
    if !name.isEmpty { attributes.classes.insert(name, at: 0) }
    let columns = Self.columns(&attributes)
    if let identifier = attributes.identifier {
      if identifier == "refs" || attributes.has("references") {
        attributes.classes.removeAll { $0 == "references" }
        role = .bibliography
        return
      }
      if let kind = Label.kind(of: identifier) {
        if kind.isTheorem {
          for name in DivisionKinds.theorems.keys { _ = attributes.remove(name) }
          return setTheorem(kind, &attributes)
        }
        switch kind {
        case .figure, .table, .listing:
          division.kind = .float(kind, columns: columns)
          takesHeading = false
          return
        default: break
        }
      }
    }
    for name in attributes.classes {
      guard setClass(name, &attributes) else { continue }
      _ = attributes.remove(name)
      return
    }
    takesHeading = false
    if let columns { division.kind = .grid(columns: columns) }
  }

  private mutating func setTheorem(_ kind: Label.Kind, _ attributes: inout BracedAttributes) {
    division.kind = .theorem(kind, isNumbered: !attributes.has("unnumbered"))
  }

  /// Gives the division the meaning of one of its classes; `false` for a class without a meaning.
  private mutating func setClass(_ name: String, _ attributes: inout BracedAttributes) -> Bool {
    switch name {
    case "panel-tabset", "tabset":
      division.kind = .tabs([])
      takesHeading = false
    case "column-margin", "aside", "marginnote", "margin-note", "margin", "sidenote":
      division.kind = .margin
      takesHeading = false
    case "columns": division.kind = .columns
    case "column":
      let width = attributes.take("width") ?? ""
      division.kind = .column(
        share: width.hasSuffix("%") ? Double(width.dropLast()).map { Int($0.rounded()) } : nil)
      takesHeading = false
    case "hidden": division.kind = .invisible
    case "details":
      division.kind = .callout(Callout(name: name, folding: .closed, hasIcon: false))
    case "proof": division.kind = .proof
    case _ where DivisionKinds.theorems[name] != nil:
      guard let kind = DivisionKinds.theorems[name] else { return false }
      setTheorem(kind, &attributes)
    default:
      let stated =
        DivisionKinds.calloutWords.contains(name.lowercased())
        ? Callout(name: name) : DivisionKinds.callout(ofClass: name)
      guard var callout = stated else { return false }
      if let collapse = attributes.take("collapse") {
        callout.folding = collapse == "true" ? .closed : .open
      }
      if attributes.take("icon") == "false" { callout.hasIcon = false }
      if attributes.take("appearance") == "minimal" {
        (callout.hasIcon, callout.hasDefaultTitle) = (false, false)
      }
      division.kind = .callout(callout)
    }
    return true
  }

  /// The number of columns in `layout-ncol=2` or `layout="[[1, 1], [1]]"`.
  private static func columns(_ attributes: inout BracedAttributes) -> Int? {
    if let count = attributes.take("layout-ncol").flatMap({ Int($0) }), count > 0 {
      return min(count, 12)
    }
    guard let layout = attributes.take("layout") else { return nil }
    let row = layout.split(separator: "]").first ?? ""
    return min(12, max(1, row.split(separator: ",").count))
  }
}
