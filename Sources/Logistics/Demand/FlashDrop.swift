import Kernel

/// The countdown to a drop in one market: people gather, all come at once, and latecomers trickle in.
///
/// Before T0 the crowd grows like the integral of 1/(T0 − t + 30 s) and only polls the page. At T0 everyone reacts within
/// seconds: Gamma(2) with a mean of 4 s. Others follow at a rate that falls as exp(−t/120 s).
struct FlashDrop: Sendable, Equatable {
  /// T0.
  var at: SimTime
  /// People of this market who wait for T0.
  var crowd: Double
  /// People of this market who come after T0 without having waited.
  var followers: Double
  /// How long before T0 the first ones gather.
  var gathering: SimDuration
  /// Mean reaction time, seconds.
  var reaction = 4.0
  /// Time in which the stream of latecomers falls to 1/e, seconds.
  var decay = 120.0
  /// Mean time between two polls of one who waits, seconds.
  var pollEvery = 3.5
  /// Tries of scalpers' programs at T0.
  var bots = 0.0

  private static let ramp = 30.0

  /// Expected arrivals between two instants.
  func arrivals(from: SimTime, to: SimTime) -> Double {
    guard to > at else { return 0 }
    let a = max(0, (from - at).seconds)
    let b = (to - at).seconds
    guard a < decay * 40 else { return 0 }
    let tail = Deterministic.exp(-a / decay) - Deterministic.exp(-b / decay)
    return crowd * (reacted(b) - reacted(a)) + followers * tail
  }

  /// People on the page at an instant who have not got in yet.
  func waiting(at time: SimTime) -> Double {
    if time >= at { return crowd * (1 - reacted((time - at).seconds)) }
    let left = (at - time).seconds
    let whole = gathering.seconds
    guard left < whole else { return 0 }
    let gathered = Deterministic.log((whole + Self.ramp) / (left + Self.ramp))
    return crowd * gathered / Deterministic.log((whole + Self.ramp) / Self.ramp)
  }

  /// Expected polls between two instants, by the trapezoidal rule.
  func polls(from: SimTime, to: SimTime) -> Double {
    guard to > at - gathering, from < at + SimDuration(seconds: reaction * 20) else { return 0 }
    return 0.5 * (waiting(at: from) + waiting(at: to)) * (to - from).seconds / pollEvery
  }

  /// The share of the crowd that has reacted `seconds` after T0: the distribution of Gamma(2).
  private func reacted(_ seconds: Double) -> Double {
    guard seconds > 0 else { return 0 }
    let x = 2 * seconds / reaction
    return 1 - Deterministic.exp(-x) * (1 + x)
  }
}
