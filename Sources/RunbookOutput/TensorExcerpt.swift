/// The elements of a tensor that are shown: matrices of its last two axes, with both ends of long
/// axes.
///
/// A cell's process keeps these elements of a tensor that is too large to keep whole, and the
/// report shows them; both use this type, so that they agree on the positions.
public struct TensorExcerpt: Hashable, Sendable {
  /// One matrix of the tensor's last two axes; a vector is a matrix of one row.
  public struct Slice: Hashable, Sendable {
    /// The indices along the axes before the last two; empty for a matrix or a vector.
    public var indices: [Int]
    /// Positions in row-major order; `nil` where elements are left out.
    public var rows: [[Int?]]
  }

  /// The matrices that are shown.
  public private(set) var slices: [Slice] = []
  /// The number of matrices left out after the shown ones.
  public private(set) var omittedSlices = 0

  /// The length of the longest axis that is shown whole.
  static let longestWhole = 10
  /// The number of matrices shown of a tensor with more than two axes.
  static let mostSlices = 4

  /// - Parameter shape: the tensor's shape, outermost axis first.
  public init(shape: [Int]) {
    guard shape.allSatisfy({ $0 > 0 }) else { return }
    let columns = shape.last ?? 1
    let rows = shape.count > 1 ? shape[shape.count - 2] : 1
    let outer = Array(shape.dropLast(2))
    // A shape whose elements cannot be counted has none that could be kept.
    guard OutputLimits.count(of: shape) != nil else { return }
    let count = outer.reduce(1, *)
    for slice in 0..<min(count, Self.mostSlices) {
      var indices = [Int]()
      var rest = slice
      for extent in outer.reversed() {
        indices.append(rest % extent)
        rest /= extent
      }
      let cells = Self.shown(rows).map { row in
        Self.shown(columns).map { column -> Int? in
          guard let row, let column else { return nil }
          return (slice * rows + row) * columns + column
        }
      }
      slices.append(Slice(indices: indices.reversed(), rows: cells))
    }
    omittedSlices = count - slices.count
  }

  /// The positions of all shown elements, in display order.
  public var positions: [Int] { slices.flatMap { $0.rows.joined().compactMap { $0 } } }

  /// Whether every element is shown.
  public var isWhole: Bool {
    omittedSlices == 0 && slices.allSatisfy { $0.rows.allSatisfy { !$0.contains(nil) } }
  }

  private static func shown(_ length: Int) -> [Int?] {
    guard length > longestWhole else { return Array(0..<length) }
    return [0, 1, 2, 3, nil, length - 3, length - 2, length - 1]
  }
}
