import Kernel

/// The small creators of a market, of whom the more come the better its customers are served.
///
/// ```
/// dN/dt = growth · trust · N · (1 − N / most)          N = 1 at the start
/// ```
/// Each brings visits at the same rate. Between two looks trust is constant, and the logistic curve is walked exactly.
struct CreatorSupply: Sendable, BitwiseCopyable {
  /// Visits per second of all of them at the start.
  let visitsPerSecond: Double
  /// Growth per day at full trust while they are few, and how many there may be for one at the start.
  let growth: Double
  let most: Double
  /// How many there are for one at the start.
  private(set) var number = 1.0

  init(visitsPerSecond: Double, growth: Double, most: Double) {
    (self.visitsPerSecond, self.growth, self.most) = (visitsPerSecond, growth, most)
  }

  var isOn: Bool { visitsPerSecond > 0 }

  /// Lets a span pass at a trust, 0...1, and gives the visits that come in it at the number at its begin.
  mutating func step(_ span: SimDuration, trust: Double) -> Double {
    let visits = visitsPerSecond * number * span.seconds
    if growth > 0, number < most {
      let fading = Deterministic.exp(-growth * trust * span.seconds / 86_400)
      number = most / (1 + (most / number - 1) * fading)
    }
    return visits
  }

  /// Takes over how many there are.
  mutating func inherit(_ old: CreatorSupply) { number = old.number }
}
