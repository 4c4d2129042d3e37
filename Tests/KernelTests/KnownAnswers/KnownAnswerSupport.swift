import Kernel
import Testing

/// Expects that the 99.9 % interval of replications covers the exact value, and is no wider than `within` of it.
///
/// The error probability is 1 in 1,000 for each call; seeds are fixed, so a failure stays.
func expectCovers(
  _ values: [Double], _ exact: Double, within: Double = 0.1, _ name: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let result = ConfidenceInterval(of: Tally(values), level: 0.999)
  let text = "\(name) \(result.estimate) ± \(result.halfWidth), exact \(exact)"
  #expect(result.contains(exact), "\(text)", sourceLocation: sourceLocation)
  #expect(result.halfWidth <= within * exact, "\(text) is too wide", sourceLocation: sourceLocation)
}

/// The mean squared distance of values from a known mean.
func spread(_ values: [Double], around mean: Double) -> Double {
  Tally(values.map { ($0 - mean) * ($0 - mean) }).mean
}

/// Runs numbered replications with streams of their own.
func replicate<T>(_ count: Int, seed: UInt64, _ body: (Streams) -> T) -> [T] {
  (0..<count).map { body(Streams(seed: seed, replication: UInt32($0))) }
}

/// Seconds as simulated time.
func seconds(_ value: Double) -> SimDuration { SimDuration(seconds: value) }

/// The stationary distribution of a birth-death process on 0...limit.
func stationary(limit: Int, birth: (Int) -> Double, death: (Int) -> Double) -> [Double] {
  var weights = [1.0]
  for n in 0..<limit { weights.append(weights[n] * birth(n) / death(n + 1)) }
  let total = weights.reduce(0, +)
  return weights.map { $0 / total }
}

/// A place drawn with given probabilities.
func draw(_ probabilities: [Double], _ stream: inout RandomStream) -> Int {
  var rest = stream.uniform()
  for (place, probability) in probabilities.enumerated() {
    rest -= probability
    if rest < 0 { return place }
  }
  return probabilities.count - 1
}

/// A number n with probability (1 - ratio) ratio^n.
func geometric(_ ratio: Double, _ stream: inout RandomStream) -> Int {
  var n = 0
  while stream.uniform() < ratio { n += 1 }
  return n
}

/// One queue in a run of its own: who comes when with what work, and what became of the first so many.
final class QueueRun {
  struct Plan {
    /// Work of the jobs that are here at time zero, first in service first.
    var initial: [Double] = []
    var firstArrival: Double?
    var gap: () -> Double
    var work: () -> Double
    var patience: (() -> Double)?
    /// Arrivals that are measured; they go on coming until the horizon, too.
    var measured = 0
    var horizon = 0.0
  }

  let station: Station
  let plan: Plan
  /// The measured arrivals' waits and sojourns in seconds; nil where they were not served.
  private(set) var waits: [Double?]
  private(set) var sojourns: [Double?]
  private(set) var refused = 0
  private(set) var reneged = 0
  /// What the station had seen from time zero to the horizon.
  private(set) var seen = StationStatistics()
  /// The integral of the squared distance of the number present from `centre` up to the horizon, in seconds.
  private(set) var squaresArea = 0.0

  private var came: [SimTime] = []
  private var tickets: [WaitingLine.Ticket] = []
  private var lastChange = SimTime.zero
  private let centre: Double

  init(_ station: Station, _ plan: Plan, centre: Double = 0) {
    self.station = station
    self.plan = plan
    self.centre = centre
    waits = Array(repeating: nil, count: plan.measured)
    sojourns = waits
    station.resetStatistics(at: .zero)
    simulate(
      start: { [unowned self] in start($0) },
      event: { [unowned self] in execute($0, $1) })
  }

  var meanWait: Double { waits.reduce(0) { $0 + ($1 ?? 0) } / Double(plan.measured) }
  var meanSojourn: Double { sojourns.reduce(0) { $0 + ($1 ?? 0) } / Double(plan.measured) }
  func share(_ condition: (Double) -> Bool, of values: [Double?]) -> Double {
    Double(values.count { $0.map(condition) ?? false }) / Double(values.count)
  }

  private func start(_ scheduler: TestScheduler) {
    for work in plan.initial { admit(work, scheduler) }
    scheduler.schedule(Kind.arrival, index: 0, at: .zero + seconds(plan.firstArrival ?? plan.gap()))
    if plan.horizon > 0 {
      scheduler.schedule(Kind.other, index: .max, at: .zero + seconds(plan.horizon), priority: .observation)
    }
  }

  private func admit(_ work: Double, _ scheduler: TestScheduler) {
    let row = UInt32(came.count)
    came.append(scheduler.now)
    tickets.append(.none)
    switch station.arrive(row, work: seconds(work), on: scheduler) {
    case .started: note(wait: 0, row)
    case .refused: if place(row) != nil { refused += 1 }
    case .waiting(let ticket):
      tickets[Int(row)] = ticket
      if let patience = plan.patience {
        scheduler.schedule(Kind.other, index: row, at: scheduler.now + seconds(patience()))
      }
    }
  }

  private func execute(_ event: Event, _ scheduler: TestScheduler) {
    observe(scheduler.now)
    switch event.kind {
    case Kind.arrival:
      admit(plan.work(), scheduler)
      let next = scheduler.now + seconds(plan.gap())
      if came.count < plan.initial.count + plan.measured || next.microseconds <= Int64(plan.horizon * 1e6) {
        scheduler.schedule(Kind.arrival, index: 0, at: next)
      }
    case Kind.other where event.index == .max: seen = station.statistics(at: scheduler.now)
    case Kind.other:
      if station.leave(tickets[Int(event.index)], on: scheduler), place(event.index) != nil { reneged += 1 }
    default:
      station.handle(event, on: scheduler) { change in
        switch change {
        case .started(let row): note(wait: (scheduler.now - came[Int(row)]).seconds, row)
        case .finished(let row):
          if let place = place(row) { sojourns[place] = (scheduler.now - came[Int(row)]).seconds }
        case .preempted: break
        }
      }
    }
  }

  private func observe(_ now: SimTime) {
    guard now.microseconds <= Int64(plan.horizon * 1e6) else { return }
    let distance = Double(station.presentCount) - centre
    squaresArea += distance * distance * (now - lastChange).seconds
    lastChange = now
  }

  private func place(_ row: UInt32) -> Int? {
    let place = Int(row) - plan.initial.count
    return (0..<plan.measured).contains(place) ? place : nil
  }

  private func note(wait: Double, _ row: UInt32) { if let place = place(row) { waits[place] = wait } }
}
