import Kernel

/// A provider's interface that gives labels: one after the other at its rate limit, and by hand while it is down.
///
/// A parcel without a label cannot be tendered, so an outage shortly before the cut-off costs a day.
final class LabelDesk {
  /// Microseconds between two labels.
  private let slot: Double
  /// Whether labels come one after the other also while nothing is disturbed.
  private let isLimited: Bool
  private let disturbance: Disturbance?
  private var free = SimTime(microseconds: .min)
  private var remainder = 0.0

  init(perHour: Double, isLimited: Bool, _ disturbance: Disturbance?) {
    slot = min(3.6e9 / perHour, 1e18)
    self.isLimited = isLimited
    self.disturbance = disturbance
  }

  /// The normal pace that a share is left of where no limit is written: an assumption.
  private static let usualPerHour = 1_000.0

  /// The desk of a provider; nil when every label is there at once.
  ///
  /// - Parameter limit: Labels an hour; nil for as many as there are.
  static func make(_ limit: Double?, _ disturbance: Disturbance?) -> LabelDesk? {
    guard limit != nil || disturbance != nil else { return nil }
    return LabelDesk(perHour: limit ?? usualPerHour, isLimited: limit != nil, disturbance)
  }

  /// When a label that is asked for now is there; distantFuture when it never comes.
  func label(at now: SimTime) -> SimTime {
    var turn = max(now, free)
    let factor = disturbance?.level(at: turn).capacity ?? 1
    if factor <= 0 { turn = disturbance?.nextOpen(turn) ?? turn }
    guard turn != .distantFuture else { return turn }
    let pace = disturbance?.level(at: turn).capacity ?? 1
    // An interface without a limit answers at once again as soon as the outage is over.
    guard isLimited || pace < 1 else { return turn }
    remainder += min(1e18, slot / max(1e-6, pace))
    let whole = remainder.rounded(.down)
    remainder -= whole
    free = turn + SimDuration(microseconds: Int64(whole))
    // Whoever waits for a label by hand gets one at once when the interface is up again.
    guard !isLimited, let up = disturbance?.nextChange(after: now), turn > up else { return turn }
    free = up
    return up
  }
}

extension LabelDesk {
  /// Takes over the labels that are asked for already.
  func inherit(_ old: LabelDesk) {
    free = old.free
    remainder = old.remainder
  }
}
