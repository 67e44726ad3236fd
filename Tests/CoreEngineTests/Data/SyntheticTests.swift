import CoreEngine
import Testing

@Suite struct SyntheticTests {
  @Test("a bar is one row or one column, as its label says")
  func bars() {
    let data = Synthetic.bars(20, size: 6, random: Random(seed: 1))
    for i in 0..<20 {
      let image = data[i].image[0]
      let lines = image.sum(axis: data[i].label == 0 ? 0 : 1)
      #expect(lines.max().item == 6 && image.sum().item == 6)
    }
  }

  @Test("shapes have three labels and fit into the picture")
  func shapes() {
    let data = Synthetic.shapes(60, size: 16, random: Random(seed: 2))
    #expect(Set(data.labels.values) == [0, 1, 2])
    #expect(data.images.sum(axes: [1, 2, 3]).min().item > 4)
  }

  @Test("the adding problem's target is the sum of the marked numbers")
  func adding() {
    let data = Synthetic.adding(10, length: 12, random: Random(seed: 3))
    let sums = (data.inputs[0..., 0..., 0] * data.inputs[0..., 0..., 1]).sum(axis: 1)
    #expect(distance(sums, data.targets.reshaped(10)) < 1e-6)
    #expect(data.inputs[0..., 0..., 1].sum(axis: 1).values.allSatisfy { $0 == 2 })
  }

  @Test("the copy task asks for the symbols again after the signal")
  func copying() {
    let data = Synthetic.copying(4, length: 3, wait: 5, random: Random(seed: 4))
    #expect(data.inputs.shape == [4, 11])
    #expect(data.inputs[0..., 0..<3] == data.targets[0..., 8..<11])
    #expect(data.inputs[0..., 7].values.allSatisfy { $0 == 9 })
  }

  @Test("a grating repeats after its wavelength, and the corpus comes back from its numbers")
  func others() {
    let grating = Synthetic.grating(size: 16, wavelength: 4, angle: 0)
    #expect(distance(grating, grating.rolled(by: 4, axis: 2)) < 1e-5)
    let codec = CharacterCodec(Synthetic.corpus)
    let numbers = codec.encode(Synthetic.corpus)
    #expect(codec.decode(numbers.values.map { Int($0) }) == Synthetic.corpus)
  }

  @Test("augmentation keeps the shape and is a function of the seed")
  func augmentation() {
    let batch = Tensor.uniform([5, 1, 8, 8], random: Random(seed: 5))
    let change = { Augmentation.shift(by: 2, random: Random(seed: 6))(batch) }
    #expect(change() == change() && change() != batch && change().shape == batch.shape)
    let flipped = Augmentation.flip(random: Random(seed: 7))(batch)
    for i in 0..<5 { #expect(flipped[i] == batch[i] || flipped[i] == batch[i].flipped(axis: -1)) }
  }
}
