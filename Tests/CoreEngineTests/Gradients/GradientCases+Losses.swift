import CoreEngine

extension GradientCase {
  static let losses: [GradientCase] = [
    GradientCase("crossEntropy") { d in
      let (rows, classes) = (d(1, 5), d(1, 5))
      d.input([rows, classes])
      let labels = Tensor((0..<rows).map { _ in Double(d(0, classes - 1)) })
      return { crossEntropy($0[0], labels) }
    },
    GradientCase("crossEntropy with options") { d in
      let (front, classes) = (d.shape(rank: 1, 3), d(2, 5))
      let rows = front.reduce(1, *)
      d.input(front + [classes])
      // The first row is never ignored: the mean of zero rows is not a number.
      let labels = (0..<rows).map { _ in Double(d(0, classes - 1)) }
      let ignored = d.flag("ignoring") ? d(0, classes - 1) : nil
      let kept = labels.contains { $0 != Double(ignored ?? -1) }
      let weights = d.flag("weights") ? d.constant([classes], in: 0.5..<2) : nil
      let smoothing = d.number("smoothing", 0..<0.5)
      let reduction = d.pick("reduction", Reduction.allCases)
      return {
        crossEntropy(
          $0[0], Tensor(labels, shape: front), weights: weights, labelSmoothing: smoothing,
          ignoring: kept ? ignored : nil, reduction: reduction)
      }
    },
    GradientCase("crossEntropy with distributions") { d in
      let shape = d.shape(rank: 1, 3)
      d.input(shape)
      let target = d.constant(shape).softmax()
      let weights = d.flag("weights") ? d.constant([shape.last!], in: 0.5..<2) : nil
      let smoothing = d.number("smoothing", 0..<0.5)
      let reduction = d.pick("reduction", Reduction.allCases)
      return {
        crossEntropy(
          $0[0], target, weights: weights, labelSmoothing: smoothing, reduction: reduction)
      }
    },
    GradientCase("meanSquaredError") { d in
      let shape = d.shape()
      d.input(shape)
      d.input(shape)
      let reduction = d.pick("reduction", Reduction.allCases)
      return { v in
        meanSquaredError(v[0], v[1]) + meanSquaredError(v[0], v[1], reduction: reduction)
      }
    },
    GradientCase("binaryCrossEntropy") { d in
      let shape = d.shape()
      d.input(shape, in: -5..<5)
      d.input(shape, in: 0..<1)  // the target has a gradient too
      return { binaryCrossEntropy($0[0], $0[1]) }
    },
    GradientCase("binaryCrossEntropy with options") { d in
      let shape = d.shape()
      d.input(shape, in: -5..<5)
      d.input(shape, in: 0..<1)
      let weights = d.flag("weights") ? d.constant(d.part(of: shape), in: 0.5..<2) : nil
      let positive = d.flag("positiveWeights") ? d.constant(d.part(of: shape), in: 0.5..<2) : nil
      let reduction = d.pick("reduction", Reduction.allCases)
      return {
        binaryCrossEntropy(
          $0[0], $0[1], weights: weights, positiveWeights: positive, reduction: reduction)
      }
    },
  ]
}
