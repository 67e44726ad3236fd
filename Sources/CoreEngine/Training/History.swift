/// The record of a run of `fit`, epoch by epoch.
public struct History: Sendable, CustomStringConvertible {
  /// One epoch's figures.
  public struct Epoch: Sendable, Equatable {
    /// Mean training loss over the epoch's batches, each before its step.
    public let loss: Double
    /// Share of right answers over the same batches; nil when targets are not class labels.
    public let accuracy: Double?
    /// The same two on the validation data after the epoch, if there are any.
    public let validationLoss, validationAccuracy: Double?
  }

  /// The epochs in order.
  public internal(set) var epochs: [Epoch] = []

  /// Training loss of each epoch.
  public var losses: [Double] { epochs.map(\.loss) }
  /// Training accuracy of each epoch; empty when targets are not class labels.
  public var accuracies: [Double] { epochs.compactMap(\.accuracy) }
  /// Validation loss after each epoch; empty without validation data.
  public var validationLosses: [Double] { epochs.compactMap(\.validationLoss) }
  /// Validation accuracy after each epoch; empty without validation data or labels.
  public var validationAccuracies: [Double] { epochs.compactMap(\.validationAccuracy) }

  public var description: String {
    let rows = epochs.enumerated().map { i, epoch in
      var row = "epoch \(i + 1): loss \(Tensor.text(epoch.loss))"
      if let accuracy = epoch.accuracy { row += ", accuracy \(Tensor.text(accuracy))" }
      if let loss = epoch.validationLoss { row += ", validation loss \(Tensor.text(loss))" }
      if let accuracy = epoch.validationAccuracy {
        row += ", validation accuracy \(Tensor.text(accuracy))"
      }
      return row
    }
    return rows.joined(separator: "\n")
  }
}
