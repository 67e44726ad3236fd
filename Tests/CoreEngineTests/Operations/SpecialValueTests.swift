import CoreEngine
import Foundation
import Testing

/// NaN and infinity through operations on elements and along axes: at every place of vectors and of
/// their tails, with every kernel set, in both number types.
@Suite struct SpecialValueTests {
  /// Lengths on both sides of the vectors' edges.
  static let lengths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 130]
  static let dtypes: [(DType, Double)] = [(.float64, 1e-9), (.float32, 1e-4)]

  /// The committed cases of PyTorch's with NaN and infinity among the operands.
  static func references() throws -> [Reference] {
    let folder = Checkout.root.appendingPathComponent("Tests/CoreEngineTests/References").path
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasPrefix("t_special_") }.map { try Reference(path: "\(folder)/\($0)") }
  }

  @Test("operations on elements agree with PyTorch at every place of every length")
  func elements() async {
    await #expect(processExitsWith: .success) {
      var count = 0
      for reference in try SpecialValueTests.references() {
        guard let output = reference.output,
          reference.inputs.values.allSatisfy({ $0.shape == output.shape }), output.shape.count == 1
        else { continue }
        count += 1
        onEveryKernelSet { level in
          for (dtype, tolerance) in SpecialValueTests.dtypes {
            for length in SpecialValueTests.lengths {
              SpecialValueTests.check(reference, output, length, dtype, tolerance, level)
            }
          }
        }
      }
      #expect(count >= 20)
    }
  }

  /// Runs a case on its operands repeated to `length`, each length beginning at another element.
  private static func check(
    _ reference: Reference, _ output: Reference.Values, _ length: Int, _ dtype: DType,
    _ tolerance: Double, _ level: Int
  ) {
    func repeated(_ values: [Double]) -> [Double] {
      (0..<length).map { values[($0 + 3 * length) % values.count] }
    }
    func tensor(_ values: [Double]) -> Tensor { Tensor(repeated(values), dtype: dtype) }
    let names = reference.inputs.keys.sorted()
    let what = "\(reference.name), length \(length), \(dtype), kernels \(level)"
    var value: Tensor?
    let gradients = gradient(at: names.map { tensor(reference.inputs[$0]!.data) }) { v in
      value = try! reference.run(Dictionary(uniqueKeysWithValues: zip(names, v)))["output"]
      return (value! * tensor(reference.upstream!.data)).sum()
    }
    let wrong = disagreement(value!.values, repeated(output.data), tolerance)
    #expect(wrong == nil, "\(what): \(wrong ?? "")")
    for (name, expected) in reference.gradients {
      let found = gradients[names.firstIndex(of: name)!].values
      let wrong = disagreement(found, repeated(expected.data), tolerance)
      #expect(wrong == nil, "gradient of \(name) in \(what): \(wrong ?? "")")
    }
  }

  @Test("operations on pairs agree with PyTorch for all pairs, broadcast or not")
  func pairs() async {
    await #expect(processExitsWith: .success) {
      var count = 0
      for reference in try SpecialValueTests.references() {
        guard let a = reference.inputs["a"], let b = reference.inputs["b"], a.shape == [6, 1],
          let output = reference.output
        else { continue }
        count += 1
        onEveryKernelSet { level in
          for (dtype, tolerance) in SpecialValueTests.dtypes {
            for length in SpecialValueTests.lengths {
              let places = (0..<length).map { ($0 + 5 * length) % 36 }
              let found = try! reference.run([
                "a": Tensor(places.map { a.data[$0 / 6] }, dtype: dtype),
                "b": Tensor(places.map { b.data[$0 % 6] }, dtype: dtype),
              ])["output"]!.values
              let wrong = disagreement(found, places.map { output.data[$0] }, tolerance)
              #expect(
                wrong == nil,
                "\(reference.name), length \(length), \(dtype), kernels \(level): \(wrong ?? "")")
            }
          }
        }
      }
      #expect(count == 7)
    }
  }

  /// What a reduction of finite numbers with `special` at `place` has to give.
  private struct Along: Sendable {
    let name: String
    let run: @Sendable (Tensor) -> Tensor  // along the first axis
    /// From all numbers, the special one and the others.
    let expected: @Sendable (_ special: Double, _ place: Int, _ others: [Double]) -> Double
  }

  private static func logSumExp(_ values: [Double]) -> Double {
    Foundation.log(values.reduce(0) { $0 + Foundation.exp($1) })
  }

  private static let along: [Along] = [
    Along(name: "sum", run: { $0.sum(axis: 0) }, expected: { special, _, _ in special }),
    Along(name: "mean", run: { $0.mean(axis: 0) }, expected: { special, _, _ in special }),
    Along(name: "variance", run: { $0.variance(axis: 0) }, expected: { _, _, _ in .nan }),
    Along(
      name: "max", run: { $0.max(axis: 0) },
      expected: { special, _, others in
        special == -.infinity ? others.max() ?? special : special
      }),
    Along(
      name: "min", run: { $0.min(axis: 0) },
      expected: { special, _, others in
        special == .infinity ? others.min() ?? special : special
      }),
    Along(
      name: "argmax", run: { $0.argmax(axis: 0) },
      expected: { special, place, others in
        guard special == -.infinity, let best = others.max() else { return Double(place) }
        let i = others.firstIndex(of: best)!
        return Double(i < place ? i : i + 1)
      }),
    Along(
      name: "argmin", run: { $0.argmin(axis: 0) },
      expected: { special, place, others in
        guard special == .infinity, let best = others.min() else { return Double(place) }
        let i = others.firstIndex(of: best)!
        return Double(i < place ? i : i + 1)
      }),
    Along(
      name: "logSumExp", run: { $0.logSumExp(axis: 0) },
      expected: { special, _, others in
        special == -.infinity && !others.isEmpty ? logSumExp(others) : special
      }),
    Along(
      name: "softmax", run: { $0.softmax(axis: 0)[0] },
      expected: { special, place, others in
        guard special == -.infinity, !others.isEmpty else { return .nan }
        return place == 0 ? 0 : Foundation.exp(others[0] - logSumExp(others))
      }),
    Along(
      name: "logSoftmax", run: { $0.logSoftmax(axis: 0)[0] },
      expected: { special, place, others in
        guard special == -.infinity, !others.isEmpty else { return .nan }
        return place == 0 ? -.infinity : others[0] - logSumExp(others)
      }),
  ]

  @Test("one NaN or infinity at any place along an axis decides that row alone")
  func reductions() async {
    await #expect(processExitsWith: .success) {
      onEveryKernelSet { level in
        for (dtype, _) in SpecialValueTests.dtypes {
          for length in SpecialValueTests.lengths {
            let finite = Random(seed: UInt64(length)).normal([length], dtype: dtype).values
            let clean = Tensor(finite, dtype: dtype)
            for place in Set([0, 1, length / 2, length - 2, length - 1])
            where finite.indices ~= place {
              for special in [Double.nan, .infinity, -.infinity] {
                var row = finite
                row[place] = special
                var others = finite
                others.remove(at: place)
                let x = Tensor(row, dtype: dtype)
                for reduction in SpecialValueTests.along {
                  let expected = reduction.expected(special, place, others)
                  // As one row, and as the middle column of three.
                  let alone = reduction.run(x).item
                  let three = reduction.run(.stack([clean, x, clean], axis: 1))
                  let beside = reduction.run(clean).item
                  #expect(
                    agree(alone, expected, 1e-4) && agree(three[1].item, expected, 1e-4)
                      && agree(three[0].item, beside, 1e-4) && agree(three[2].item, beside, 1e-4),
                    """
                    \(reduction.name) of \(length) \(dtype), \(special) at \(place), kernels \
                    \(level): \(alone), \(three.values), expected \(expected) and \(beside)
                    """)
                }
              }
            }
          }
        }
      }
    }
  }

  @Test("overflow, underflow, signed zeros and comparisons are IEEE's", arguments: [false, true])
  func edges(_ isDouble: Bool) {
    let dtype: DType = isDouble ? .float64 : .float32
    func t(_ values: Double...) -> Tensor { Tensor(values, dtype: dtype) }
    let (nan, inf) = (Double.nan, Double.infinity)
    let greatest = isDouble ? Double.greatestFiniteMagnitude : Double(Float.greatestFiniteMagnitude)
    let least = isDouble ? Double.leastNonzeroMagnitude : Double(Float.leastNonzeroMagnitude)
    let table: [(String, Tensor, [Double])] = [
      ("exp", t(isDouble ? 710 : 89, isDouble ? -746 : -104, 0).exp(), [inf, 0, 1]),
      ("log", t(0, -0.0, -1, least).log(), [-inf, -inf, nan, Foundation.log(least)]),
      ("sqrt", t(-1, -0.0, 0, inf).sqrt(), [nan, 0, 0, inf]),
      ("1 / x", 1 / t(0, -0.0, inf, -inf), [inf, -inf, 0, 0]),
      ("1 / sqrt(-0)", 1 / t(-0.0).sqrt(), [-inf]),
      ("1 / -(0)", 1 / (-t(0)), [-inf]),
      ("0 / 0", t(0) / t(0), [nan]),
      ("inf - inf", t(inf, inf) - t(inf, -inf), [nan, inf]),
      ("inf * 0", t(inf, -inf) * t(0, 2), [nan, -inf]),
      ("greatest", t(greatest) * 2, [inf]),
      ("half the least but one", t(least * 2) * 0.5, [least]),
      (
        "pow", t(0, -0.0, -8, nan, 2, 0).pow(t(-1, -1, 1.0 / 3, 0, inf, 0)),
        [inf, -inf, nan, 1, inf, 1]
      ),
      ("sigmoid", t(1000, -1000).sigmoid(), [1, 0]),
      ("tanh", t(1000, -1000).tanh(), [1, -1]),
      ("softplus", t(1000, -1000).softplus(), [1000, 0]),
      ("softmax", t(1000, 0, -1000).softmax(), [1, 0, 0]),
      ("logSumExp", t(1000, 1000).logSumExp(), [1000 + Foundation.log(2)]),
      ("abs, sign, floor of NaN", t(nan).abs() + t(nan).sign() + t(nan).floor(), [nan]),
      ("sign", t(inf, -inf, nan, -0.0).sign(), [1, -1, nan, 0]),
      ("nan < x", t(nan, nan) .< t(1, nan), [0, 0]), ("nan <= x", t(nan) .<= t(nan), [0]),
      ("nan > x", t(nan) .> t(1), [0]), ("nan >= x", t(nan) .>= t(nan), [0]),
      ("nan == nan", t(nan, inf) .== t(nan, inf), [0, 1]), ("nan != nan", t(nan) .!= t(nan), [1]),
      ("isNaN", t(nan, inf, 0).isNaN, [1, 0, 0]),
      ("select", select(t(0, 1, nan), t(1, nan, 2), t(nan, 1, 3)), [nan, nan, 2]),
    ]
    for (name, found, expected) in table {
      let wrong = disagreement(found.values, expected, isDouble ? 1e-12 : 1e-6)
      #expect(wrong == nil, "\(name): \(wrong ?? "")")
    }
    #expect(t(-0.0).sqrt().values[0].sign == .minus)
    #expect(!t(nan).isFinite && !t(0, inf).isFinite && t(0, greatest).isFinite)
    #expect(distance(t(nan), t(1)).isNaN && distance(t(inf), t(inf)) == 0 && t(nan) != t(nan))
  }

  @Test("what only moves elements keeps NaN and infinity where they belong")
  func moves() {
    let x = Tensor([[.nan, 1, -.infinity], [2, .infinity, 3]], dtype: .float64)
    func same(_ a: Tensor, _ rows: [[Double]]) -> Bool {
      disagreement(a.values, rows.flatMap { $0 }, 0) == nil
    }
    let (nan, inf) = (Double.nan, Double.infinity)
    #expect(same(x.transposed(), [[nan, 2], [1, inf], [-inf, 3]]))
    #expect(same(x.flipped(axis: 1), [[-inf, 1, nan], [3, inf, 2]]))
    #expect(same(x.rolled(by: 1, axis: 1), [[-inf, nan, 1], [3, 2, inf]]))
    #expect(same(x.shifted(dx: 1), [[0, nan, 1], [0, 2, inf]]))
    #expect(same(x.padded(1)[1], [[0, nan, 1, -inf, 0]]))
    #expect(same(x.rows(at: [1, 0]), [[2, inf, 3], [nan, 1, -inf]]))
    #expect(same(x.strided(by: 2, axis: 1), [[nan, -inf], [2, 3]]))
    #expect(same(x.reshaped(3, 2), [[nan, 1], [-inf, 2], [inf, 3]]))
    #expect(same(.concatenate([x[0], x[1]]), [[nan, 1, -inf], [2, inf, 3]]))
    #expect(same(x[0...1, 1...], [[1, -inf], [inf, 3]]))
    #expect(same(x.gather(axis: 1, indices: Tensor([[0], [1]])), [[nan], [inf]]))
    #expect(same(x.converted(to: .float32), [[nan, 1, -inf], [2, inf, 3]]))
    #expect(same(x[0].broadcast(to: [2, 3]), [[nan, 1, -inf], [nan, 1, -inf]]))
  }
}
