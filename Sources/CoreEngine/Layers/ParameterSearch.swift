/// Walks through the stored properties of a model and collects its parameters and layers.
struct ParameterSearch {
  private(set) var found: [NamedParameter] = []
  private(set) var layers: [(name: String, layer: any Layer)] = []
  private var seen: Set<ObjectIdentifier> = []

  mutating func visit(_ value: Any, path: String) {
    if let parameter = value as? Parameter {
      if seen.insert(ObjectIdentifier(parameter)).inserted {
        found.append(NamedParameter(path, parameter))
      }
      return
    }
    if let sequential = value as? Sequential {
      guard seen.insert(ObjectIdentifier(sequential)).inserted else { return }
      for (i, model) in sequential.models.enumerated() { visit(model, path: join(path, "\(i)")) }
      return
    }
    if let layer = value as? any Layer {
      guard seen.insert(ObjectIdentifier(layer)).inserted else { return }
      layers.append((path.isEmpty ? "\(type(of: layer))".lowercased() : path, layer))
      let known = layer.ownParameters
      for named in known { visit(named.parameter, path: join(path, named.name)) }
      // A layer of the user's own may hold other layers.
      if !(layer is any BuiltInLayer) { visitChildren(of: layer, path: path) }
      return
    }
    visitChildren(of: value, path: path)
  }

  private mutating func visitChildren(of value: Any, path: String) {
    var mirror: Mirror? = Mirror(reflecting: value)
    let style = mirror!.displayStyle
    switch style {
    case .class:
      let object = value as AnyObject
      if !(value is any Layer) {
        guard seen.insert(ObjectIdentifier(object)).inserted else { return }
      }
    case .struct, .collection, .optional, .tuple, .dictionary, .enum: break
    default: return
    }
    if value is Tensor || value is String { return }
    if style == .optional {
      // `some` is a wrapping, not a place.
      if let child = mirror!.children.first { visit(child.value, path: path) }
      return
    }
    // What a superclass stores comes first.
    var levels: [Mirror] = []
    while let level = mirror {
      levels.insert(level, at: 0)
      mirror = level.superclassMirror
    }
    for level in levels {
      for (i, child) in level.children.enumerated() {
        visit(child.value, path: join(path, label(child.label, i)))
      }
    }
  }

  private func label(_ label: String?, _ index: Int) -> String {
    guard var name = label else { return "\(index)" }
    if name.hasPrefix("$__lazy_storage_$_") { name.removeFirst(18) }
    while name.first == "_" { name.removeFirst() }  // a property wrapper's storage
    return name
  }

  private func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }
}

/// The parameters that are stored properties of `layer` itself.
func reflectedParameters(of layer: any Layer) -> [NamedParameter] {
  var result: [NamedParameter] = []
  var mirror: Mirror? = Mirror(reflecting: layer)
  while let level = mirror {
    var own: [NamedParameter] = []
    for child in level.children {
      if let parameter = child.value as? Parameter, let name = child.label {
        own.append(NamedParameter(name, parameter))
      }
    }
    result = own + result
    mirror = level.superclassMirror
  }
  return result
}

/// A layer of this module: it names its parameters itself and holds no other layers.
protocol BuiltInLayer: Layer {}
