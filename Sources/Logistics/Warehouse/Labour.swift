import Kernel

/// Who comes to work at a node: the planned people, less who is absent, and temps who learn.
struct Labour: Sendable {
  /// Temps of one task from a local date until another.
  struct Temps: Sendable, Equatable, BitwiseCopyable {
    var from: LocalDate
    /// The first date without them.
    var until: LocalDate
    var people: Int
  }

  /// Probability that a planned person does not come on a day.
  var absence = 0.0
  var pickers: [Temps] = []
  var packers: [Temps] = []
  /// What a temp does on the first day, and the days after which 95 % of the usual is reached.
  var firstDay = 0.6
  var learningDays = 10.0
  /// The longest overtime after a shift, and its cost per person and hour, minor units of the report currency.
  var overtime = SimDuration.zero
  var overtimeRate: Int64 = 0
  var zone = TimeZoneRules.utc

  /// The share of an experienced person's work that a temp does after so many days: 1 − (1 − p₀)·(0.05/(1 − p₀))^(d/D).
  func productivity(afterDays days: Int) -> Double {
    let gap = 1 - firstDay
    guard gap > 0.05, learningDays > 0 else { return firstDay }
    return 1 - gap * Deterministic.pow(0.05 / gap, Double(days) / learningDays)
  }

  /// Whether everybody comes, and nobody else.
  func isPlain(_ temps: [Temps]) -> Bool { absence == 0 && temps.isEmpty }

  /// The people at work over time, in whole experienced persons.
  ///
  /// - Parameters:
  ///   - span: The run; before and after it the plan holds.
  ///   - draws: A stream by local day since 1970.
  func roster(
    _ plan: CapacityCalendar, _ temps: [Temps], over span: Range<SimTime>, _ draws: StreamFamily
  ) -> CapacityCalendar {
    guard !isPlain(temps) else { return plan }
    let (first, last) = (zone.date(at: span.lowerBound), zone.date(at: span.upperBound))
    let midnights = (0...(last - first)).map { zone.instant(first + $0) }
    let instants = Set(midnights + plan.steps.map(\.at)).sorted()
    return CapacityCalendar(
      initial: plan.capacity(at: SimTime(microseconds: .min)),
      instants.map { time in
        CapacityCalendar.Step(at: time, capacity: present(plan.capacity(at: time), temps, zone.date(at: time), draws))
      })
  }

  private func present(_ planned: Int, _ temps: [Temps], _ date: LocalDate, _ draws: StreamFamily) -> Int {
    guard planned > 0 else { return 0 }
    var stream = draws[UInt64(bitPattern: Int64(date.daysSinceEpoch))]
    let absent = absence > 0 ? Int(CountLaw.binomial(Int64(planned), absence, &stream)) : 0
    let helped = temps.reduce(0.0) { sum, temps in
      temps.from <= date && date < temps.until
        ? sum + Double(temps.people) * productivity(afterDays: date - temps.from) : sum
    }
    return planned - absent + Int(helped.rounded())
  }
}
