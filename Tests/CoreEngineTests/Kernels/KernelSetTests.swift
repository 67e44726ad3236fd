import CEngine
import CForkedChild
import CoreEngine
import Testing

/// The kernel sets against each other, over shapes drawn at random: AVX-512 and AVX2 to the bit,
/// both against the portable set to a tolerance, one thread against two to the bit, and all of it
/// in a forked child. Each test runs in a process of its own, since the choice holds for a whole
/// process.
@Suite struct KernelSetTests {
  /// One computation and what came out of it.
  struct Outcome {
    let name: String
    let values: [Tensor]
  }

  /// Shapes on both sides of every tile's edge.
  static func outcomes(seed: UInt64) -> [Outcome] {
    let random = Random(seed: seed)
    func pick(_ range: Range<Int>) -> Int { random.integer(in: range) }
    func normal(_ shape: Int...) -> Tensor { random.normal(shape) }
    var all: [Outcome] = []
    func add(_ name: String, _ values: [Tensor]) { all.append(Outcome(name: name, values: values)) }

    for _ in 0..<6 {
      let (m, n, k) = (pick(1..<80), pick(1..<90), pick(1..<600))
      let (a, b, g) = (normal(m, k), normal(k, n), normal(m, n))
      let back = pullback(at: [a, b]) { matmul($0[0], $0[1]) }
      add("matmul \(m)x\(k)x\(n)", [matmul(a, b)] + back(g))
    }
    let channels = [1, 2, 3, 5, 6, 8, 10, 13, 16, 20, 32, 48]
    for _ in 0..<8 {
      let f = pick(1..<6)
      let groups = pick(0..<4) == 0 ? 2 : 1
      let c = channels[pick(0..<channels.count)] * groups
      let outputs = channels[pick(0..<channels.count)] * groups
      let (h, w) = (pick(f..<20), pick(f..<34))
      let (n, stride, padding) = (pick(1..<35), pick(0..<3) == 0 ? 2 : 1, pick(0..<f))
      let (x, v, b) = (normal(n, c, h, w), normal(outputs, c / groups, f, f), normal(outputs))
      let y = x.conv2d(v, bias: b, stride: stride, padding: padding, groups: groups)
      let g = random.normal(y.shape)
      let back = pullback(at: [x, v, b]) {
        $0[0].conv2d($0[1], bias: $0[2], stride: stride, padding: padding, groups: groups)
      }
      add("conv2d \(x.shape) \(v.shape) /\(stride) +\(padding) groups \(groups)", [y] + back(g))
    }
    for layer in [ReLU() as any Model, Sigmoid(), Tanh()] {
      for pool in [MaxPool2D(2) as any Model, AvgPool2D(2), MaxPool2D(3)] {
        let (n, c, k) = (pick(1..<35), pick(1..<9), pick(1..<20))
        let model = Sequential([
          Conv2D(c, k, kernel: 3, padding: 1, random: random), layer, pool,
        ])
        let x = normal(n, c, pick(6..<30), pick(6..<30))
        let (loss, gradients) = valueAndGradient(at: model) { $0(x).squared().sum() }
        add("block \(x.shape) to \(k)", [loss] + gradients.values)
      }
    }
    for kind in [RecurrentKind.tanh, .relu, .lstm, .gru] {
      let (time, batch, inputs, hidden) = (pick(1..<9), pick(1..<40), pick(1..<30), pick(1..<50))
      let layer: Recurrent =
        kind == .lstm
        ? LSTM(inputs, hidden, random: random)
        : kind == .gru
          ? GRU(inputs, hidden, random: random)
          : RNN(inputs, hidden, nonlinearity: kind == .relu ? .relu : .tanh, random: random)
      let x = normal(time, batch, inputs)
      let (loss, gradients) = valueAndGradient(at: layer) { $0(x).squared().sum() }
      add("\(kind) \(x.shape) to \(hidden)", [layer(x), loss] + gradients.values)
    }
    let x = normal(pick(1..<70), pick(1..<70))
    let labels = Tensor((0..<x.shape[0]).map { _ in Double(pick(0..<x.shape[1])) })
    let (loss, gradient) = valueAndGradient(at: x) { crossEntropy($0, labels) }
    add("cross-entropy \(x.shape)", [loss, gradient, x.softmax(axis: 1), x.sum(axis: 0)])
    let functions = [x.exp(), x.abs().log(), x.tanh(), x.sigmoid(), x.gelu(), x.max(axis: 1)]
    add("functions \(x.shape)", functions)
    return all
  }

  static func bits(_ tensor: Tensor) -> [UInt32] { tensor.values.map { Float($0).bitPattern } }

  /// The worst difference, relative to the largest element.
  static func difference(_ a: Tensor, _ b: Tensor) -> Double {
    let size = a.values.reduce(1) { max($0, abs($1)) }
    return distance(a, b) / size
  }

  @Test("AVX-512 and AVX2 give the same bits, portable kernels the same numbers", arguments: 1...6)
  func sets(seed: Int) async {
    await #expect(processExitsWith: .success) { [seed] in
      let seed = UInt64(seed)
      ce_set_kernel_level(0)
      let portable = KernelSetTests.outcomes(seed: seed)
      guard ce_set_kernel_level(1) == 1 else { return }  // a processor without AVX2
      let narrow = KernelSetTests.outcomes(seed: seed)
      for (a, b) in zip(portable, narrow) {
        for (u, v) in zip(a.values, b.values) {
          #expect(KernelSetTests.difference(u, v) < 1e-4, "\(a.name)")
        }
      }
      guard ce_set_kernel_level(2) == 2 else { return }  // a processor without AVX-512
      let wide = KernelSetTests.outcomes(seed: seed)
      for (a, b) in zip(narrow, wide) {
        for (u, v) in zip(a.values, b.values) {
          #expect(KernelSetTests.bits(u) == KernelSetTests.bits(v), "\(a.name) \(u.shape)")
        }
      }
    }
  }

  @Test("one thread, two, three and a forked child give the same bits", arguments: 7...9)
  func threads(seed: Int) async {
    await #expect(processExitsWith: .success) { [seed] in
      let seed = UInt64(seed)
      for level in 0...2 where ce_set_kernel_level(Int32(level)) == Int32(level) {
        setThreadCount(1)
        let one = KernelSetTests.outcomes(seed: seed)
        for count in 2...3 {
          setThreadCount(count)
          for (a, b) in zip(one, KernelSetTests.outcomes(seed: seed)) {
            for (u, v) in zip(a.values, b.values) {
              #expect(KernelSetTests.bits(u) == KernelSetTests.bits(v), "\(a.name) level \(level)")
            }
          }
        }
        var expected = Hasher()
        for tensor in one.flatMap(\.values) { expected.combine(KernelSetTests.bits(tensor)) }
        var task = ChildTask(seed: seed, expected: expected.finalize())
        #expect(run_in_forked_child(runChild, &task) == 7)
      }
    }
  }
}

/// What a forked child computes again, and the hash of what its parent got.
private struct ChildTask {
  let seed: UInt64
  let expected: Int
}

private func runChild(_ context: UnsafeMutableRawPointer?) -> Int32 {
  let task = context!.load(as: ChildTask.self)
  var found = Hasher()
  for tensor in KernelSetTests.outcomes(seed: task.seed).flatMap(\.values) {
    found.combine(KernelSetTests.bits(tensor))
  }
  return found.finalize() == task.expected ? 7 : 8
}
