internal import RunbookDrawing

/// Finds the stored properties in which two values differ, and names them in plain words.
///
/// NaN equals NaN. Values that are equal by `==` are not looked into.
enum ExactComparison {
  /// - Parameter place: where the values stand, for messages.
  static func changes<Value: Hashable>(
    _ old: Value, _ new: Value, at place: String? = nil
  ) -> [Change] {
    old == new ? [] : changes(old, new, at: place.map { [$0] } ?? [], name: "")
  }

  /// - Parameter name: the property that holds the values, as its type calls it.
  private static func changes(
    _ old: Any, _ new: Any, at place: [String], name: String
  ) -> [Change] {
    let (oldMirror, newMirror) = (Mirror(reflecting: old), Mirror(reflecting: new))
    switch oldMirror.displayStyle {
    case .optional:
      guard let before = oldMirror.children.first, let after = newMirror.children.first else {
        return differ(old, new, at: place, name: name)
      }
      return changes(before.value, after.value, at: place, name: name)
    case .struct where !oldMirror.children.isEmpty && !(old is String):
      return zip(oldMirror.children, newMirror.children).flatMap { before, after in
        let name = before.label ?? ""
        let words = PlainWords.ofProperty(name)
        return changes(
          before.value, after.value, at: words.isEmpty ? place : place + [words], name: name)
      }
    case .collection:
      let (before, after) = (oldMirror.children.map(\.value), newMirror.children.map(\.value))
      guard before.count == after.count, !isShortList(before), !isShortList(after) else {
        return differ(old, new, at: place, name: name)
      }
      return zip(before, after).enumerated().flatMap { index, pair in
        changes(pair.0, pair.1, at: place.dropLast() + [numbered(place.last, index)], name: name)
      }
    default:
      return differ(old, new, at: place, name: name)
    }
  }

  private static func differ(
    _ old: Any, _ new: Any, at place: [String], name: String
  ) -> [Change] {
    guard !areEqual(old, new) else { return [] }
    let isCode = PlainWords.isCode(name)
    var texts = (
      old: PlainWords.text(of: old, isCode: isCode), new: PlainWords.text(of: new, isCode: isCode)
    )
    if !isCode, let before = old as? String, let after = new as? String {
      texts = Excerpt.quoted(before, after)
    }
    let place = place.isEmpty ? nil : place.joined(separator: ", ")
    // Long lists may have one text in spite of what differs in them.
    guard texts.old != texts.new else {
      return [Change(.statement("\(texts.old) became others"), at: place)]
    }
    return [Change(.words(old: texts.old, new: texts.new), at: place)]
  }

  private static func areEqual(_ old: Any, _ new: Any) -> Bool {
    if let old = old as? Double, let new = new as? Double {
      return old == new || old.isNaN && new.isNaN
    }
    if let old = old as? Float, let new = new as? Float {
      return old == new || old.isNaN && new.isNaN
    }
    if let old = old as? AnyHashable, let new = new as? AnyHashable { return old == new }
    return "\(old)" == "\(new)"
  }

  /// Whether a message has room for all elements.
  private static func isShortList(_ values: [Any]) -> Bool {
    values.count <= 8
      && values.allSatisfy { $0 is String || $0 is Int || $0 is Double || $0 is Float }
  }

  private static func numbered(_ name: String?, _ index: Int) -> String {
    "\(name ?? "element") \(index + 1)"
  }
}
