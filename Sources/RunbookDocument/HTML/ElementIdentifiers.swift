/// Keeps the ids of elements apart from those of everything else in a document.
enum ElementIdentifiers {
  /// Takes ids off elements and pictures that a heading, a label or an element before has.
  static func removeTaken(from blocks: inout [Block]) {
    var taken: Set<String> = []
    blocks.visit(
      block: { block in
        if case .element = block.content { return }
        taken.formUnion(block.labels)
      },
      inline: { inline in
        switch inline.content {
        case .formula(let math): if let label = math.label { taken.insert(label) }
        case .image(let image): if let label = image.label { taken.insert(label) }
        default: break
        }
      })
    func kept(_ identifier: String?) -> String? {
      identifier.flatMap { taken.insert($0).inserted ? $0 : nil }
    }
    blocks.forEachNode { block in
      switch block.content {
      case .element(var element):
        element["id"] = kept(element["id"])
        block.content = .element(element)
      case .figure(var image) where image.identifier != nil:
        image.identifier = kept(image.identifier)
        block.content = .figure(image)
      default: break
      }
    } inline: { inline in
      switch inline.content {
      case .element(var element):
        element["id"] = kept(element["id"])
        inline.content = .element(element)
      case .image(var image) where image.identifier != nil:
        image.identifier = kept(image.identifier)
        inline.content = .image(image)
      default: break
      }
    }
  }
}

extension Block {
  /// The id of a heading, and labels.
  fileprivate var labels: [String] {
    guard case .figure(let image) = content else { return identifiers }
    return [image.label].compactMap { $0 }
  }
}
