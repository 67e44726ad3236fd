/// Data made by rule: images and sequences whose right answer is known.
public enum Synthetic {
  /// Bars, one per picture, upright (label 0) or lying (label 1), at random places.
  ///
  /// - Parameters:
  ///   - count: how many images.
  ///   - size: height and width, in pixels.
  ///   - noise: the standard deviation of the noise that is added to each pixel; 0 for none.
  ///   - random: where the numbers come from.
  /// - Returns: images `[count, 1, size, size]`, labels `[count]`.
  public static func bars(
    _ count: Int, size: Int = 8, noise: Double = 0, random: Random = .shared
  ) -> Dataset {
    images(count, size, noise, random) { random in
      let (label, at) = (random.integer(in: 0..<2), random.integer(in: 0..<size))
      return (label, { y, x in (label == 0 ? x : y) == at ? 1 : 0 })
    }
  }

  /// Shapes: filled squares (0), discs (1) and triangles (2), of random size and place.
  ///
  /// - Parameters:
  ///   - count: how many images.
  ///   - size: height and width, in pixels.
  ///   - noise: the standard deviation of the noise that is added to each pixel; 0 for none.
  ///   - random: where the numbers come from.
  /// - Returns: images `[count, 1, size, size]`, 1 inside and 0 outside before the noise; labels
  ///   `[count]`.
  /// - Precondition: `size` is 6 or more.
  public static func shapes(
    _ count: Int, size: Int = 16, noise: Double = 0, random: Random = .shared
  ) -> Dataset {
    images(count, size, noise, random) { random in
      let label = random.integer(in: 0..<3)
      let radius = size / 6 + random.integer(in: 0..<Swift.max(1, size / 6))
      let (cy, cx) = (
        random.integer(in: radius..<(size - radius)), random.integer(in: radius..<(size - radius))
      )
      return (
        label,
        { y, x in
          let (dy, dx) = (y - cy, x - cx)
          switch label {
          case 0: return Swift.abs(dy) <= radius && Swift.abs(dx) <= radius ? 1 : 0
          case 1: return dy * dy + dx * dx <= radius * radius ? 1 : 0
          default:
            return Swift.abs(dy) <= radius && 2 * Swift.abs(dx) <= dy + radius ? 1 : 0
          }
        }
      )
    }
  }

  /// A grating, `sin(2π (x cos a + y sin a) / wavelength + phase)`.
  /// - Parameters:
  ///   - size: height and width, in pixels.
  ///   - wavelength: in pixels.
  ///   - angle: of the direction across the stripes, in radians.
  ///   - phase: in radians.
  /// - Returns: shape `[1, size, size]`, values -1...1.
  public static func grating(
    size: Int = 32, wavelength: Double, angle: Double, phase: Double = 0
  ) -> Tensor {
    let (c, s) = (
      Tensor(angle, dtype: .float64).cos().item, Tensor(angle, dtype: .float64).sin().item
    )
    let angles = (0..<size * size).map { i -> Double in
      2 * Double.pi * (Double(i % size) * c + Double(i / size) * s) / wavelength + phase
    }
    return Tensor(angles, shape: [1, size, size], dtype: .float64).sin().converted(to: .float32)
  }

  /// A smooth path and a noisy measurement of it.
  ///
  /// - Parameters:
  ///   - count: steps.
  ///   - noise: the standard deviation of a measurement.
  ///   - random: where the numbers come from.
  /// - Returns: path and measurement, `[count]` each.
  public static func noisyPath(
    _ count: Int, noise: Double = 0.3, random: Random = .shared
  ) -> (path: Tensor, measured: Tensor) {
    let path = sines(count, periods: [Double(count) / 2, Double(count) / 5], random: random)
    return (path, path + random.normal([count], standardDeviation: noise))
  }

  /// The mean of sine waves with random phases.
  ///
  /// - Parameters:
  ///   - count: steps.
  ///   - periods: of the waves, in steps.
  ///   - random: where the numbers come from.
  /// - Returns: shape `[count]`, values -1...1.
  public static func sines(
    _ count: Int, periods: [Double], random: Random = .shared
  ) -> Tensor {
    let time = Tensor((0..<count).map(Double.init), dtype: .float64)
    var sum = Tensor.zeros([count], dtype: .float64)
    for period in periods {
      let phase = random.uniform([], dtype: .float64).item * 2 * Double.pi
      sum = sum + (time * (2 * Double.pi / period) + phase).sin()
    }
    return (sum * (1 / Double(Swift.max(1, periods.count)))).converted(to: .float32)
  }

