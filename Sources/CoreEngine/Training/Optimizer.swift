/// A rule that changes parameters along their gradients.
public protocol Optimizer: AnyObject {
  /// The size of a step; a schedule may change it between steps.
  var learningRate: Double { get set }
  /// Changes one parameter in place.
  /// - Parameters:
  ///   - parameter: what is changed; its value keeps shape and number type.
  ///   - gradient: the slope of the loss, of the parameter's shape.
  ///   - step: how many updates there have been, this one included.
  func update(_ parameter: Parameter, along gradient: Tensor, step: Int)
  /// The number of updates so far.
  var step: Int { get set }
}

extension Optimizer {
  /// Changes all parameters of `gradients` in place: one step.
  ///
  /// - Parameter gradients: from `valueAndGradient(at:of:)`, clipped perhaps.
  /// - Precondition: each gradient has the shape of its parameter.
  public func update(_ gradients: Gradients) {
    step += 1
    for (named, gradient) in zip(gradients.parameters, gradients.values) {
      require(
        named.parameter.shape == gradient.shape,
        "update: \(named.name) has shape \(named.parameter.shape), its gradient \(gradient.shape)")
      named.parameter.value.node = nil
      update(named.parameter, along: gradient, step: step)
    }
  }
}

/// The state of an optimizer for each parameter, found by identity.
struct OptimizerState {
  private var tensors: [ObjectIdentifier: (owner: Parameter, values: [Tensor])] = [:]

  /// Hands the state of `parameter` to `body`; `count` tensors of zeros the first time.
  mutating func change(
    of parameter: Parameter, count: Int, _ body: (_ values: inout [Tensor], _ isNew: Bool) -> Void
  ) {
    let key = ObjectIdentifier(parameter)
    // Taken out while it changes, so that the tensors are unique and change in place.
    if var entry = tensors.removeValue(forKey: key) {
      body(&entry.values, false)
      tensors[key] = entry
    } else {
      var values = (0..<count).map { _ in Tensor.zeros(like: parameter.value.detached) }
      body(&values, true)
      tensors[key] = (parameter, values)
    }
  }
}

/// Stochastic gradient descent.
///
/// `v ← momentum v + g`, `w ← w - rate v`, where `g` is the gradient plus `weightDecay w`; with
/// Nesterov's variant `w ← w - rate (g + momentum v)`. The first step sets `v = g`.
///
/// Source: Sutskever, Martens, Dahl and Hinton, ICML 2013, in PyTorch's form.
public final class SGD: Optimizer {
  /// The size of a step.
  public var learningRate: Double
  /// The share of the last step's velocity that is kept.
  public let momentum: Double
  /// The multiple of the weights that is added to the gradient.
  public let weightDecay: Double
  /// The share of a gradient that does not enter the velocity.
  public let dampening: Double
  /// Whether the gradient is taken ahead along the velocity.
  public let isNesterov: Bool
  /// The number of updates so far.
  public var step = 0
  private var state = OptimizerState()

  /// The rule for given rates.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step.
  ///   - momentum: the share of the last step's velocity that is kept.
  ///   - weightDecay: the multiple of the weights that is added to the gradient.
  ///   - nesterov: whether the gradient is taken ahead along the velocity.
  ///   - dampening: d in `v ← momentum v + (1 - d) g`.
  /// - Precondition: Nesterov's variant has a momentum and no dampening.
  public init(
    learningRate: Double, momentum: Double = 0, weightDecay: Double = 0, nesterov: Bool = false,
    dampening: Double = 0
  ) {
    require(
      !nesterov || (momentum > 0 && dampening == 0),
      "SGD: nesterov with momentum \(momentum) and dampening \(dampening)")
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.isNesterov = nesterov
  }

