import CEngine
import CForkedChild
import CoreEngine
import Testing

@Suite(.serialized) struct ThreadTests {
  /// Work that uses the pool: a product, a convolution and sums.
  fileprivate static func work() -> [Double] {
    let random = Random(seed: 11)
    let a = random.uniform([300, 257])
    let b = random.uniform([257, 190])
    let x = random.uniform([8, 5, 30, 31])
    let w = random.uniform([7, 5, 3, 3])
    let (dx, dw) = gradient(at: x, w) { x, w in x.conv2d(w, padding: 1).squared().sum() }
    return [matmul(a, b).sum().item, dx.sum().item, dw.sum().item, a.exp().sum().item]
  }

  @Test("a forked child computes with the pool after its parent did, and the parent goes on")
  func fork() {
    setThreadCount(2)
    let before = Self.work()
    for _ in 0..<3 {
      let status = run_in_forked_child(
        { _ in ThreadTests.work().allSatisfy(\.isFinite) ? 7 : 8 }, nil)
      #expect(status == 7)
      #expect(Self.work() == before)
    }
  }

  @Test("the number of threads does not change a bit")
  func threads() {
    let results = [1, 2, 3].map { count -> [Double] in
      setThreadCount(count)
      return Self.work()
    }
    setThreadCount(2)
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  @Test("short loops in a row, on more threads than processors, lose and repeat no part")
  func shortLoops() {
    let x = Random(seed: 4).uniform([40_000])
    let expected = x.exp()
    setThreadCount(5)
    defer { setThreadCount(2) }
    for _ in 0..<2000 {
      let found = x.exp()
      guard distance(found, expected) == 0 else {
        Issue.record("a part was left out or done by halves")
        return
      }
    }
  }

  @Test("the portable kernels agree with the vectorised ones")
  func portable() async {
    // In a process of its own: the choice of kernels holds for the whole process.
    await #expect(processExitsWith: .success) {
      let fast = ThreadTests.work()
      #expect(ce_set_kernel_level(0) == 0)
      let slow = ThreadTests.work()
      for (a, b) in zip(fast, slow) { #expect(abs(a - b) <= 1e-4 * abs(a)) }
      let random = Random(seed: 2)
      for kind in [RecurrentKind.lstm, .gru] {
        let layer: Recurrent =
          kind == .lstm ? LSTM(3, 5, random: random) : GRU(3, 5, random: random)
        let x = random.normal([4, 17, 3])
        let portable = layer(x)
        ce_set_kernel_level(-1)
        #expect(distance(layer(x), portable) < 1e-5)
        ce_set_kernel_level(0)
      }
    }
  }
}
