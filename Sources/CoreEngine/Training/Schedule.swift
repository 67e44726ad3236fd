/// How the learning rate changes from epoch to epoch, as a factor of the optimizer's own rate.
public struct Schedule: Sendable {
  private let factor: @Sendable (_ epoch: Int, _ epochs: Int) -> Double

  /// A schedule of your own.
  /// - Parameter factor: the epoch from 0 and the number of epochs to the factor.
  public init(_ factor: @escaping @Sendable (_ epoch: Int, _ epochs: Int) -> Double) {
    self.factor = factor
  }

  /// The factor for one epoch, for training loops written by hand.
  /// - Parameters:
  ///   - epoch: from 0.
  ///   - epochs: how many there will be.
  public func callAsFunction(epoch: Int, of epochs: Int) -> Double { factor(epoch, epochs) }

  /// Always 1.
  public static let constant = Schedule { _, _ in 1 }

  /// Times `factor` every `every` epochs.
  public static func step(every: Int, factor: Double = 0.1) -> Schedule {
    require(every > 0, "Schedule.step: every \(every) epochs")
    return Schedule { epoch, _ in power(factor, Double(epoch / every)) }
  }

  /// Times `factor` every epoch.
  public static func exponential(_ factor: Double) -> Schedule {
    Schedule { epoch, _ in power(factor, Double(epoch)) }
  }

  /// Times `factor` at each of the given epochs.
  /// - Parameter milestones: epochs counted from 0, in any order.
  public static func steps(at milestones: [Int], factor: Double = 0.1) -> Schedule {
    Schedule { epoch, _ in power(factor, Double(milestones.count { $0 <= epoch })) }
  }

  /// Evenly from `start` to `end`, which the last epoch reaches.
  public static func linear(from start: Double = 1, to end: Double) -> Schedule {
    Schedule { epoch, epochs in
      start + (end - start) * Double(min(epoch, epochs - 1)) / Double(max(1, epochs - 1))
    }
  }

  /// Half a cosine from 1 down to `end`.
  ///
  /// Source: Loshchilov and Hutter, arXiv:1608.03983.
  public static func cosine(to end: Double = 0) -> Schedule {
    Schedule { epoch, epochs in
      let angle = Double.pi * Double(epoch) / Double(max(1, epochs))
      let cosine = Tensor(angle, dtype: .float64).cos().item
      return end + (1 - end) * (1 + cosine) / 2
    }
  }

  /// Rises evenly to 1 over the first `epochs` epochs, then follows `rest`.
  public static func warmUp(epochs: Int, then rest: Schedule = .constant) -> Schedule {
    Schedule { epoch, all in
      epoch < epochs
        ? Double(epoch + 1) / Double(epochs + 1) : rest(epoch: epoch - epochs, of: all - epochs)
    }
  }
}

/// Ends a run of `fit` when nothing gets better any more.
public struct EarlyStopping: Sendable {
  /// Epochs in a row without improvement after which training ends, 1 or more.
  public var patience: Int
  /// An improvement is a loss lower than the best by more than this.
  public var minimumChange: Double

  /// Watches the validation loss, or the training loss without validation data.
  /// - Parameters:
  ///   - patience: epochs in a row without improvement after which training ends, 1 or more. A loss
  ///     that is NaN is not an improvement.
  ///   - minimumChange: what counts as an improvement must be more than this.
  public init(patience: Int = 3, minimumChange: Double = 0) {
    require(patience >= 1, "EarlyStopping: patience \(patience), expected 1 or more")
    self.patience = patience
    self.minimumChange = minimumChange
  }
}

struct StoppingWatch {
  private let rule: EarlyStopping
  private var best = Double.infinity
  private var waited = 0

  init(_ rule: EarlyStopping) { self.rule = rule }

  mutating func shouldStop(after epoch: History.Epoch) -> Bool {
    let loss = epoch.validationLoss ?? epoch.loss
    if loss < best - rule.minimumChange {
      best = loss
      waited = 0
    } else {
      waited += 1
    }
    return waited >= rule.patience
  }
}
