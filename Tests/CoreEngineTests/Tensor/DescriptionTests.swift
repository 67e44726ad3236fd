import CoreEngine
import Testing

@Suite struct DescriptionTests {
  @Test("numbers have at most four digits after the point, small and large ones a power of ten")
  func numbers() {
    let table: [(Double, String)] = [
      (0, "0"), (3, "3"), (-2.5, "-2.5"), (0.12345, "0.1235"), (1e-9, "1.0e-9"),
      (9.9996e-5, "1.0e-4"), (-2.5234e-6, "-2.523e-6"), (123456.78, "123456.78"),
      (1_234_567.5, "1.235e6"), (.nan, "nan"), (-.infinity, "-inf"),
    ]
    for (value, text) in table {
      #expect(Tensor(value, dtype: .float64).description == text)
    }
  }

  @Test("a tensor shows its shape and rows, long axes with a gap")
  func tensors() {
    #expect(Tensor([[1, 2], [3, 4]]).description == "Tensor[2, 2]\n[[1, 2],\n [3, 4]]")
    #expect(Tensor.range(0..<9).description == "Tensor[9]\n[0, 1, 2, …, 6, 7, 8]")
    #expect(Tensor.zeros([0, 3], dtype: .float64).description == "Tensor[0, 3] float64")
  }
}
