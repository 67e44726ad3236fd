extension History: Displayable {
  /// Loss and, where targets are class labels, accuracy over the epochs, side by side.
  public var curves: Plot {
    let epochs = (0..<losses.count).map { Double($0 + 1) }
    func chart(_ label: String, _ training: [Double], _ validation: [Double]) -> Plot.Panel? {
      guard !training.isEmpty else { return nil }
      var series = [Plot.Series.linePoints("training", training, x: epochs)]
      if !validation.isEmpty { series.append(.linePoints("validation", validation, x: epochs)) }
      return Plot.Panel(x: "epoch", y: Plot.Axis(label), series: series)
    }
    let charts = [
      chart("loss", losses, validationLosses),
      chart("accuracy", accuracies, validationAccuracies),
    ].compactMap { $0 }
    return Plot(panels: charts, columns: charts.count)
  }

  public var outputs: [Output] { curves.outputs }
}
