internal import Planning

/// A selection of the variant with the best mean, as a planner asks for it.
public struct SelectionPlan: Sendable {
  /// How the selection is made.
  public enum Method: String, Sendable, CaseIterable {
    /// ``KimNelson``: one replication at a time, under common random numbers.
    case kn
    /// ``Rinott``: two stages of independent replications.
    case rinott
  }

  /// How the selection is made.
  public var method: Method
  /// Whether more is better.
  public var isMaximum: Bool
  /// The probability of a correct selection.
  public var level: Double
  /// Replications of the first stage.
  public var firstStage: Int
  /// The smallest difference worth detecting; a share is one of the first variant's mean in the first stage.
  public var zone: IndifferenceZone
  /// The most replications of one variant.
  public var most: Int

  /// A plan.
  public init(
    method: Method, isMaximum: Bool, level: Double, firstStage: Int, zone: IndifferenceZone, most: Int
  ) {
    self.method = method
    self.isMaximum = isMaximum
    self.level = level
    self.firstStage = firstStage
    self.zone = zone
    self.most = most
  }
}

/// How a selection went.
public struct Selection: Sendable, Equatable {
  /// One variant in it.
  public struct Contender: Sendable, Equatable {
    /// Replications that were looked at.
    public var replications: Int
    /// The mean of what they measured.
    public var mean: Double
    /// After how many replications it dropped out; nil when it did not.
    public var droppedOut: Int?
  }

  /// Observations of runs, in the order asked for; nil when told to stop.
  public typealias Observer = ([RunBook.Page]) throws -> [Double]?

  /// The smallest difference worth detecting.
  public let delta: Double
  /// The procedure's constant: h squared of Kim and Nelson, or h of Rinott.
  public let constant: Double
  /// The variants in their order.
  public let contenders: [Contender]
  /// The variant selected; nil when the replications allowed did not decide.
  public let selected: Int?
  /// The best of the others.
  public let runnerUp: Int
  /// The first replication that no variant was judged by.
  public let next: UInt32

  /// Makes the selection; nil when the observer was told to stop.
  ///
  /// Replications are looked at in their order, and those that are done ahead of a decision are not counted, so nothing depends on
  /// how many are done at a time.
  ///
  /// - Throws: What the observer throws, and `PlanningError` for settings that make no sense, such as an indifference zone of 0.
  public init?(_ plan: SelectionPlan, variants: Int, observe: Observer) throws {
    var race = Race(plan: plan, variants: variants)
    guard try plan.method == .kn ? race.sequential(observe) : race.twoStage(observe) else { return nil }
    let sign = plan.isMaximum ? 1.0 : -1
    let means = race.sums.indices.map { race.sums[$0] / Double(race.counts[$0]) }
    delta = race.delta
    constant = race.constant
    selected = race.selected
    contenders = means.indices.map {
      Contender(replications: race.counts[$0], mean: sign * means[$0], droppedOut: race.droppedOut[$0])
    }
    // Whoever lasted longest is second; of those, the best.
    let first = race.selected ?? means.indices.max { means[$0] < means[$1] }!
    var second: Int?
    for variant in means.indices where variant != first {
      guard let best = second else {
        second = variant
        continue
      }
      let (lasted, longest) = (race.droppedOut[variant] ?? .max, race.droppedOut[best] ?? .max)
      if lasted > longest || lasted == longest && means[variant] > means[best] { second = variant }
    }
    runnerUp = second!
    next = race.next
  }
}

/// A selection under way; larger is better.
private struct Race {
  let plan: SelectionPlan
  let variants: Int
  var delta = 0.0
  var constant = 0.0
  var sums: [Double]
  var counts: [Int]
  var droppedOut: [Int?]
  var selected: Int?
  var next: UInt32 = 0

  init(plan: SelectionPlan, variants: Int) {
    self.plan = plan
    self.variants = variants
    sums = .init(repeating: 0, count: variants)
    counts = .init(repeating: 0, count: variants)
    droppedOut = .init(repeating: nil, count: variants)
  }

  /// Runs with the sign turned so that larger is better; variants in the outer, replications in the inner list.
  private func values(_ rows: [[RunBook.Page]], _ observe: Selection.Observer) throws -> [[Double]]? {
    guard let all = try observe(rows.flatMap { $0 }) else { return nil }
    var rest = all.map { plan.isMaximum ? $0 : -$0 }[...]
    return rows.map { row in
      defer { rest = rest.dropFirst(row.count) }
      return Array(rest.prefix(row.count))
    }
  }

  private mutating func take(_ variant: Int, _ value: Double) {
    sums[variant] += value
    counts[variant] += 1
  }

  private mutating func begin(
    _ observe: Selection.Observer, _ page: (Int, Int) -> RunBook.Page
  ) throws -> [[Double]]? {
    let stage = try values((0..<variants).map { v in (0..<plan.firstStage).map { page(v, $0) } }, observe)
    guard let stage else { return nil }
    for (variant, row) in stage.enumerated() { for value in row { take(variant, value) } }
    delta = plan.zone.width(base: sums[0] / Double(plan.firstStage))
    return stage
  }

  mutating func sequential(_ observe: Selection.Observer) throws -> Bool {
    let constants = try KimNelson.Constants(systems: variants, level: plan.level, firstStage: plan.firstStage)
    constant = constants.hSquared
    guard let stage = try begin(observe, { RunBook.Page($0, UInt32($1)) }) else { return false }
    var race = try KimNelson(constants, delta: delta)
    race.begin(stage)
    while race.selected == nil, race.replications < plan.most {
      // Some replications at a time, so that workers have something to do; decisions are made one by one.
      let block = min(max(1, 8 / race.remaining.count), plan.most - race.replications)
      let runners = race.remaining
      let first = race.replications
      let pages = runners.map { v in (first..<first + block).map { RunBook.Page(v, UInt32($0)) } }
      guard let rows = try values(pages, observe) else { return false }
      for place in 0..<block where race.selected == nil {
        let row = runners.indices.filter { race.remaining.contains(runners[$0]) }.map { rows[$0][place] }
        for (variant, value) in zip(race.remaining, row) { take(variant, value) }
        race.add(row)
      }
    }
    for out in race.eliminations { droppedOut[out.system] = out.replications }
    selected = race.selected
    next = UInt32(counts.max()!)
    return true
  }

  mutating func twoStage(_ observe: Selection.Observer) throws -> Bool {
    let rinott = try Rinott(systems: variants, level: plan.level, firstStage: plan.firstStage)
    constant = rinott.h
    let count = variants
    // Variants take turns in the numbers of replications: no two share random numbers.
    func page(_ variant: Int, _ place: Int) -> RunBook.Page { RunBook.Page(variant, UInt32(place * count + variant)) }
    guard let stage = try begin(observe, page) else { return false }
    let wanted = stage.map { rinott.replications(variance: variance($0), delta: delta) }
    let totals = wanted.map { min($0, max(plan.most, plan.firstStage)) }
    let pages = totals.enumerated().map { variant, total in (plan.firstStage..<total).map { page(variant, $0) } }
    guard let rows = try values(pages, observe) else { return false }
    for (variant, row) in rows.enumerated() { for value in row { take(variant, value) } }
    if totals == wanted {
      selected = sums.indices.max { sums[$0] / Double(counts[$0]) < sums[$1] / Double(counts[$1]) }
    }
    next = UInt32(counts.max()! * variants)
    return true
  }

  private func variance(_ row: [Double]) -> Double {
    let mean = row.reduce(0, +) / Double(row.count)
    return row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count - 1)
  }
}
