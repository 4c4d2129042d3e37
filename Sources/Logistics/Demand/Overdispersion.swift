import Kernel

/// Noise on a market's arrival intensity, mean 1: what makes counts vary more than a Poisson process would.
///
/// Two factors, both gamma. One is drawn anew for each local day; the other changes every 10 minutes and remembers: the
/// beta-gamma autoregression X' = B·X + G with B ~ Beta(kρ, k(1−ρ)) and G ~ Gamma(k(1−ρ), 1/k) keeps the law
/// Gamma(k, 1/k) exactly and has autocorrelation ρ per step, so that adding up bins does not wash the noise out.
///
/// - SeeAlso: Lewis, McKenzie, Hugus, *Gamma Processes*, Stochastic Models 5 (1989).
struct Overdispersion: Sendable, Equatable {
  /// Shape k of the factor that changes every 10 minutes; its variance is 1/k.
  var shape = 20.0
  /// Shape of the factor of a local day.
  var dayShape = 5.0
  /// Autocorrelation of the quick factor after an hour.
  var hourlyCorrelation = 0.9

  /// How often the quick factor changes.
  static let step = SimDuration.minutes(10)

  /// Autocorrelation from one step to the next.
  var stepCorrelation: Double { Deterministic.pow(hourlyCorrelation, 1.0 / 6) }
}

/// The noise of one market as time goes on.
struct OverdispersionPath {
  private let law: Overdispersion
  private let correlation: Double
  private let quick: StreamFamily
  private let daily: StreamFamily
  private var slot = Int64.min
  private var quickFactor = 1.0
  private var day = Int64.min
  private var dayFactor = 1.0

  init(_ law: Overdispersion, quick: StreamFamily, daily: StreamFamily) {
    self.law = law
    self.quick = quick
    self.daily = daily
    correlation = law.stepCorrelation
  }

  /// The factor at an instant that never falls; `localDay` counts days on the market's calendar.
  mutating func factor(at time: SimTime, localDay: Int64) -> Double {
    let now = time.microseconds / Overdispersion.step.microseconds
    if slot == .min {
      slot = now
      quickFactor = start(now)
    }
    while slot < now {
      slot += 1
      quickFactor = next(slot)
    }
    if day != localDay {
      day = localDay
      var stream = daily[UInt64(bitPattern: localDay)]
      dayFactor = stream.gamma(law.dayShape) / law.dayShape
    }
    return quickFactor * dayFactor
  }

  private func start(_ slot: Int64) -> Double {
    var stream = quick[UInt64(bitPattern: slot)]
    return stream.gamma(law.shape) / law.shape
  }

  private func next(_ slot: Int64) -> Double {
    var stream = quick[UInt64(bitPattern: slot)]
    guard correlation > 0 else { return stream.gamma(law.shape) / law.shape }
    guard correlation < 1 else { return quickFactor }
    let kept = stream.gamma(law.shape * correlation)
    let rest = stream.gamma(law.shape * (1 - correlation))
    let innovation = stream.gamma(law.shape * (1 - correlation)) / law.shape
    return kept / (kept + rest) * quickFactor + innovation
  }
}

extension OverdispersionPath {
  /// Takes over the factors.
  mutating func inherit(_ old: OverdispersionPath) {
    slot = old.slot
    quickFactor = old.quickFactor
    day = old.day
    dayFactor = old.dayFactor
  }
}
