/// Runs `body` as a differentiation and hands its result, with the graph, to `finish`.
///
/// While `finish` pulls gradients back, operations are recorded only if an outer differentiation is
/// open: that is what makes second derivatives possible and first ones cheap.
func differentiating<V, R, E: Error>(
  _ body: () throws(E) -> V, finish: (V) -> R
) throws(E) -> R {
  let state = threadState
  let paused = state.pointee.paused
  state.pointee.paused = 0
  state.pointee.scopes += 1
  defer { state.pointee.paused = paused }
  let value: V
  do {
    defer { state.pointee.scopes -= 1 }
    value = try body()
  }
  state.pointee.paused = state.pointee.scopes > 0 && paused == 0 ? 0 : 1
  return finish(value)
}

/// Whether results leave the outermost differentiation, and so need no graph any more.
var isOutermost: Bool { threadState.pointee.scopes == 0 }

/// A variable: the values of `x`, as the start of a new differentiation.
///
/// Its node passes gradients on to where `x` came from, for an outer differentiation.
func variable(_ x: Tensor) -> Tensor {
  let leaf = Node(inputs: [x.node]) { upstream, _ in [upstream] }
  return Tensor(storage: x.storage, shape: x.shape, node: leaf)
}

/// Gradients at `targets` for the gradient `upstream` at `output`; nil where there is no path.
func pullBack(_ output: Tensor, _ upstream: Tensor, to targets: [Node]) -> [Tensor?] {
  guard let root = output.node, let oldest = targets.map({ $0.serial }).min() else {
    return targets.map { _ in nil }
  }
  // Collect what the output was computed from. Nothing older than the oldest target can depend on
  // a target, so an inner differentiation never walks the outer one's graph.
  let pass = nextSerial()
  var nodes = [root]
  root.pass = pass
  var next = 0
  while next < nodes.count {
    for case let input? in nodes[next].inputs where input.pass != pass && input.serial >= oldest {
      input.pass = pass
      nodes.append(input)
    }
    next += 1
  }
  nodes.sort { $0.serial > $1.serial }
  for (slot, node) in nodes.enumerated() { node.slot = slot }
  // Which of them lead to a target?
  var needed = [Bool](repeating: false, count: nodes.count)
  for target in targets where target.pass == pass { needed[target.slot] = true }
  for slot in nodes.indices.reversed() where !needed[slot] {
    needed[slot] = nodes[slot].inputs.contains { input in
      guard let input, input.pass == pass else { return false }
      return needed[input.slot]
    }
  }
  var gradients = [Tensor?](repeating: nil, count: nodes.count)
  gradients[0] = upstream
  let isTarget = Set(targets.map { ObjectIdentifier($0) })
  for slot in nodes.indices where needed[slot] {
    let node = nodes[slot]
    guard let gradient = gradients[slot] else { continue }
    if isTarget.contains(ObjectIdentifier(node)) {
      if !node.inputs.contains(where: { $0.map { $0.pass == pass } ?? false }) { continue }
    } else {
      gradients[slot] = nil
    }
    for (input, part) in zip(node.inputs, node.pullBack(gradient)) {
      guard let input, let part, input.pass == pass, needed[input.slot] else { continue }
      gradients[input.slot].add(part)
    }
  }
  return targets.map { $0.pass == pass ? gradients[$0.slot] : nil }
}

extension Tensor? {
  /// Adds a gradient that arrives on another path.
  fileprivate mutating func add(_ part: Tensor) {
    guard var sum = self else {
      self = part
      return
    }
    if isDifferentiatingGradient {
      self = sum + part
      return
    }
    self = nil  // give up this reference, so that the sum may be made in place
    sum.accumulate(part)
    self = sum
  }
}

extension Tensor {
  /// Adds `scale * other` in place, outside any differentiation.
  package mutating func accumulate(_ other: Tensor, scale: Double = 1) {
    require(
      shape == other.shape && dtype == other.dtype,
      "accumulate: \(other.signature) into \(signature)")
    makeUnique()
    Kernels.accumulate(other.storage, scale: scale, into: storage)
  }
}
