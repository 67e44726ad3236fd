/// Handwritten digits, 8x8, in grey values 0...1: small enough to train in a blink.
///
/// Source: E. Alpaydin and C. Kaynak, UCI "Optical Recognition of Handwritten Digits", test set (CC
/// BY 4.0).
public struct Digits: Sendable {
  /// The first 1,500 images and the last 297: `[count, 1, 8, 8]`, labels `[count]`.
  public let train, test: Dataset

  /// The bundled set; stops the program should it be damaged.
  public init() {
    do {
      let file = try DataFile(resource: "digits.csv.gz")
      let table = try CSV.decode(file)
      let inputs = table[0..., 0..<64] * (1 / 16)
      let all = Dataset(
        inputs: inputs.reshaped([table.shape[0], 1, 8, 8]), targets: table[0..., 64])
      (train, test) = all.split(first: 1500)
    } catch {
      fatalError("Digits: \(error)")
    }
  }
}
