import CoreEngine

func imageCall(_ c: Call) throws -> Results? {
  func filter() throws -> Tensor { try c.operand("weight", "filter", "kernel", "w") }
  var bias: Tensor? { c.optional("bias", "b") }
  let result: Tensor
  switch c.reference.op {
  case "conv1d", "convolution1d", "crosscorrelation1d":
    let w = try filter()
    let padding = try c.padding(for: Size(1, w.shape[2]))
    result = try c.x().conv1d(
      w, bias: bias, stride: c.stride?.width ?? 1, padding: padding.width,
      dilation: c.dilation.width, groups: c.groups)
  case "conv2d", "conv", "convolution2d", "crosscorrelation", "crosscorrelation2d":
    let w = try filter()
    result = try c.x().conv2d(
      w, bias: bias, stride: c.stride ?? Size(1, 1),
      padding: c.padding(for: Size(w.shape[2], w.shape[3])), dilation: c.dilation,
      groups: c.groups)
  case "trueconv2d", "trueconvolution", "convolution", "flippedconv2d":
    let w = try filter()
    result = try c.x().trueConv2d(
      w, bias: bias, stride: c.stride ?? Size(1, 1),
      padding: c.padding(for: Size(w.shape[2], w.shape[3])), dilation: c.dilation,
      groups: c.groups)
  case "convtranspose2d", "transposedconv2d", "conv2dtranspose", "deconv2d":
    result = try c.x().convTranspose2d(
      filter(), bias: bias, stride: c.stride ?? Size(1, 1), padding: c.padding(),
      outputPadding: c.options("outputpadding")?.size ?? Size(0, 0), dilation: c.dilation,
      groups: c.groups)
  case "convtranspose1d", "transposedconv1d", "conv1dtranspose":
    let x = try c.x()
    result = try x.expanded(axis: 2).convTranspose2d(
      filter().expanded(axis: 2), bias: bias, stride: Size(1, c.stride?.width ?? 1),
      padding: Size(0, c.padding().width),
      outputPadding: Size(0, c.options("outputpadding")?.size?.width ?? 0),
      dilation: Size(1, c.dilation.width), groups: c.groups
    ).squeezed(axis: 2)
  case "locallyconnected2d", "locallyconnected", "unsharedconv2d":
    result = try c.x().locallyConnected2d(
      filter(), bias: bias, kernel: c.kernel, stride: c.stride ?? Size(1, 1),
      padding: c.padding())
  case "unfold", "im2col", "windows":
    result = try c.x().windows(c.kernel, stride: c.stride ?? Size(1, 1), padding: c.padding())
  case "maxpool2d", "maxpool", "maxpooling2d":
    result = try c.x().maxPool2d(
      c.kernel, stride: c.stride, padding: c.padding(), ceilMode: c.ceilMode)
  case "maxpool1d", "maxpooling1d":
    result = try c.x().maxPool1d(
      c.kernel.width, stride: c.stride?.width, padding: c.padding().width, ceilMode: c.ceilMode)
  case "avgpool2d", "avgpool", "averagepool2d", "avgpooling2d", "averagepooling2d":
    result = try c.x().avgPool2d(
      c.kernel, stride: c.stride, padding: c.padding(), countPadding: c.countPadding,
      ceilMode: c.ceilMode)
  case "avgpool1d", "averagepool1d":
    result = try c.x().avgPool1d(
      c.kernel.width, stride: c.stride?.width, padding: c.padding().width,
      countPadding: c.countPadding, ceilMode: c.ceilMode)
  case "globalavgpool2d", "globalaveragepool2d":
    result = try c.x().mean(axes: [-2, -1], keepDims: true)
  default: return nil
  }
  return ["output": result]
}

