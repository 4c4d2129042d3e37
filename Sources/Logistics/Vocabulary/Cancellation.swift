import Kernel

/// When customers want to cancel: a hazard that rises once the promise is missed.
///
/// Candidates come at the higher hazard and are thinned before the promise, so both hazards are exact.
struct CancellationHazard: Sendable, BitwiseCopyable {
  /// Wishes per day while the promise is not missed.
  var perDay: Double
  /// Factor on the hazard after the promised day.
  var afterPromise: Double
  /// After this long customers do not cancel any more.
  var horizon: SimDuration

  /// The first candidate after `now`, or nil when it lies beyond the horizon of an order placed at `placed`.
  func candidate(after now: SimTime, placed: SimTime, _ stream: inout RandomStream) -> SimTime? {
    let rate = perDay * afterPromise / 86_400
    guard rate > 0 else { return nil }
    let left = (placed + horizon - now).seconds
    let wait = stream.exponential() / rate
    return wait < left ? now + SimDuration(seconds: wait) : nil
  }

  /// Whether a candidate is a wish: always after the promise, with the ratio of the hazards before it.
  func isWish(isLate: Bool, _ stream: inout RandomStream) -> Bool { isLate || stream.uniform() * afterPromise < 1 }
}

extension RegionState {
  /// Schedules the next moment at which the customer of a paid order may want to cancel, if there is one.
  ///
  /// Called once when the order is paid; the event carries the row's generation.
  func scheduleCancelWish(_ row: UInt32, after now: SimTime, _ scheduler: ModelScheduler) {
    guard let hazard = cancellationHazard else { return }
    var stream = cancellationDraws[orders[row].id, UInt32(truncatingIfNeeded: now.microseconds)]
    guard let at = hazard.candidate(after: now, placed: orders[row].placed, &stream) else { return }
    scheduler.schedule(EventKind.cancelWish, tag: orders[row].generation, index: row, at: at)
  }
}
