internal import Synchronization

/// The progress of a run of `fit`.
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
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  private static let current = Mutex<(@Sendable (TrainingProgress) -> Void)?>(nil)
}