  /// The adding problem: a sequence of numbers, two of them marked; the answer is their sum.
  ///
  /// - Parameters:
  ///   - count: sequences.
  ///   - length: steps of each, 2 or more; one mark is in the first half and one in the second.
  ///   - random: where the numbers come from.
  /// - Returns: inputs `[count, length, 2]` (number, mark), targets `[count, 1]`.
  /// Source: Hochreiter and Schmidhuber, Neural Computation 9, 1997, section 5.4.
  public static func adding(
    _ count: Int, length: Int, random: Random = .shared
  ) -> Dataset {
    require(length >= 2, "Synthetic.adding: length \(length)")
    let numbers = random.uniform([count, length]).values
    var inputs = [Double](repeating: 0, count: count * length * 2)
    var targets: [Double] = []
    for i in 0..<count {
      let first = random.integer(in: 0..<length / 2)
      let second = random.integer(in: length / 2..<length)
      for t in 0..<length {
        inputs[(i * length + t) * 2] = numbers[i * length + t]
        inputs[(i * length + t) * 2 + 1] = t == first || t == second ? 1 : 0
      }
      targets.append(numbers[i * length + first] + numbers[i * length + second])
    }
    return Dataset(
      inputs: Tensor(inputs, shape: [count, length, 2]),
      targets: Tensor(targets, shape: [count, 1]))
  }

  /// The copy task: symbols 1...symbols, a wait of blanks (0), a signal (symbols + 1), then the
  /// symbols have to be said again.
  ///
  /// - Parameters:
  ///   - count: sequences.
  ///   - length: symbols to remember, 1 or more.
  ///   - wait: steps until they are asked for, 1 or more; the signal is the last of them.
  ///   - symbols: how many different ones there are.
  ///   - random: where the numbers come from.
  /// - Returns: inputs and targets `[count, length + wait + length]`, integers.
  public static func copying(
    _ count: Int, length: Int, wait: Int, symbols: Int = 8, random: Random = .shared
  ) -> Dataset {
    require(length >= 1 && wait >= 1, "Synthetic.copying: length \(length), wait \(wait)")
    let total = 2 * length + wait
    var inputs = [Double](repeating: 0, count: count * total)
    var targets = inputs
    for i in 0..<count {
      for t in 0..<length {
        let symbol = Double(1 + random.integer(in: 0..<symbols))
        inputs[i * total + t] = symbol
        targets[i * total + length + wait + t] = symbol
      }
      inputs[i * total + length + wait - 1] = Double(symbols + 1)
    }
    return Dataset(
      inputs: Tensor(inputs, shape: [count, total]),
      targets: Tensor(targets, shape: [count, total]))
  }

  /// A small text of our own for models of characters.
  public static let corpus = """
    the filter slides over the image and asks one question at every place.
    the answer is a map, and the map moves when the image moves.
    a pool keeps the strongest answer and forgets exactly where it was.
    the next filter asks about answers, not about light.
    a sequence is read one step at a time, and the state is all that stays.
    what the state forgets, no later step can know.
    the error walks back along the same steps, and shrinks or grows at each.
    a gate is a small decision about what to keep.
    share the weights over space and you have a filter; share them over time and you have a state.
    measure before you believe, and say what you measured.

    """

  private static func images(
    _ count: Int, _ size: Int, _ noise: Double, _ random: Random,
    _ make: (Random) -> (label: Int, pixel: (_ y: Int, _ x: Int) -> Double)
  ) -> Dataset {
    var pixels: [Double] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let (label, pixel) = make(random)
      labels.append(label)
      for y in 0..<size { for x in 0..<size { pixels.append(pixel(y, x)) } }
    }
    var inputs = Tensor(pixels, shape: [count, 1, size, size])
    if noise > 0 { inputs = inputs + random.normal(inputs.shape, standardDeviation: noise) }
    return Dataset(inputs: inputs, targets: Tensor(labels))
  }
}

/// A text as numbers: every character that occurs has one.
public struct CharacterCodec: Sendable {
  /// The characters, sorted; the number of a character is its place.
  public let alphabet: [Character]

  /// The alphabet of a text.
  public init(_ text: String) { alphabet = Set(text).sorted() }

  /// The text as numbers, shape `[text.count]`; characters that are not known are left out.
  public func encode(_ text: String) -> Tensor {
    let places = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
    return Tensor(text.compactMap { places[$0] })
  }

  /// Numbers as text.
  public func decode(_ numbers: [Int]) -> String { String(numbers.map { alphabet[$0] }) }
}