  /// Changes one parameter in place by the rule of this class.
  /// - Parameters:
  ///   - parameter: what is changed; its value keeps shape and number type.
  ///   - gradient: the slope of the loss, of the parameter's shape.
  ///   - step: how many updates there have been, this one included.
  public func update(_ parameter: Parameter, along gradient: Tensor, step: Int) {
    parameter.value.makeUnique()
    let w = parameter.value
    guard momentum != 0 else {
      Kernels.sgd(
        w.storage, gradient.storage, velocity: nil, rate: learningRate, momentum: 0,
        decay: weightDecay, nesterov: false, isFirst: false)
      return
    }
    state.change(of: parameter, count: 1) { values, isNew in
      guard dampening == 0 else {
        withoutGradient {
          let g = weightDecay == 0 ? gradient : gradient + w * weightDecay
          values[0] = isNew ? g : values[0] * momentum + g * (1 - dampening)
          parameter.value = w - values[0] * learningRate
        }
        return
      }
      values[0].makeUnique()
      Kernels.sgd(
        w.storage, gradient.storage, velocity: values[0].storage, rate: learningRate,
        momentum: momentum, decay: weightDecay, nesterov: isNesterov, isFirst: isNew)
    }
  }
}

/// Adam: steps scaled by running means of the gradient and of its square.
///
/// `m ← β₁ m + (1 - β₁) g`, `s ← β₂ s + (1 - β₂) g²`,
/// `w ← w - rate (m / (1 - β₁ᵗ)) / (√(s / (1 - β₂ᵗ)) + ε)`; AMSGrad divides by the greatest s so
/// far.
///
/// Source: Kingma and Ba, arXiv:1412.6980; Reddi, Kale and Kumar, arXiv:1904.09237 (AMSGrad), in
/// PyTorch's form.
public class Adam: Optimizer {
  /// The size of a step.
  public var learningRate: Double
  /// The decays of the running means, what keeps the divisor from 0, and the weight decay.
  public let beta1, beta2, epsilon, weightDecay: Double
  /// The number of updates so far.
  public var step = 0
  /// Whether the greatest running mean of the squares so far is used.
  public let isAMSGrad: Bool
  private let isDecoupled: Bool
  private var state = OptimizerState()
  private var steps: [ObjectIdentifier: Int] = [:]

  /// The rule for given rates; the defaults are the paper's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step.
  ///   - beta1: β₁, the share of the running mean of the gradient that is kept.
  ///   - beta2: β₂, the same for its square.
  ///   - epsilon: ε, what keeps the divisor from 0.
  ///   - weightDecay: a multiple of the weights that is added to the gradient.
  ///   - amsgrad: whether the greatest s so far is used.
  public convenience init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0, amsgrad: Bool = false
  ) {
    self.init(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, isDecoupled: false)
  }

  fileprivate init(
    _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ decay: Double,
    _ amsgrad: Bool, isDecoupled: Bool
  ) {
    isAMSGrad = amsgrad
    learningRate = rate
    (self.beta1, self.beta2, self.epsilon, weightDecay) = (beta1, beta2, epsilon, decay)
    self.isDecoupled = isDecoupled
  }

  /// Changes one parameter in place by the rule of this class.
  /// - Parameters:
  ///   - parameter: what is changed; its value keeps shape and number type.
  ///   - gradient: the slope of the loss, of the parameter's shape.
  ///   - step: how many updates there have been, this one included.
  public final func update(_ parameter: Parameter, along gradient: Tensor, step: Int) {
    parameter.value.makeUnique()
    let w = parameter.value
    let t = Double(steps[ObjectIdentifier(parameter), default: 0] + 1)
    steps[ObjectIdentifier(parameter)] = Int(t)
    state.change(of: parameter, count: isAMSGrad ? 3 : 2) { values, _ in
      guard !isAMSGrad else {
        withoutGradient {
          parameter.value = w - amsgradStep(w, gradient, &values, t) * learningRate
        }
        return
      }
      values[0].makeUnique()
      values[1].makeUnique()
      Kernels.adam(
        w.storage, gradient.storage, mean: values[0].storage, square: values[1].storage,
        rate: learningRate, betas: (beta1, beta2), epsilon: epsilon, decay: weightDecay,
        isDecoupled: isDecoupled, corrections: (1 - power(beta1, t), 1 - power(beta2, t)))
    }
  }

  /// The amount that is subtracted from the weights, divided by the learning rate; `values` are m, s and the
  /// greatest s.
  private func amsgradStep(
    _ w: Tensor, _ gradient: Tensor, _ values: inout [Tensor], _ t: Double
  ) -> Tensor {
    let decay = w * weightDecay
    let g = isDecoupled ? gradient : gradient + decay
    values[0] = values[0] * beta1 + g * (1 - beta1)
    values[1] = values[1] * beta2 + g.squared() * (1 - beta2)
    values[2] = maximum(values[2], values[1])
    let root = (values[2] / (1 - power(beta2, t))).sqrt() + epsilon
    let step = values[0] / (1 - power(beta1, t)) / root
    return isDecoupled ? step + decay : step
  }
}

