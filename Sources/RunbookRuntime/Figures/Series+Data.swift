/// Ways to draw data. Without `x` the positions are 0, 1, 2 …
extension Plot.Series {
  /// A curve through points.
  public static func line(
    _ name: String = "", _ y: any NumberList, x: (any NumberList)? = nil
  ) -> Self {
    make(name, .line, y, x)
  }

  /// A curve with its points marked.
  public static func linePoints(
    _ name: String = "", _ y: any NumberList, x: (any NumberList)? = nil
  ) -> Self {
    make(name, .linePoints, y, x)
  }

  /// Points without a curve.
  public static func points(
    _ name: String = "", _ y: any NumberList, x: (any NumberList)? = nil
  ) -> Self {
    make(name, .points, y, x)
  }

  /// One bar per value.
  public static func bars(
    _ name: String = "", _ y: any NumberList, x: (any NumberList)? = nil
  ) -> Self {
    make(name, .bars, y, x)
  }

  /// A curve that keeps each value until the next.
  public static func steps(
    _ name: String = "", _ y: any NumberList, x: (any NumberList)? = nil
  ) -> Self {
    make(name, .steps, y, x)
  }

  /// Points with bars of the given half-length.
  public static func errorBars(
    _ name: String = "", _ y: any NumberList, error: any NumberList, x: (any NumberList)? = nil
  ) -> Self {
    var series = make(name, .errorBars, y, x)
    series.z = error.doubles
    return series
  }

  /// The area between two curves. Without a name it takes the colour of the curve that follows it.
  public static func band(
    _ name: String = "", low: any NumberList, high: any NumberList, x: (any NumberList)? = nil
  ) -> Self {
    var series = make(name, .band, low, x)
    series.z = high.doubles
    return series
  }

  /// The curve of a function.
  ///
  /// - Parameters:
  ///   - range: the positions, from the first to the last.
  ///   - count: how many points are computed, 2 or more.
  ///   - function: the height at a position.
  public static func function(
    _ name: String = "", over range: ClosedRange<Double>, points count: Int = 240,
    _ function: (Double) throws -> Double
  ) rethrows -> Self {
    guard count > 1 else {
      fatalError("function: \(count) points make no curve; ask for 2 or more")
    }
    let x = (0..<count).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1)
    }
    return make(name, .line, try x.map(function), x)
  }

  /// A histogram of `values` in bars of equal width.
  ///
  /// - Parameters:
  ///   - bins: the number of bars, 1 or more.
  ///   - range: from the first bar's left edge to the last one's right edge; the ends of the values if
  ///     `nil`. Values outside are not counted.
  ///   - isDensity: whether the bars' areas, rather than their heights, tell the share of values.
  public static func histogram(
    _ name: String = "", of values: any NumberList, bins: Int = 20,
    range: ClosedRange<Double>? = nil, density isDensity: Bool = false
  ) -> Self {
    guard bins > 0 else { fatalError("histogram: \(bins) bins hold nothing; ask for 1 or more") }
    let finite = values.doubles.filter { $0.isFinite && range?.contains($0) != false }
    guard let low = range?.lowerBound ?? finite.min(),
      let high = range?.upperBound ?? finite.max()
    else {
      return Self(name, style: .bars, x: [], y: [])
    }
    // Values that are all the same have one bar, with them in its middle.
    guard high > low else {
      let height = isDensity ? 1 : Double(finite.count)
      return Self(name, style: .bars, x: [low], y: [height])
    }
    let width = (high - low) / Double(bins)
    var counts = [Double](repeating: 0, count: bins)
    for value in finite { counts[min(bins - 1, Int((value - low) / width))] += 1 }
    if isDensity, !finite.isEmpty {
      counts = counts.map { $0 / (Double(finite.count) * width) }
    }
    return Self(
      name, style: .bars, x: (0..<bins).map { low + (Double($0) + 0.5) * width }, y: counts)
  }

  /// The elements of a matrix as colours.
  ///
  /// - Parameters:
  ///   - matrix: shape `[rows, columns]`.
  ///   - x: the columns' positions.
  ///   - y: the rows' positions.
  ///   - colorMap: the colours; diverging about zero where values lie on both sides of it, if `nil`.
  ///   - logColors: whether equal steps of colour are equal factors.
  ///   - numbers: whether the values stand in the cells; where they have room, if `nil`.
  /// - Precondition: 2 axes, and as many positions as columns and rows.
  public static func heatMap(
    _ matrix: Tensor, x: (any NumberList)? = nil, y: (any NumberList)? = nil,
    colorMap: ImageGrid.ColorMap? = nil, logColors: Bool = false, numbers: Bool? = nil
  ) -> Self {
    var series = grid(.heatMap, matrix, x, y)
    var options = Plot.StyleOptions()
    options.colorMap = colorMap
    options.hasLogarithmicColors = logColors ? true : nil
    options.showsNumbers = numbers
    series.styleOptions = options
    return series
  }

  /// The elements of a matrix as heights over a plane.
  ///
  /// - Precondition: 2 axes, and as many positions as columns and rows.
  public static func surface(
    _ matrix: Tensor, x: (any NumberList)? = nil, y: (any NumberList)? = nil
  ) -> Self {
    grid(.surface, matrix, x, y)
  }

  private static func grid(
    _ style: Style, _ matrix: Tensor, _ x: (any NumberList)?, _ y: (any NumberList)?
  ) -> Self {
    guard matrix.rank == 2 else { fatalError("\(style): shape \(matrix.shape) is not a matrix") }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let xs = x?.doubles ?? (0..<columns).doubles
    let ys = y?.doubles ?? (0..<rows).doubles
    guard xs.count == columns, ys.count == rows else {
      fatalError(
        "\(style): \(xs.count) columns and \(ys.count) rows are named for shape \(matrix.shape)")
    }
    return Self("", style: style, x: xs, y: ys, z: matrix.values)
  }

  private static func make(
    _ name: String, _ style: Style, _ y: any NumberList, _ x: (any NumberList)?
  ) -> Self {
    let values = y.doubles
    return Self(name, style: style, x: x?.doubles ?? values.indices.map(Double.init), y: values)
  }
}