func normalisationCall(_ c: Call) throws -> Results? {
  switch c.reference.op {
  case "batchnorm", "batchnorm1d", "batchnorm2d", "batchnormtrain", "batchnormeval",
    "batchnorm2dtrain", "batchnorm2deval":
    let x = try c.x()
    let ones = Tensor.ones([x.shape[1]], dtype: x.dtype)
    let (weight, bias) = (c.optional("weight", "gamma") ?? ones, c.optional("bias", "beta"))
    let mean = c.optional("runningmean", "mean")
    let variance = c.optional("runningvar", "runningvariance", "var", "variance")
    let given = c.options("training", "train")?.flag ?? c.options("eval")?.flag.map { !$0 }
    let evaluates = given.map { !$0 } ?? (c.reference.op.hasSuffix("eval") || mean != nil)
    c.options.ignore("momentum", "numfeatures", "channels", "trackrunningstats")
    if evaluates {
      let result = x.batchNorm2d(
        weight, bias ?? ones * 0, mean: mean ?? ones * 0, variance: variance ?? ones,
        epsilon: c.epsilon)
      return ["output": result]
    }
    return try trainedBatchNorm(c, x, weight, bias ?? ones * 0, mean, variance)
  case "layernorm":
    let x = try c.x()
    let shape = c.options("normalizedshape", "shape", "axes")?.flattened.map { Int($0) }
    let weight =
      c.optional("weight", "gamma")
      ?? Tensor.ones(shape ?? [x.shape[x.rank - 1]], dtype: x.dtype)
    let bias = c.optional("bias", "beta") ?? .zeros(like: weight)
    return ["output": x.layerNorm(weight, bias, epsilon: c.epsilon)]
  default: return nil
  }
}

/// A step of training: the layer also moves its running statistics.
private func trainedBatchNorm(
  _ c: Call, _ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ mean: Tensor?, _ variance: Tensor?
) throws -> Results {
  let layer = BatchNorm2D(
    weight.count, epsilon: c.epsilon, momentum: c.options("momentum")?.number ?? 0.1)
  layer.convert(to: x.dtype)
  (layer.weight.value, layer.bias.value) = (weight, bias)
  if let mean { layer.runningMean.value = mean.detached }
  if let variance { layer.runningVariance.value = variance.detached }
  let output = inTraining { layer(x) }
  return [
    "output": output, "runningmean": layer.runningMean.value,
    "runningvar": layer.runningVariance.value, "runningvariance": layer.runningVariance.value,
  ]
}

func lossCall(_ c: Call) throws -> Results? {
  func target() throws -> Tensor { try c.operand("target", "targets", "labels", "y", "b") }
  let result: Tensor
  switch c.reference.op {
  case "crossentropy", "crossentropyloss", "softmaxcrossentropy":
    let labels = try target()
    var logits = try c.x()
    // PyTorch's class axis is the second; here it is the last.
    let isDistribution = labels.shape == logits.shape
    if logits.rank == 1 { logits = logits.expanded() }
    var spread = labels.rank == 0 ? labels.expanded() : labels
    if logits.rank > 2 && !(logits.shape.dropLast() == labels.shape[...]) {
      let order = [0] + Array(2..<logits.rank) + [1]
      logits = logits.permuted(order)
      if isDistribution { spread = labels.permuted(order) }
    }
    let found = try crossEntropy(
      logits, spread, weights: c.optional("weight", "weights", "classweights"),
      labelSmoothing: c.options("labelsmoothing", "smoothing")?.number ?? 0,
      ignoring: c.options("ignoreindex", "ignore")?.number.map { Int($0) },
      reduction: c.reduction)
    // The plain call must say the same where it has no options to take.
    let plain =
      try c.options.unknown.isEmpty && c.reduction == .mean && c.inputs.count == 2
      && c.options("labelsmoothing", "smoothing", "ignoreindex", "ignore") == nil
    result = plain ? crossEntropy(logits, spread) : found
  case "nll", "nllloss":
    let (scores, labels) = try (c.x(), target())
    let chosen = -scores.gather(axis: 1, indices: labels.expanded(axis: 1)).squeezed(axis: 1)
    switch try c.reduction {
    case .mean: result = chosen.mean()
    case .sum: result = chosen.sum()
    case .none: result = chosen
    }
  case "mse", "mseloss", "meansquarederror":
    result = try meanSquaredError(c.x(), target(), reduction: c.reduction)
  case "binarycrossentropywithlogits", "bcewithlogits", "bcewithlogitsloss", "binarycrossentropy":
    result = try binaryCrossEntropy(
      c.x(), target(), weights: c.optional("weight", "weights"),
      positiveWeights: c.optional("posweight", "positiveweight", "positiveweights"),
      reduction: c.reduction)
  default: return nil
  }
  return ["output": result]
}
