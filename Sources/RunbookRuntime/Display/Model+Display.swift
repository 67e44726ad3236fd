extension ModelSummary: Displayable {
  /// A table with one row per layer and a last row with the totals.
  public var outputs: [Output] {
    let weights = rows.map(\.parameters) + [parameters]
    var columns = [
      Table.Column(title: "name", cells: rows.map(\.name) + ["total"]),
      Table.Column(title: "layer", cells: rows.map(\.layer) + [""]),
      Table.Column(title: "output", cells: rows.map { DisplayForm.text(ofShape: $0.shape) } + [""]),
      Table.Column(
        title: "parameters", cells: weights.map(String.init), numbers: weights.map(Double.init)),
      Table.Column(
        title: "multiply-adds", cells: rows.map(\.multiplyAddsText) + [multiplyAddsText],
        numbers: (rows.map(\.multiplyAdds) + [multiplyAdds]).map(Double.init)),
    ]
    // Shown only if some layer sees a part of an image.
    if rows.contains(where: { field in field.receptiveField.map { $0 != Size(1, 1) } ?? false }) {
      columns.append(
        Table.Column(title: "sees", cells: rows.map(\.receptiveFieldText) + [""]))
    }
    return [.table(Table(columns: columns, hasTotal: true))]
  }
}

extension DisplayForm {
  /// The layers of a model whose shapes are unknown.
  static func outputs(ofModel model: any Model) -> [Output] {
    // A single layer is a model whose layers are those inside it.
    var layers = model.layers
    if layers.isEmpty, let layer = model as? any Layer { layers = [(name: "", layer: layer)] }
    let counts = layers.map { layer in
      layer.layer.ownParameters.reduce(0) {
        $0 + ($1.parameter.isTrainable ? $1.parameter.value.count : 0)
      }
    }
    // Parameters that the model holds outside of any layer count in the total.
    let all = counts + [model.parameterCount]
    let shapes = layers.map { layer in
      layer.layer.ownParameters.map { text(ofShape: $0.parameter.value.shape) }
        .joined(separator: ", ")
    }
    let hasNames = layers.contains { !$0.name.isEmpty }
    let names = Table.Column(title: "name", cells: layers.map(\.name) + ["total"])
    let kinds = Table.Column(
      title: "layer", cells: layers.map(\.layer.description) + [hasNames ? "" : "total"])
    let numbers = Table.Column(
      title: "parameters", cells: all.map(String.init), numbers: all.map(Double.init))
    let columns =
      (hasNames ? [names] : []) + [kinds, Table.Column(title: "weights", cells: shapes + [""])]
      + [numbers]
    return [.table(Table(columns: columns, type: typeName(type(of: model)), hasTotal: true))]
  }

  /// `1×28×28`.
  static func text(ofShape shape: [Int]) -> String {
    shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×")
  }
}
