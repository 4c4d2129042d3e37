import CReference
import Kernel

/// The increments of the hold model.
enum HoldIncrements: String, CaseIterable {
  case exponential, bursty, farFuture, simultaneous

  var reference: hold_increments {
    switch self {
    case .exponential: HOLD_EXPONENTIAL
    case .bursty: HOLD_BURSTY
    case .farFuture: HOLD_FAR_FUTURE
    case .simultaneous: HOLD_SIMULTANEOUS
    }
  }
}

/// The hold model on the kernel's future event set: pop, draw an increment, push.
final class Hold {
  private let pending = FutureEventSet()
  private var source: HoldSource
  private(set) var digest: UInt64 = 0

  init(pending n: Int, seed: UInt64, _ increments: HoldIncrements) {
    source = HoldSource(increments: increments, random: LocalRandom(seed: seed), draws: Streams(seed: seed)["hold"][0])
    for i in 0..<n { pending.push(source.next(after: .zero, index: UInt32(truncatingIfNeeded: i))) }
  }

  func run(_ operations: Int) {
    var source = source
    var digest = digest
    for _ in 0..<operations {
      guard let event = pending.pop() else { preconditionFailure("the hold model keeps its population") }
      digest = digest &* 31 &+ UInt64(bitPattern: event.time.microseconds)
      pending.push(source.next(after: event.time, index: event.index))
    }
    self.source = source
    self.digest = digest
  }
}

/// Draws the hold model's events: exponential increments from the kernel's streams, the others from the numbers that the
/// reference draws.
struct HoldSource {
  var increments: HoldIncrements
  var random: LocalRandom
  var draws: RandomStream
  var serial: UInt64 = 0

  @inline(__always) mutating func next(after now: SimTime, index: UInt32) -> Event {
    let order = EventOrder(priority: .normal, origin: RegionID(rawValue: 0), serial: serial)
    serial &+= 1
    return Event(time: now + increment(), order: order, kind: 0, tag: 0, index: index)
  }

  @inline(__always) mutating func increment() -> SimDuration {
    switch increments {
    case .exponential: SimDuration(microseconds: Int64(draws.exponential() * 1e6))
    case .simultaneous: .seconds(1)
    case .bursty: drawn(random.next() % 10 == 0 ? 1e7 : 1e3)
    case .farFuture: drawn(random.next() % 100 == 0 ? 3e13 : 1e6)
    }
  }

  @inline(__always) mutating func drawn(_ mean: Double) -> SimDuration {
    SimDuration(microseconds: Int64(random.exponential() * mean))
  }
}

func holdMeasurements(_ options: Options) -> [Measurement] {
  var measurements: [Measurement] = []
  for increments in HoldIncrements.allCases {
    for n in options.quick ? [1_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000] {
      let name = "hold/\(increments.rawValue)"
      guard options.selects("\(name)/\(n)") else { continue }
      let operations = options.quick ? max(n, 200_000) : max(n, 500_000)
      let ours = Hold(pending: n, seed: 1, increments)
      let theirs = hold_create(n, 1, increments.reference)
      defer { hold_destroy(theirs) }
      measurements.append(
        compare(
          name, n: n, rounds: options.quick ? 3 : n > 500_000 ? 7 : 21,
          ours: Workload(operations: operations) { ours.run(operations) },
          reference: "C binary heap", Workload(operations: operations) { _ = hold_run(theirs, operations) }))
      // Where both sides draw the same numbers, both have popped the same times.
      precondition(increments == .exponential || ours.digest == hold_run(theirs, 0), "the hold models differ")
    }
  }
  return measurements
}

func holdPeerMeasurements(_ options: Options) -> [Measurement] {
  (options.quick ? [1_000] : [1_000, 100_000]).compactMap { n in
    guard options.selects("hold/exponential/\(n)") else { return nil }
    let ours = Hold(pending: n, seed: 1, .exponential)
    return compare(
      "hold/exponential", n: n, rounds: 3, ours: Workload(operations: 1_000_000) { ours.run(1_000_000) },
      Peer.simpy("hold", size: n, operations: max(n, 100_000)))
  }
}
