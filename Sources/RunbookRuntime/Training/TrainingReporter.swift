internal import Glibc
internal import RunbookDrawing
internal import Synchronization

/// Reports the progress of a training to the program that runs the notebook.
enum TrainingReporter {
  /// Seconds between two messages about batches; the end of each epoch is always reported.
  private static let pause = 0.1

  static func start() {
    let clock = Clock()
    TrainingProgress.observer = { progress in
      let isEpochEnd = progress.batch == progress.batches
      guard clock.isDue(after: isEpochEnd ? 0 : pause) else { return }
      Emitter.emit(message(progress, isEpochEnd))
    }
  }

  private static func message(_ progress: TrainingProgress, _ isEpochEnd: Bool) -> CellProgress {
    var text = "epoch \(progress.epoch)/\(progress.epochs), loss \(NumberText.short(progress.loss))"
    if let accuracy = progress.accuracy { text += ", accuracy \(NumberText.short(accuracy))" }
    if let accuracy = progress.validationAccuracy {
      text += ", validation \(NumberText.short(accuracy))"
    }
    let done =
      Double(progress.epoch - 1) + Double(progress.batch) / Double(max(1, progress.batches))
    let hasValidation = progress.validationLoss != nil
    return CellProgress(
      fraction: done / Double(max(1, progress.epochs)), message: text,
      isMilestone: isEpochEnd && hasValidation)
  }

  /// The time of the last message. Cells train on one thread at a time.
  private final class Clock: Sendable {
    private let last = Mutex(-Double.infinity)

    func isDue(after pause: Double) -> Bool {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      let now = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
      return last.withLock { last in
        guard now - last >= pause else { return false }
        last = now
        return true
      }
    }
  }
}
