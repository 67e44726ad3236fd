/// Rows and columns with a heading over each column.
public struct Table: OutputPayload {
  /// One column; every column of a table has the same number of cells.
  public struct Column: Codable, Hashable, Sendable {
    public var title: String
    /// The texts that the reader sees, one per row.
    public var cells: [String]
    /// The numbers behind the cells when the column is numeric, for comparison by meaning.
    ///
    /// A cell that holds no number is NaN here.
    public var numbers: [Double]?

    public init(title: String, cells: [String], numbers: [Double]? = nil) {
      self.title = title
      self.cells = cells
      self.numbers = numbers
    }
  }

  public var columns: [Column]
  /// How many rows there were before the table was shortened for display; `nil` if all are here.
  public var totalRows: Int?
  /// The type of the value of which the table is the form: a struct's name, `Sequential`.
  public var type: String?
  /// Whether the last row sums up the others.
  public var hasTotal: Bool?

  public init(
    columns: [Column], totalRows: Int? = nil, type: String? = nil, hasTotal: Bool? = nil
  ) {
    self.columns = columns
    self.totalRows = totalRows
    self.type = type
    self.hasTotal = hasTotal
  }

  /// The number of rows that are here.
  public var rowCount: Int { columns.first?.cells.count ?? 0 }
}

extension Table {
  public var output: Output { .table(self) }
}
