/// The captions of a cell's outputs.
package struct CellCaptions: Hashable, Sendable {
  /// `fig-cap`, below the cell's last figure.
  package var figure: Caption?
  /// `tbl-cap`, above the cell's first table.
  package var table: Caption?
  /// `lst-cap`, above the cell's code.
  package var listing: Caption?
  /// `fig-subcap`, one per picture.
  package var subfigures: [Caption] = []

  package init() {}

  /// All captions, in the order in which they are numbered.
  package var all: [Caption] { [figure, table, listing].compactMap { $0 } + subfigures }

  /// The caption of one kind of element.
  package subscript(kind: Label.Kind) -> Caption? {
    get {
      switch kind {
      case .figure: figure
      case .table: table
      case .listing: listing
      default: nil
      }
    }
    set {
      switch kind {
      case .figure: figure = newValue
      case .table: table = newValue
      case .listing: listing = newValue
      default: break
      }
    }
  }

  /// Changes every caption in place.
  mutating func changeEach(_ change: (inout Caption) -> Void) {
    if figure != nil { change(&figure!) }
    if table != nil { change(&table!) }
    if listing != nil { change(&listing!) }
    for index in subfigures.indices { change(&subfigures[index]) }
  }
}
