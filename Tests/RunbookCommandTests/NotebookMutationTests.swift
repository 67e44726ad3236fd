import Foundation
import Testing

/// One small change to a note with every kind of output: the test names its cell, once, and no other.
@Suite struct NotebookMutationTests {
  private static let note = """
    ---
    title: Everything
    seed: 11
    test: {filters: ['took .* s => took T s']}
    ---

    The score is `{swift} 0.9732`.

    ```swift
    //| label: lst-model
    let weights: [Double] = [0.25, -0.5, 1.25]
    print("norm", (weights.map { $0 * $0 }.reduce(0, +)).squareRoot())
    print("took 1.25 s")
    ```

    ```swift
    //| label: fig-image
    var pixels = [Float](repeating: 0.5, count: 64)
    pixels[9] = 1
    pixels[10] = 0
    images(Tensor(pixels, shape: [1, 8, 8]))
    ```

    ```swift
    //| label: fig-curve
    plot([.line("loss", [0.9, 0.5, 0.25])], x: "epoch", y: "loss")
    ```

    ```swift
    //| label: tbl-layers
    table(["layer": ["conv", "dense"], "norm": [1.5, 2.5]])
    ```

    ```swift
    //| label: lst-random
    print("drawn", Double.random(in: 0..<1))
    ```

    """

  struct Mutation: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var from: String
    var to: String
    /// The line of the fence above the cell, or of the value in prose.
    var line: Int
  }

  static let mutations = [
    Mutation(testDescription: "a weight", from: "-0.5, 1.25]", to: "-0.5, 1.26]", line: 9),
    Mutation(testDescription: "a pixel", from: "pixels[10] = 0", to: "pixels[10] = 0.1", line: 16),
    Mutation(testDescription: "an axis label", from: "x: \"epoch\"", to: "x: \"step\"", line: 24),
    Mutation(testDescription: "a curve's point", from: "0.5, 0.25])", to: "0.5, 0.26])", line: 24),
    Mutation(testDescription: "a cell of a table", from: "[1.5, 2.5]", to: "[1.5, 2.6]", line: 29),
    Mutation(testDescription: "a digit in prose", from: "} 0.9732", to: "} 0.9733", line: 7),
    Mutation(testDescription: "the seed", from: "seed: 11", to: "seed: 12", line: 34),
  ]

  @Test("is caught at its cell, once; noise below the tolerance is not")
  func caught() throws {
    let folder = try Folder()
    try folder.write(Self.note, to: "notebooks/note.md")
    _ = try Command(["test", "notebooks", "-q"], in: folder)
    let accept = try Command(["accept", "notebooks"], in: folder)
    #expect(accept.status == 0, "\(accept.errors)")
    for mutation in Self.mutations {
      #expect(Self.note.contains(mutation.from))
      try folder.write(
        Self.note.replacingOccurrences(of: mutation.from, with: mutation.to),
        to: "notebooks/note.md")
      let run = try Command(["test", "notebooks", "-q"], in: folder)
      #expect(run.status == 1)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 2, "\(mutation.testDescription): \(run.output)")
      #expect(
        lines[0].hasPrefix("notebooks/note.md:\(mutation.line): "),
        "\(mutation.testDescription): \(run.output)")
      #expect(run.output.hasSuffix(" 1 failed\n"))
    }
    let noise = Self.note.replacingOccurrences(of: "0.5, 0.25])", with: "0.5, 0.250001])")
      .replacingOccurrences(of: "-0.5, 1.25]", with: "-0.5, 1.250001]")
      .replacingOccurrences(of: "took 1.25 s", with: "took 9.75 s")
      .replacingOccurrences(of: "pixels[10] = 0", with: "pixels[10] = 0.001")
    try folder.write(noise, to: "notebooks/note.md")
    let run = try Command(["test", "notebooks", "-q"], in: folder)
    #expect(run.status == 0, "\(run.output)")
  }
}
