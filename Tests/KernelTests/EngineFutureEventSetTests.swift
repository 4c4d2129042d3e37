import Kernel
import Testing

/// Small deterministic randomness for tests: SplitMix64.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// How far ahead of the clock a workload schedules.
enum Increments: String, CaseIterable {
  case uniform, wide, zero, coarse, simultaneous, bursty, farFuture, everything

  func next(_ random: inout SplitMix) -> Int64 {
    let r = random.next()
    switch self {
    case .uniform: return Int64(r % 1_000_000)
    case .wide: return Int64(r >> (1 + random.next() % 60))  // every magnitude up to 2^62
    case .zero: return r % 4 == 0 ? Int64(r % 64) : 0
    case .coarse: return Int64(r % 8) * 1_000_000
    case .simultaneous: return 1_000_000
    case .bursty: return r % 16 == 0 ? Int64(r % 100_000_000) : Int64(r % 3)
    case .farFuture: return r % 8 == 0 ? 1 << 50 + Int64(r % 1_000) : Int64(r % 10_000)
    case .everything: return Increments.simple[Int(r % 7)].next(&random)
    }
  }

  private static let simple = Array(allCases.dropLast())
}

/// A sorted array that says what the least event is.
struct SortedOracle {
  var events: [Event] = []

  mutating func push(_ event: Event) {
    var low = 0
    var high = events.count
    while low < high {  // descending, so that the least is last
      let middle = (low + high) / 2
      if Event.precedes(event, events[middle]) { low = middle + 1 } else { high = middle }
    }
    events.insert(event, at: low)
  }
}

@Suite("The future event set")
struct EngineFutureEventSetTests {
  /// Pushes and pops at random around a wandering population, and compares every pop.
  func fuzz(_ increments: Increments, seed: UInt64, steps: Int, population: Int, start: Int64 = 0) -> Int? {
    var random = SplitMix(state: seed)
    let pending = FutureEventSet()
    var oracle = SortedOracle()
    var now = start
    for step in 0..<steps {
      let target = 1 + Int(random.next() % UInt64(population))
      while oracle.events.count < target {
        let time = now.addingReportingOverflow(increments.next(&random))
        let priority = EventPriority(rawValue: random.next() % 10 == 0 ? UInt8(random.next() % 4) : 64)
        let order = EventOrder(
          priority: priority, origin: RegionID(rawValue: UInt16(random.next() % 3)),
          serial: UInt64(step) << 20 + UInt64(oracle.events.count))
        let event = Event(
          time: SimTime(microseconds: time.overflow ? .max : time.partialValue), order: order, kind: UInt16(step & 7),
          tag: 3, index: UInt32(truncatingIfNeeded: random.next()))
        pending.push(event)
        oracle.push(event)
      }
      for _ in 0..<(1 + random.next() % UInt64(population)) {
        guard let least = oracle.events.popLast() else { break }
        if pending.earliest != least.time { return step }
        if pending.pop(before: least.time) != nil { return step }
        guard let event = pending.pop(), event.order == least.order, event.time == least.time,
          event.index == least.index, event.kind == least.kind
        else { return step }
        now = event.time.microseconds
      }
      // As at the end of a window: look for more, find it too late, and take in what comes before it.
      if random.next() % 2 == 0, let next = oracle.events.last {
        let bound = next.time.microseconds - Int64(random.next() % UInt64(next.time.microseconds &- now &+ 1))
        if pending.pop(before: SimTime(microseconds: bound)) != nil { return step }
        if random.next() % 2 == 0, pending.earliest != next.time { return step }
      }
      if pending.count != oracle.events.count { return step }
      if now > 1 << 61 { return nil }
    }
    return nil
  }

  @Test("pops what a sorted array pops", arguments: Increments.allCases)
  func agreesWithOracle(_ increments: Increments) {
    for (seed, population) in [1, 2, 10, 60, 70, 300, 2_000].enumerated() {
      for round in 0..<4 {
        let failure = fuzz(
          increments, seed: UInt64(10 * seed + round), steps: 20_000 / (population + 20), population: population)
        #expect(failure == nil, "\(increments) with up to \(population) pending fails at step \(failure ?? 0)")
      }
    }
  }

  @Test("orders instants before the epoch")
  func negativeTimes() {
    #expect(fuzz(.farFuture, seed: 5, steps: 200, population: 1_000, start: -(1 << 51)) == nil)
    #expect(fuzz(.wide, seed: 6, steps: 200, population: 1_000, start: .min) == nil)
  }
}
