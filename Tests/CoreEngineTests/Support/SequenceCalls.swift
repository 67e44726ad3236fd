import CoreEngine

func sequenceCall(_ c: Call) throws -> Results? {
  switch c.reference.op {
  case "rnn", "lstm", "gru": return try wholeSequence(c)
  case "rnncell", "lstmcell", "grucell": return try step(c)
  default: return nil
  }
}

private func kind(_ c: Call) throws -> RecurrentKind {
  let nonlinearity = c.options("nonlinearity", "activation")?.text ?? "tanh"
  if c.reference.op.hasPrefix("lstm") { return .lstm }
  if c.reference.op.hasPrefix("gru") { return .gru }
  guard let kind = RecurrentKind(rawValue: nonlinearity), kind.gates == 1 else {
    throw ReferenceFailure(c.reference, "unknown nonlinearity \(nonlinearity)")
  }
  return kind
}

/// Runs a layer whose parameters are the case's tensors, stacked and in both directions as their
/// names say.
private func wholeSequence(_ c: Call) throws -> Results {
  let isBatchFirst =
    c.options("batchfirst")?.flag
    ?? (c.options("layout")?.text?.uppercased().hasPrefix("B") == true)
  c.options.ignore("hidden", "hiddensize", "inputsize", "numlayers", "depth", "bidirectional")
  c.options.ignore("layers", "dropout", "bias")
  let x = try c.x()
  let sequence = isBatchFirst ? x.permuted(1, 0, 2) : x
  let bidirectional = c.inputs.keys.contains { $0.hasSuffix("reverse") }
  let depth = c.inputs.keys.count { $0.hasPrefix("weighthhl") && !$0.hasSuffix("reverse") }
  let kind = try kind(c)
  let hidden = try c.operand("weighthhl0").shape[1]
  let inputs = try c.operand("weightihl0").shape[1]
  let layer: Recurrent =
    switch kind {
    case .lstm: LSTM(inputs, hidden, depth: depth, bidirectional: bidirectional)
    case .gru: GRU(inputs, hidden, depth: depth, bidirectional: bidirectional)
    case .tanh: RNN(inputs, hidden, depth: depth, bidirectional: bidirectional)
    case .relu:
      RNN(inputs, hidden, nonlinearity: .relu, depth: depth, bidirectional: bidirectional)
    }
  for named in layer.ownParameters {
    if let value = c.inputs[plain(named.name)] {
      named.parameter.value = value
    } else if named.name.hasPrefix("bias") {
      named.parameter.value = .zeros(named.parameter.shape, dtype: x.dtype)
    } else {
      throw ReferenceFailure(c.reference, "no input \(named.name)")
    }
  }
  let states = depth * (bidirectional ? 2 : 1)
  let (h0, c0) = (c.optional("h0", "hx", "hidden"), c.optional("c0", "cx", "cell"))
  let initial = h0.map { h0 in
    (0..<states).map { i in
      RecurrentState(
        hidden: h0.rank == 3 ? h0[i] : h0, cell: c0.map { $0.rank == 3 ? $0[i] : $0 })
    }
  }
  let (output, last) = layer.run(sequence, from: initial)
  var results = ["output": isBatchFirst ? output.permuted(1, 0, 2) : output]
  results["hn"] = .stack(last.map(\.hidden))
  if kind == .lstm { results["cn"] = .stack(last.map { $0.cell! }) }
  return results
}

/// One step of a cell.
private func step(_ c: Call) throws -> Results {
  let x = try c.x()
  let inputWeight = try c.operand("weightih", "weightihl0")
  let hiddenWeight = try c.operand("weighthh", "weighthhl0")
  let none = Tensor.zeros([inputWeight.shape[0]], dtype: x.dtype)
  let weights = RecurrentWeights(
    inputWeight: inputWeight, hiddenWeight: hiddenWeight,
    inputBias: c.optional("biasih", "biasihl0") ?? none,
    hiddenBias: c.optional("biashh", "biashhl0") ?? none)
  let zero = Tensor.zeros([x.shape[0], hiddenWeight.shape[1]], dtype: x.dtype)
  let state = RecurrentState(
    hidden: c.optional("h0", "hx", "h", "hidden") ?? zero, cell: c.optional("c0", "cx", "c", "cell")
  )
  let next = recurrentStep(try kind(c), x, state, weights)
  var results = ["output": next.hidden, "hn": next.hidden, "h": next.hidden]
  if let cell = next.cell { (results["cn"], results["c"]) = (cell, cell) }
  return results
}

/// The learning rate of each epoch under a schedule.
func scheduleCall(_ c: Call) throws -> Results? {
  guard ["schedule", "lrschedule", "scheduler", "lrscheduler"].contains(c.reference.op) else {
    return nil
  }
  let epochs = c.options.integer("epochs", "steps", or: c.reference.output?.data.count ?? 1)
  let rate = c.options("lr", "learningrate")?.number ?? 1
  let factor = c.options("gamma", "factor")?.number ?? 0.1
  let end = c.options("end", "etamin", "minimum", "endfactor")?.number ?? 0
  let name = plain(c.options("schedule", "scheduler", "name", "kind")?.text ?? "")
  let schedule: Schedule
  switch name {
  case "constant": schedule = .constant
  case "step", "steplr":
    schedule = .step(every: c.options.integer("every", "stepsize", or: 1), factor: factor)
  case "multistep", "multisteplr", "steps":
    let milestones = c.options("milestones", "at")?.flattened.map { Int($0) } ?? []
    schedule = .steps(at: milestones, factor: factor)
  case "exponential", "exponentiallr": schedule = .exponential(factor)
  case "cosine", "cosineannealing", "cosineannealinglr":
    schedule = .cosine(to: end / rate)
  case "linear", "linearlr":
    schedule = .linear(from: c.options("start", "startfactor")?.number ?? 1, to: end)
  case "warmup": schedule = .warmUp(epochs: c.options.integer("warmup", "warmupepochs", or: 1))
  default: throw ReferenceFailure(c.reference, "unknown schedule \(name)")
  }
  let span = c.options.integer("tmax", "totaliters", or: epochs)
  let rates = (0..<epochs).map { rate * schedule(epoch: $0, of: span) }
  return ["output": Tensor(rates, dtype: .float64)]
}
