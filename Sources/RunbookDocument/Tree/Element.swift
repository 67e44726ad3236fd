/// An element that an author writes as an HTML tag, reduced to what is harmless.
///
/// `HTMLAllowList` decides which tags and attributes there are; a page is written from these nodes and
/// never from the author's text.
package struct Element<Node: Hashable & Sendable>: Hashable, Sendable {
  /// In lower case.
  package var tag: String
  /// In the order in which the author writes them; none occurs twice.
  package var attributes: [ElementAttribute]
  package var content: [Node]

  package init(tag: String, attributes: [ElementAttribute] = [], content: [Node] = []) {
    self.tag = tag
    self.attributes = attributes
    self.content = content
  }

  /// The value of an attribute.
  package subscript(name: String) -> String? {
    get { attributes.first { $0.name == name }?.value }
    set {
      let index = attributes.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): attributes[index].value = value
      case (let index?, nil): attributes.remove(at: index)
      case (nil, let value?): attributes.append(ElementAttribute(name, value))
      case (nil, nil): break
      }
    }
  }

  /// The names in `class`.
  package var classes: [String] {
    (self["class"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Whether the element occupies lines of its own.
  package var isBlock: Bool { HTMLAllowList.blocks.contains(tag) }

  /// Whether the tag has no end tag and no content.
  package var isVoid: Bool { ElementAttribute.voidTags.contains(tag) }
}

/// An attribute of an element, `name="value"`.
package struct ElementAttribute: Hashable, Sendable {
  /// In lower case.
  package var name: String
  /// The value with its entities decoded; empty for an attribute without one.
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  static let voidTags: Set<String> = ["br", "wbr", "hr", "img", "col"]
}
