/// Rows and columns with a heading above each column.
public struct Table: OutputPayload {
  /// One column; every column of a table has the same number of cells.
  public struct Column: Codable, Hashable, Sendable {
    public var title: String
    /// The displayed texts, one per row.
    public var cells: [String]
    /// The numbers behind the cells when the column is numeric, for comparison by meaning.
    ///
    /// A cell without a number is NaN.
    public var numbers: [Double]?

    public init(title: String, cells: [String], numbers: [Double]? = nil) {
      self.title = title
      self.cells = cells
      self.numbers = numbers
    }
  }

  public var columns: [Column]
  /// The number of rows before the table was shortened for display; `nil` if it is complete.
  public var totalRows: Int?
  /// The type of the value shown as a table: a struct's name, `Sequential`.
  public var type: String?
  /// Whether the last row contains totals.
  public var hasTotal: Bool?

  public init(
    columns: [Column], totalRows: Int? = nil, type: String? = nil, hasTotal: Bool? = nil
  ) {
    self.columns = columns
    self.totalRows = totalRows
    self.type = type
    self.hasTotal = hasTotal
  }

  /// The number of rows in the table.
  public var rowCount: Int { columns.first?.cells.count ?? 0 }
}

extension Table {
  public var output: Output { .table(self) }
}
