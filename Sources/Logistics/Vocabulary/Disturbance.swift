import Kernel

/// What a disruption may strike, and what its number counts.
enum ResourceKind: UInt8, Sendable {
  /// People and machines of a node.
  case pickers, packers, receiving
  /// The pick-ups and the line-haul of a service.
  case pickUps, lineHaul
  case hub
  /// The last mile of a zone.
  case lastMile
  /// The customs office and the payments of a market, and the servers behind its storefront.
  case customs, payments, servers
  /// A provider as a whole, and the interface that gives its labels.
  case provider, labels
}

/// One thing that a disruption may strike.
struct Resource: Hashable, Sendable, BitwiseCopyable {
  var kind: ResourceKind
  var number: UInt16
}

/// What happens to parcels that wait for something that is closed.
enum InFlightPolicy: String, CaseIterable, Sendable {
  /// They wait.
  case hold
  /// They go another way, where there is one.
  case reroute
  /// They are lost.
  case destroy

  /// The harsher of two.
  func joined(_ other: InFlightPolicy) -> InFlightPolicy {
    self == .destroy || other == .destroy ? .destroy : self == .hold ? other : self
  }
}

/// What disruptions do to one resource over time: a step function, and 1, 1 and nothing outside of them.
struct Disturbance: Sendable, Equatable {
  /// What holds between two changes.
  struct Level: Sendable, Equatable, BitwiseCopyable {
    /// Factors on the planned capacity, and on what is paid.
    var capacity = 1.0
    var cost = 1.0
    /// Time that a parcel takes longer.
    var delay = SimDuration.zero
    var inFlight = InFlightPolicy.hold

    /// Both at the same time: factors multiply, delays add up, and the harsher policy holds.
    func joined(_ other: Level) -> Level {
      Level(
        capacity: capacity * other.capacity, cost: cost * other.cost, delay: delay + other.delay,
        inFlight: inFlight.joined(other.inFlight))
    }
  }

  /// A level for a span of time.
  struct Span: Sendable, Equatable, BitwiseCopyable {
    var from: SimTime
    var until: SimTime
    var level: Level
  }

  private var times: [SimTime] = []
  private var levels: [Level] = [Level()]

  /// Spans in any order, which may overlap. O(n²).
  init(_ spans: [Span]) {
    let bounds = Set(spans.flatMap { [$0.from, $0.until] }).sorted()
    for time in bounds {
      let level = spans.reduce(Level()) { sum, span in
        span.from <= time && time < span.until ? sum.joined(span.level) : sum
      }
      guard level != levels[levels.count - 1] else { continue }
      times.append(time)
      levels.append(level)
    }
  }

  /// The level at an instant. O(log n).
  func level(at time: SimTime) -> Level { levels[place(time)] }

  /// The next instant at which something changes; distantFuture when nothing does any more.
  func nextChange(after time: SimTime) -> SimTime {
    let place = place(time)
    return place < times.count ? times[place] : .distantFuture
  }

  /// The first instant at or after `time` at which the resource is not closed; distantFuture when it stays closed.
  func nextOpen(_ time: SimTime) -> SimTime {
    var at = time
    while at != .distantFuture, level(at: at).capacity <= 0 { at = nextChange(after: at) }
    return at
  }

  /// When the resource is closed.
  var closures: WorkCalendar {
    WorkCalendar(
      times.indices.filter { levels[$0 + 1].capacity <= 0 }.map {
        WorkCalendar.Span(times[$0], $0 + 1 < times.count ? times[$0 + 1] : .distantFuture)
      })
  }

  /// The instants of the changes.
  var changes: [SimTime] { times }

  /// The least capacity factor of a span of time: what a day's contract comes down to.
  func leastCapacity(from: SimTime, until: SimTime) -> Double {
    (place(from)...place(until)).reduce(.infinity) { least, place in
      place > 0 && times[place - 1] >= until ? least : min(least, levels[place].capacity)
    }
  }

  /// How many changes come at or before an instant.
  private func place(_ time: SimTime) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension CapacityCalendar {
  /// The people or machines at work times what disruptions leave of them: at least one while that is more than nothing.
  func scaled(by disturbance: Disturbance) -> CapacityCalendar {
    func left(_ planned: Int, at time: SimTime) -> Int {
      let factor = disturbance.level(at: time).capacity
      return factor <= 0 ? 0 : max(min(1, planned), Int((Double(planned) * factor).rounded()))
    }
    let instants = Set(steps.map(\.at) + disturbance.changes).sorted()
    let before = SimTime(microseconds: .min)
    return CapacityCalendar(
      initial: left(capacity(at: before), at: before),
      instants.map { Step(at: $0, capacity: left(capacity(at: $0), at: $0)) })
  }
}

extension Station.Capacity {
  /// The capacity times what disruptions leave of it.
  func scaled(by disturbance: Disturbance?) -> Station.Capacity {
    guard let disturbance else { return self }
    switch self {
    case .servers(let count): return .stepped(CapacityCalendar.constant(count).scaled(by: disturbance))
    case .calendar(let hours, let count):
      return .stepped(CapacityCalendar(shifts: [(hours, count)]).scaled(by: disturbance))
    case .stepped(let shifts): return .stepped(shifts.scaled(by: disturbance))
    }
  }
}

extension Load {
  /// What a disruption leaves of a capacity; a measure without a limit keeps having none unless nothing is left.
  func scaled(by factor: Double) -> Load {
    func part(_ amount: Int64) -> Int64 {
      if factor <= 0 { return 0 }
      return amount >= Load.unlimited.units ? amount : max(min(1, amount), Int64((Double(amount) * factor).rounded()))
    }
    return Load(units: part(units), grams: part(grams), cubicCentimetres: part(cubicCentimetres))
  }
}
