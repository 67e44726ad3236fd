import CoreEngine
import Testing

@Suite struct ProfileTests {
  @Test("a profile counts the calls and the time of an operation under the name of its shape")
  func countsOperations() {
    let (a, b) = (Tensor.ones([37, 41]), Tensor.ones([41, 43]))
    Kernels.startProfiling()
    defer { Kernels.stopProfiling() }
    for _ in 0..<3 { _ = matmul(a, b) }
    let found = entries()["matmul 1x37x43x41"]
    #expect(found?.calls == 3)
    #expect((found?.milliseconds ?? 0) > 0)
    Kernels.stopProfiling()
    _ = matmul(a, b)
    #expect(entries()["matmul 1x37x43x41"]?.calls == 3)
  }

  private func entries() -> [String: Kernels.ProfileEntry] {
    Dictionary(uniqueKeysWithValues: Kernels.profile.map { ($0.name, $0) })
  }
}
