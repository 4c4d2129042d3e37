import Kernel

/// How visitors respond to what they find, as factors on the probability to buy.
///
/// At small conversion the logit of DOMAIN §2.1 is an exponential: each term of the utility multiplies the conversion.
struct Sensitivity: Sendable, Equatable {
  /// Price elasticity β_p: Bijmolt, van Heerde, Pieters 2005 report a mean of −2.62.
  var price = 2.6
  /// What unknown duties cost, β_dc.
  var dutyUnknown = 0.3
  /// What a day of delivery beyond the fifth costs, β_t, and what one beyond the tenth costs.
  var day = 0.015
  var lateDay = 0.04
  /// What a second of latency beyond the first costs, β_l.
  var second = 0.15
  /// What a star above 4.3 brings, β_r.
  var star = 0.07

  /// The factor of a landed price relative to the reference.
  func priceFactor(ratio: Double) -> Double {
    guard ratio > 0 else { return 1 }
    return Deterministic.exp(-price * Deterministic.log(ratio))
  }

  /// The factor of a promised time of so many days: 1 at 5 days, falling faster beyond 10.
  func promiseFactor(days: Double) -> Double {
    let steep = max(0, days - 10)
    return Deterministic.exp(-day * (days - 5 - steep) - lateDay * steep)
  }

  /// The factor of a latency in seconds.
  func latencyFactor(seconds: Double) -> Double { seconds <= 1 ? 1 : Deterministic.exp(-second * (seconds - 1)) }

  /// The factor of a rating in stars.
  func starFactor(_ stars: Double) -> Double { Deterministic.exp(star * (stars - 4.3)) }
}
