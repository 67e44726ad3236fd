import CoreEngine
import Testing

/// A broken shape contract stops the process with the operation and the shapes in the text.
@Suite struct ContractTests {
  private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

  private func expect(_ result: ExitTest.Result?, says words: String) {
    let error = text(result?.standardErrorContent)
    #expect(error.contains(words))
  }

  @Test("a filter larger than the padded input")
  func largeFilter() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([1, 1, 3, 3]).conv2d(.zeros([1, 1, 6, 6]), padding: 1)
    }
    let error = text(result?.standardErrorContent)
    #expect(error.contains("conv2d: input [1, 1, 3, 3], filter [1, 1, 6, 6]"))
    #expect(error.contains("the filter spans 6, the padded input only 5"))
  }

  @Test("groups that do not divide the channels")
  func groups() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([1, 4, 5, 5]).conv2d(.zeros([6, 1, 3, 3]), groups: 3)
    }
    let error = text(result?.standardErrorContent)
    #expect(error.contains("conv2d: input [1, 4, 5, 5], filter [6, 1, 3, 3]"))
    #expect(error.contains("3 groups do not divide the channels"))
  }

  @Test("pooling with more padding than half the window")
  func poolPadding() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([1, 1, 6, 6]).maxPool2d(2, padding: 2)
    }
    expect(
      result,
      says: "maxPool2d: input [1, 1, 6, 6], kernel 2, stride 2, padding 2: the padding is more")
  }

  @Test("pooling with a window larger than the padded input")
  func poolWindow() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([1, 1, 2, 2]).avgPool2d(5)
    }
    expect(result, says: "avgPool2d: input [1, 1, 2, 2], kernel 5")
  }

  @Test("matrices whose inner lengths differ")
  func inner() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(.zeros([2, 3]), .zeros([4, 2]))
    }
    expect(result, says: "matmul: shapes [2, 3] and [4, 2] differ in the inner length")
  }

  @Test("shapes that cannot be broadcast, and number types that differ")
  func broadcasting() async {
    let first = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([2, 3]) + .zeros([2, 4])
    }
    expect(first, says: "+: shapes [2, 3] and [2, 4]")
    let second = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([2]) * .zeros([2], dtype: .float64)
    }
    expect(second, says: "*: [2] and [2] float64")
  }

  @Test("labels out of range, and indices out of range")
  func labels() async {
    let first = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = crossEntropy(.zeros([2, 3]), Tensor([0, 3]))
    }
    expect(first, says: "crossEntropy: label 3.0 in row 1")
    let second = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([2, 3])[2]
    }
    expect(second, says: "subscript: 2 is outside axis 0")
  }

  @Test("a gradient of something that is not a scalar")
  func scalar() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = gradient(at: Tensor.zeros([3])) { $0 * 2 }
    }
    expect(result, says: "gradient: the function's result has shape [3], not one element")
  }

  @Test("a recurrent layer whose weights do not fit")
  func recurrent() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LSTM(3, 4)(.zeros([5, 2, 6]))
    }
    expect(result, says: "recurrent (lstm): input [5, 2, 6], weights")
  }

  @Test(
    "every operation stops with its name and the shapes", arguments: BrokenContract.all.indices)
  func table(_ index: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index = index as Int] in
      BrokenContract.all[index].call()
    }
    let error = text(result?.standardErrorContent)
    for word in BrokenContract.all[index].words {
      #expect(error.contains(word), "\(error.prefix(300)) does not say \(word)")
    }
  }
}
