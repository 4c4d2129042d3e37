import Kernel

/// The disruptions of a scenario, before anything is drawn.
struct DisruptionPlan: Sendable {
  /// Something that strikes some resources, once, by chance, or again and again.
  struct Disruption: Sendable {
    var name: String
    var resources: [Resource]
    /// The first instant at which it may strike; nil for a process that begins with the run.
    var at: SimTime?
    /// How long it lasts.
    var lasts: DurationSampler
    /// Whether it happens at all in a replication.
    var probability: Double
    /// Mean time from the end of one to the next, exponential; nil for once.
    var every: SimDuration?
    /// What it leaves while it lasts.
    var level: Disturbance.Level
    /// Afterwards the capacity goes from one factor to the other over this time; cost and delay last as long.
    var restore: SimDuration
    var restoreFrom: Double
    var restoreTo: Double
    /// How long before its beginning checkouts know of it, its end included; nil when they never do.
    var notice: SimDuration? = .zero
  }

  /// One strike.
  struct Strike: Sendable, Equatable, BitwiseCopyable {
    var disruption: UInt16
    var from: SimTime
    /// The end of the disruption, and of the restore after it.
    var until: SimTime
    var restored: SimTime
  }

  var disruptions: [Disruption] = []
  /// The last instant that matters.
  var horizon = SimTime.zero
  var start = SimTime.zero

  /// Steps of a restore: its mean is exact.
  private static let rampSteps = 20

  /// When what strikes in one replication, in the order of the plan. The same in every region.
  func strikes(_ streams: Streams) -> [Strike] {
    disruptions.indices.flatMap { number -> [Strike] in
      let plan = disruptions[number]
      var draws = streams["disruption \(plan.name)"][0]
      guard plan.probability >= 1 || draws.uniform() < plan.probability else { return [] }
      var strikes: [Strike] = []
      var from = plan.at ?? start + pause(plan, &draws)
      while from < horizon {
        let until = from + plan.lasts.sample(&draws)
        let restored = until + plan.restore
        strikes.append(Strike(disruption: UInt16(number), from: from, until: until, restored: restored))
        guard plan.every != nil else { break }
        from = restored + max(.seconds(1), pause(plan, &draws))
      }
      return strikes
    }
  }

  private func pause(_ plan: Disruption, _ draws: inout RandomStream) -> SimDuration {
    guard let every = plan.every else { return .zero }
    return SimDuration(seconds: min(3e9, every.seconds * draws.exponential()))
  }

  /// What a strike does to its resources over time.
  func spans(_ strike: Strike) -> [Disturbance.Span] {
    let plan = disruptions[Int(strike.disruption)]
    var spans = [Disturbance.Span(from: strike.from, until: strike.until, level: plan.level)]
    guard plan.restore > .zero else { return spans }
    for step in 0..<Self.rampSteps {
      let (begin, end) = (instant(step, of: strike), instant(step + 1, of: strike))
      let share = (Double(step) + 0.5) / Double(Self.rampSteps)
      var level = plan.level
      level.capacity = plan.restoreFrom + (plan.restoreTo - plan.restoreFrom) * share
      spans.append(Disturbance.Span(from: begin, until: end, level: level))
    }
    return spans
  }

  private func instant(_ step: Int, of strike: Strike) -> SimTime {
    let length = (strike.restored - strike.until).microseconds
    return strike.until + SimDuration(microseconds: length / Int64(Self.rampSteps) * Int64(step))
  }
}

/// What is known of a resource's disturbance from an instant on.
struct DisturbanceNews: Sendable {
  var at: SimTime
  var disturbance: Disturbance
}

/// What disruptions do to every resource in one replication.
final class Disturbances: Sendable {
  private let plan: DisruptionPlan
  let strikes: [DisruptionPlan.Strike]
  private let lines: [Resource: Disturbance]

  init(_ plan: DisruptionPlan, _ streams: Streams) {
    self.plan = plan
    strikes = plan.strikes(streams)
    var lines: [Resource: Disturbance] = [:]
    for resource in plan.disruptions.flatMap(\.resources) where lines[resource] == nil {
      let here = strikes.filter { plan.disruptions[Int($0.disruption)].resources.contains(resource) }
      if !here.isEmpty { lines[resource] = Disturbance(here.flatMap { plan.spans($0) }) }
    }
    self.lines = lines
  }

  /// What disruptions do to a resource; nil where they do nothing.
  subscript(kind: ResourceKind, number: Int) -> Disturbance? {
    lines.isEmpty ? nil : lines[Resource(kind: kind, number: UInt16(truncatingIfNeeded: number))]
  }

  /// What checkouts know of a resource, from the instants on at which they learn it, ascending.
  func news(of kind: ResourceKind, _ number: Int) -> [DisturbanceNews] {
    guard self[kind, number] != nil else { return [] }
    let resource = Resource(kind: kind, number: UInt16(truncatingIfNeeded: number))
    let told = strikes.compactMap { strike -> (at: SimTime, strike: DisruptionPlan.Strike)? in
      let disruption = plan.disruptions[Int(strike.disruption)]
      guard disruption.resources.contains(resource), let notice = disruption.notice else { return nil }
      return (strike.from - notice, strike)
    }.sorted { ($0.at, $0.strike.from, $0.strike.disruption) < ($1.at, $1.strike.from, $1.strike.disruption) }
    return told.indices.map { last in
      DisturbanceNews(
        at: told[last].at, disturbance: Disturbance(told[...last].flatMap { plan.spans($0.strike) }))
    }
  }
}
