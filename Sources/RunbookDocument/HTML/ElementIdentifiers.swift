internal import RunbookFiles

/// Keeps the ids of elements apart from those that the page gives.
enum ElementIdentifiers {
  /// Takes ids off elements and pictures that something else has already.
  ///
  /// An id of a heading leads to the same place; one that the page uses itself causes a warning.
  static func removeTaken(from blocks: inout [Block], log: inout DiagnosticLog) {
    var taken: Set<String> = []
    blocks.visit(
      block: { block in
        switch block.content {
        case .heading(let heading): taken.insert(heading.identifier)
        case .formula(let math): if let label = math.label { taken.insert(label) }
        case .figure(let image): if let label = image.label { taken.insert(label) }
        case .table(let table): if let label = table.caption?.label { taken.insert(label) }
        case .cell(let cell): if let label = cell.options.label { taken.insert(label) }
        case .listing(let listing): if let label = listing.options.label { taken.insert(label) }
        default: break
        }
      },
      inline: { inline in
        switch inline.content {
        case .formula(let math): if let label = math.label { taken.insert(label) }
        case .image(let image): if let label = image.label { taken.insert(label) }
        default: break
        }
      })
    func kept(_ identifier: String?, _ location: SourceLocation) -> String? {
      guard let identifier else { return nil }
      if isOfPage(identifier) {
        log.warning("the id '\(identifier)' is one of the page; choose another", at: location)
        return nil
      }
      return taken.insert(identifier).inserted ? identifier : nil
    }
    blocks.forEachNode { block in
      switch block.content {
      case .element(var element):
        element["id"] = kept(element["id"], block.range.start)
        block.content = .element(element)
      case .figure(var image) where image.identifier != nil:
        image.identifier = kept(image.identifier, block.range.start)
        block.content = .figure(image)
      default: break
      }
    } inline: { inline in
      switch inline.content {
      case .element(var element):
        element["id"] = kept(element["id"], inline.range.start)
        inline.content = .element(element)
      case .image(var image) where image.identifier != nil:
        image.identifier = kept(image.identifier, inline.range.start)
        inline.content = .image(image)
      default: break
      }
    }
  }

  /// Whether the page itself gives this id to one of its parts.
  static func isOfPage(_ identifier: String) -> Bool {
    if ["content", "summary-title", "runbook-live"].contains(identifier) { return true }
    return ["cell-", "claim-", "fn-", "fnref-"].contains { prefix in
      identifier.hasPrefix(prefix) && identifier.dropFirst(prefix.count).first?.isNumber == true
    }
  }
}
