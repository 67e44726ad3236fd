extension Block {
  /// The ids that this block has on a page, without those of its content: that of a heading, and
  /// labels.
  package var identifiers: [String] {
    switch content {
    case .heading(let heading): [heading.identifier]
    case .formula(let math): math.identifiers
    case .figure(let image): [image.label, image.identifier].compactMap { $0 }
    case .element(let element): [element["id"]].compactMap { $0 }
    case .table(let table): [table.caption?.label].compactMap { $0 }
    case .cell(let cell): [cell.options.label].compactMap { $0 }
    case .listing(let listing): [listing.options.label].compactMap { $0 }
    case .division(let division): [division.identifier].compactMap { $0 }
    case .paragraph, .plain, .quotation, .list, .contents, .definitions, .rule, .html, .footnotes,
      .bibliography, .unknown, .recorded:
      []
    }
  }

  /// Replaces the ids of this block.
  ///
  /// - Parameter change: returns the new id; `nil` removes a label.
  package mutating func changeIdentifiers(_ change: (String) -> String?) {
    switch content {
    case .heading(var heading):
      heading.identifier = change(heading.identifier) ?? heading.identifier
      content = .heading(heading)
    case .formula(var math):
      math.changeIdentifiers(change)
      content = .formula(math)
    case .figure(var image):
      image.label = image.label.flatMap(change)
      image.identifier = image.identifier.flatMap(change)
      content = .figure(image)
    case .table(var table):
      let label = table.caption?.label.flatMap(change)
      table.caption?.label = label
      content = .table(table)
    case .element(var element):
      element["id"] = element["id"].flatMap(change)
      content = .element(element)
    case .division(var division):
      division.identifier = division.identifier.flatMap(change)
      let label = division.caption?.label.flatMap(change)
      division.caption?.label = label
      content = .division(division)
    case .cell, .listing, .paragraph, .plain, .quotation, .list, .contents, .definitions, .rule,
      .html, .footnotes, .bibliography, .unknown, .recorded:
      break
    }
  }
}

extension Inline {
  /// The id that this inline has on a page: its label.
  package var identifier: String? {
    switch content {
    case .formula(let math): math.identifiers.first
    case .image(let image): image.label ?? image.identifier
    case .element(let element): element["id"]
    case .anchor(let anchor): anchor.label
    default: nil
    }
  }

  /// Replaces the id of this inline; `nil` removes it.
  package mutating func changeIdentifier(_ change: (String) -> String?) {
    switch content {
    case .formula(var math):
      math.changeIdentifiers(change)
      content = .formula(math)
    case .element(var element):
      element["id"] = element["id"].flatMap(change)
      content = .element(element)
    case .image(var image):
      image.label = image.label.flatMap(change)
      image.identifier = image.identifier.flatMap(change)
      content = .image(image)
    case .anchor(var anchor):
      anchor.label = change(anchor.label) ?? anchor.label
      content = .anchor(anchor)
    default: break
    }
  }
}

extension [Block] {
  /// The ids of all elements, in document order.
  package var identifiers: [String] {
    var identifiers: [String] = []
    visit { block in
      identifiers += block.identifiers
    } inline: { inline in
      if let identifier = inline.identifier { identifiers.append(identifier) }
    }
    return identifiers
  }
}

extension Math {
  /// The ids that a formula and its rows have on a page.
  package var identifiers: [String] {
    ([label].compactMap { $0 } + innerLabels + rows.flatMap(\.labels)).map(Label.identifier)
  }

  fileprivate mutating func changeIdentifiers(_ change: (String) -> String?) {
    label = label.flatMap(change)
    innerLabels = innerLabels.compactMap(change)
    for index in rows.indices { rows[index].labels = rows[index].labels.compactMap(change) }
  }
}