/// Adam whose weight decay acts on the weights themselves, not through the gradient.
///
/// Source: Loshchilov and Hutter, arXiv:1711.05101.
public final class AdamW: Adam {
  /// The rule for given rates; the defaults are PyTorch's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step.
  ///   - beta1: β₁, the share of the running mean of the gradient that is kept.
  ///   - beta2: β₂, the same for its square.
  ///   - epsilon: ε, what keeps the divisor from 0.
  ///   - weightDecay: a multiple of `rate w` that is taken off the weights at each step.
  ///   - amsgrad: whether the greatest s so far is used.
  public convenience init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01, amsgrad: Bool = false
  ) {
    self.init(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, isDecoupled: true)
  }
}

/// Steps divided by the root of a running mean of the squared gradient.
///
/// `s ← α s + (1 - α) g²`, `w ← w - rate g / (√s + ε)`; centred, the squared running mean of the
/// gradient is taken off s under the root. With momentum `v ← momentum v + g / (√s + ε)`,
/// `w ← w - rate v`.
///
/// Source: Tieleman and Hinton, Coursera lecture 6.5, 2012, in PyTorch's form.
public final class RMSProp: Optimizer {
  /// The size of a step.
  public var learningRate: Double
  /// The decay of the running mean, what keeps the divisor from 0, momentum and weight decay.
  public let alpha, epsilon, momentum, weightDecay: Double
  /// Whether the divisor is the standard deviation of the gradient instead of its root mean square.
  public let isCentred: Bool
  /// The number of updates so far.
  public var step = 0
  private var state = OptimizerState()

  /// The rule for given rates; the defaults are PyTorch's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step.
  ///   - alpha: α, the share of the running mean that is kept.
  ///   - epsilon: ε, what keeps the divisor from 0.
  ///   - momentum: the share of the last step's velocity that is kept.
  ///   - weightDecay: the multiple of the weights that is added to the gradient.
  ///   - centred: whether the divisor is the standard deviation of the gradient.
  public init(
    learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
    momentum: Double = 0, weightDecay: Double = 0, centred: Bool = false
  ) {
    self.learningRate = learningRate
    isCentred = centred
    (self.alpha, self.epsilon, self.momentum) = (alpha, epsilon, momentum)
    self.weightDecay = weightDecay
  }

  /// Changes one parameter in place by the rule of this class.
  /// - Parameters:
  ///   - parameter: what is changed; its value keeps shape and number type.
  ///   - gradient: the slope of the loss, of the parameter's shape.
  ///   - step: how many updates there have been, this one included.
  public func update(_ parameter: Parameter, along gradient: Tensor, step: Int) {
    parameter.value.makeUnique()
    let w = parameter.value
    state.change(of: parameter, count: isCentred ? 3 : momentum == 0 ? 1 : 2) { values, _ in
      guard !isCentred else {
        withoutGradient { parameter.value = w - centredStep(w, gradient, &values) * learningRate }
        return
      }
      for i in values.indices { values[i].makeUnique() }
      Kernels.rmsProp(
        w.storage, gradient.storage, square: values[0].storage,
        velocity: momentum == 0 ? nil : values[1].storage, rate: learningRate, alpha: alpha,
        epsilon: epsilon, momentum: momentum, decay: weightDecay)
    }
  }
}

extension RMSProp {
  /// The amount that is subtracted from the weights, divided by the learning rate; `values` are s, the velocity and
  /// the running mean of the gradient.
  private func centredStep(
    _ w: Tensor, _ gradient: Tensor, _ values: inout [Tensor]
  ) -> Tensor {
    let g = weightDecay == 0 ? gradient : gradient + w * weightDecay
    values[0] = values[0] * alpha + g.squared() * (1 - alpha)
    values[2] = values[2] * alpha + g * (1 - alpha)
    let step = g / ((values[0] - values[2].squared()).sqrt() + epsilon)
    values[1] = values[1] * momentum + step
    return momentum == 0 ? step : values[1]
  }
}

/// `base` to a whole power, by repeated squaring.
func power(_ base: Double, _ exponent: Double) -> Double {
  var (result, square, rest) = (1.0, base, Int(exponent))
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
