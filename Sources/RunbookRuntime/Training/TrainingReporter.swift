internal import Glibc
internal import RunbookDrawing

/// Reports the progress of a training to whoever watches the notebook.
enum TrainingReporter {
  /// Seconds between two messages about batches; each epoch is reported in any case.
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
  private final class Clock: @unchecked Sendable {  // guarded by `lock`
    private var lock = pthread_mutex_t()
    private var last = 0.0

    init() { pthread_mutex_init(&lock, nil) }

    func isDue(after pause: Double) -> Bool {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      let now = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
      pthread_mutex_lock(&lock)
      defer { pthread_mutex_unlock(&lock) }
      guard now - last >= pause else { return false }
      last = now
      return true
    }
  }
}
