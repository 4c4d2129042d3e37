import Kernel

/// A spot on television, or a code on the screen: part of the audience responds within seconds, the rest of it later.
struct Broadcast: Sendable, Equatable {
  var at: SimTime
  /// Visits it brings to this market in all.
  var visits: Double
  /// The share that comes evenly within the first `burst` seconds; the rest follows with exp(−t/decay).
  var immediate: Double
  var burst: Double
  var decay: Double

  /// Expected visits between two instants.
  func visits(from: SimTime, to: SimTime) -> Double {
    guard to > at else { return 0 }
    return visits * (came((to - at).seconds) - came(max(0, (from - at).seconds)))
  }

  /// The share of all responses within so many seconds.
  private func came(_ seconds: Double) -> Double {
    immediate * min(1, seconds / burst) - (1 - immediate) * Deterministic.expm1(-seconds / decay)
  }
}

/// A push notification: sent at a rate, opened by some, after a lognormal delay.
struct PushCampaign: Sendable, Equatable {
  var at: SimTime
  /// Devices of this market, how many are sent to per second, and the share that opens.
  var devices: Double
  var rate: Double
  var opens: Double
  /// Median of the delay until somebody opens it, seconds, and the σ of its logarithm.
  var median: Double
  var sigma: Double

  /// Expected visits between two instants.
  func visits(from: SimTime, to: SimTime) -> Double {
    guard to > at else { return 0 }
    return devices * opens * (came((to - at).seconds) - came((from - at).seconds))
  }

  /// The share of those who open it that has done so, seconds after the first was sent: the delay's distribution averaged
  /// over the sending, by Simpson's rule on 16 intervals.
  func came(_ seconds: Double) -> Double {
    guard seconds > 0 else { return 0 }
    let sending = devices / rate
    guard sending > 0 else { return delayed(seconds) }
    let begun = min(1, seconds / sending)
    var sum = 0.0
    for place in 0...16 {
      let sent = begun * sending * Double(place) / 16
      let weight = place == 0 || place == 16 ? 1.0 : place % 2 == 1 ? 4 : 2
      sum += weight * delayed(seconds - sent)
    }
    return begun * sum / 48
  }

  private func delayed(_ seconds: Double) -> Double {
    guard seconds > 0 else { return 0 }
    return Deterministic.normalCDF(Deterministic.log(seconds / median) / sigma)
  }
}
