import Kernel

/// How busy a market is at an instant, as a factor with mean 1 over an ordinary week: hour, weekday and day of the year.
///
/// Evaluated in each zone's local time, so that a day with a change of clocks has 23 or 25 hours, and averaged over the
/// zones by their share. The factors stand in a table of quarter hours, which all offsets in use today are multiples of.
struct Seasonality: Sendable {
  /// Where the first quarter hour starts.
  let start: SimTime
  private let factors: [Double]
  /// Local days with other weights of the hours.
  struct Period: Sendable {
    var days: ClosedRange<LocalDate>
    /// 24 weights, scaled to mean 1.
    var hours: [Double]
  }

  private static let step: Int64 = 900_000_000

  /// The same factor at all times.
  static let flat = Seasonality(start: .zero, factors: [1])

  private init(start: SimTime, factors: [Double]) {
    self.start = start
    self.factors = factors
  }

  /// Makes the table of a market.
  ///
  /// - Parameters:
  ///   - hours: 24 weights, scaled to mean 1.
  ///   - weekdays: 7 weights from Monday, scaled to mean 1.
  ///   - days: Factors of single local dates.
  ///   - zones: The rules of each zone and its share.
  ///   - periods: Local days with other weights of the hours; the first that holds counts.
  init(
    hours: [Double], weekdays: [Double], days: [(date: LocalDate, factor: Double)],
    zones: [(rules: TimeZoneRules, share: Double)], periods: [Period] = [], from start: SimTime, to end: SimTime
  ) {
    let hours = Self.scaled(hours)
    let weekdays = Self.scaled(weekdays)
    let periods = periods.map { Period(days: $0.days, hours: Self.scaled($0.hours)) }
    let whole = zones.reduce(0) { $0 + $1.share }
    let first = SimTime(microseconds: start.microseconds - (start.microseconds % Self.step + Self.step) % Self.step)
    let count = Int((end.microseconds - first.microseconds + Self.step - 1) / Self.step)
    var factors = [Double](repeating: 0, count: max(1, count))
    for (rules, share) in zones where share > 0 {
      for slot in factors.indices {
        let local = rules.local(at: first + .microseconds(Int64(slot) * Self.step))
        let weights = periods.first { $0.days.contains(local.date) }?.hours ?? hours
        var factor = weights[Int(local.time.microseconds / 3_600_000_000) % 24]
        factor *= weekdays[Int(local.date.weekday.rawValue) - 1]
        for day in days where day.date == local.date { factor *= day.factor }
        factors[slot] += factor * share / whole
      }
    }
    self.init(start: first, factors: factors)
  }

  /// The factor at an instant.
  func factor(at time: SimTime) -> Double {
    let slot = Int((time.microseconds - start.microseconds) / Self.step)
    return factors[max(0, min(slot, factors.count - 1))]
  }

  /// The weights divided by their mean.
  static func scaled(_ weights: [Double]) -> [Double] {
    let mean = weights.reduce(0, +) / Double(max(1, weights.count))
    return weights.map { $0 / mean }
  }

  /// Weights of the hours of a day (DOMAIN §1.8, assumption): quiet before dawn, busiest from 20 to 22 h.
  static let defaultHours: [Double] = [
    0.62, 0.40, 0.27, 0.20, 0.18, 0.22, 0.38, 0.62, 0.85, 1.00, 1.10, 1.16, 1.22, 1.18, 1.14, 1.14, 1.16, 1.22, 1.34,
    1.52, 1.72, 1.80, 1.52, 1.04,
  ]
  /// Weights of the weekdays from Monday (DOMAIN §1.8, assumption).
  static let defaultWeekdays: [Double] = [1.04, 1.00, 0.99, 0.99, 0.95, 0.97, 1.06]
}
