internal import CEngine

/// Where a run of `fit` stands.
public struct TrainingProgress: Sendable {
  /// The present epoch, from 1, and how many there will be.
  public let epoch, epochs: Int
  /// The batches done in this epoch, and how many it has.
  public let batch, batches: Int
  /// Mean training loss of this epoch so far.
  public let loss: Double
  /// Share of right answers in this epoch so far; nil when the targets are not class labels.
  public let accuracy: Double?
  /// After the last batch of an epoch: loss and accuracy on the validation data, if there are any.
  public let validationLoss, validationAccuracy: Double?

  /// Called after every batch and after every validation, on the thread that runs `fit`.
  public static var observer: (@Sendable (TrainingProgress) -> Void)? {
    get { current.get() }
    set { current.set(newValue) }
  }

  private static let current = ObserverBox()
}

private final class ObserverBox: @unchecked Sendable {  // guarded by `lock`
  private var lock: Int32 = 0
  private var value: (@Sendable (TrainingProgress) -> Void)?

  func get() -> (@Sendable (TrainingProgress) -> Void)? {
    ce_lock(&lock)
    defer { ce_unlock(&lock) }
    return value
  }

  func set(_ new: (@Sendable (TrainingProgress) -> Void)?) {
    ce_lock(&lock)
    value = new
    ce_unlock(&lock)
  }
}
