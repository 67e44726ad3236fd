internal import RunbookDocument
internal import RunbookFiles

/// The numbers of figures, tables, listings, formulas and sections, in the order of the document.
struct Numbering: Sendable {
  enum Kind: Sendable {
    case figure, table, listing, equation, section

    /// The kind that a label's first letters name.
    init?(label: String) {
      switch label.prefix(while: { $0 != "-" }) {
      case "fig": self = .figure
      case "tbl": self = .table
      case "lst": self = .listing
      case "eq": self = .equation
      case "sec": self = .section
      default: return nil
      }
    }
  }

  /// What a reference points to.
  struct Target: Sendable {
    var kind: Kind
    /// Empty for a section of a document without numbers.
    var number: String
    /// The words of a heading, for references to sections without numbers.
    var title = ""
  }

  /// By label.
  private(set) var targets: [String: Target] = [:]
  /// The numbers of a cell's figure, table and listing, by the cell's place.
  private(set) var cells: [Int: [Kind: String]] = [:]
  /// The numbers of headings, by identifier.
  private(set) var headings: [String: String] = [:]
  /// The numbers of listings that are not run, by place.
  private(set) var listings: [SourceLocation: String] = [:]

  private var counts: [Kind: Int] = [:]
  private var sections = [Int]()
  private let numbersSections: Bool
  private let topLevel: Int

  init(_ notebook: Notebook) {
    numbersSections = notebook.frontMatter.numberSections
    let levels = notebook.fragments.compactMap { fragment in
      if case .heading(let heading) = fragment { heading.level } else { nil }
    }
    let hasTitle = notebook.frontMatter.title != nil
    topLevel = hasTitle ? levels.min() ?? 2 : max(2, levels.filter { $0 > 1 }.min() ?? 2)
    for fragment in notebook.fragments {
      switch fragment {
      case .heading(let heading): add(heading)
      case .math(let math): add(math)
      case .cell(let cell): add(cell)
      case .listing(let listing): add(listing)
      case .image(let image): add(image)
      case .caption(let caption): add(caption)
      case .html, .reference, .inlineExpression: break
      }
    }
  }

  private mutating func next(_ kind: Kind) -> String {
    counts[kind, default: 0] += 1
    return String(counts[kind, default: 0])
  }

  private mutating func add(_ heading: Heading) {
    let depth = heading.level - topLevel
    guard depth >= 0 else { return }
    var number = ""
    if numbersSections {
      sections = Array(sections.prefix(depth + 1))
      while sections.count <= depth { sections.append(0) }
      sections[depth] += 1
      number = sections.map(String.init).joined(separator: ".")
      headings[heading.identifier] = number
    }
    targets[heading.identifier] = Target(kind: .section, number: number, title: heading.text)
  }

  private mutating func add(_ math: Math) {
    guard let label = math.label else { return }
    targets[label] = Target(kind: .equation, number: math.tag?.text ?? next(.equation))
  }

  private mutating func add(_ image: ImageReference) {
    guard let label = image.label else { return }
    targets[label] = Target(kind: .figure, number: next(.figure))
  }

  private mutating func add(_ caption: Caption) {
    guard let label = caption.label else { return }
    targets[label] = Target(kind: .table, number: next(.table))
  }

  private mutating func add(_ cell: Cell) {
    let options = cell.options
    let kind = options.label.flatMap { Kind(label: $0) }
    var numbers: [Kind: String] = [:]
    if kind == .figure || options.figureCaption != nil { numbers[.figure] = next(.figure) }
    if kind == .table || options.tableCaption != nil { numbers[.table] = next(.table) }
    if kind == .listing || options.listingCaption != nil { numbers[.listing] = next(.listing) }
    cells[cell.index] = numbers
    if let label = options.label, let kind, let number = numbers[kind] {
      targets[label] = Target(kind: kind, number: number)
    }
  }

  private mutating func add(_ listing: Listing) {
    guard listing.options.label != nil || listing.options.listingCaption != nil else { return }
    let number = next(.listing)
    listings[listing.location] = number
    if let label = listing.options.label {
      targets[label] = Target(kind: .listing, number: number)
    }
  }
}

extension Math {
  /// The author's own `\tag{…}` and what it says.
  var tag: (range: Range<String.Index>, text: String)? {
    guard let head = source.firstRange(of: "\\tag{"),
      let end = source[head.upperBound...].firstIndex(of: "}")
    else { return nil }
    return (head.lowerBound..<source.index(after: end), String(source[head.upperBound..<end]))
  }

  /// The formula without its tag, which the page sets beside it; blanks keep all places.
  var sourceWithoutTag: String {
    guard let tag else { return source }
    let blanks = String(repeating: " ", count: source[tag.range].count)
    return source[..<tag.range.lowerBound] + blanks + source[tag.range.upperBound...]
  }
}
