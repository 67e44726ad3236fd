import CEngine
import CoreEngine
import Testing

@Suite struct ProfileTests {
  @Test("a profile counts the calls and the time of an operation under the name of its shape")
  func countsOperations() {
    let (a, b) = (Tensor.ones([37, 41]), Tensor.ones([41, 43]))
    ce_set_profiling(1)
    defer { ce_set_profiling(0) }
    for _ in 0..<3 { _ = matmul(a, b) }
    let found = entries()["matmul 1x37x43x41"]
    #expect(found?.calls == 3)
    #expect((found?.time ?? 0) > 0)
    ce_set_profiling(0)
    _ = matmul(a, b)
    #expect(entries()["matmul 1x37x43x41"]?.calls == 3)
  }

  private func entries() -> [String: (calls: Int64, time: Int64)] {
    var all: [String: (calls: Int64, time: Int64)] = [:]
    var (calls, time) = (Int64(0), Int64(0))
    while let name = ce_profile_entry(Int32(all.count), &calls, &time) {
      all[String(cString: name)] = (calls, time)
    }
    return all
  }
}
