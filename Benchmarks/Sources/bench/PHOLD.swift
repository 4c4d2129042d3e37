import Kernel

/// PHOLD: each event schedules one more after the lookahead and an exponential time, one in ten in another region.
final class PHOLD: LogicalProcess {
  static let remoteShare = 0.1
  static let lookahead = SimDuration.milliseconds(100)
  static let meanBeyondLookahead = 0.9e6

  private let regions: UInt64
  private let population: Int
  private let draws: BufferedStream
  private(set) var digest: UInt64 = 0

  init(_ region: Int, of regions: Int, population: Int) {
    self.regions = UInt64(regions)
    self.population = population
    draws = BufferedStream(Streams(seed: 1)["phold"][UInt64(region)])
  }

  static func engine(regions: Int, population: Int, threads: Int) -> Engine<PHOLD> {
    Engine(
      (0..<regions).map { PHOLD($0, of: regions, population: population) }, lookahead: lookahead, threads: threads)
  }

  func start(_ scheduler: Scheduler<UInt32>) {
    for i in 0..<population { scheduler.schedule(0, index: UInt32(i), at: scheduler.now + delay()) }
  }

  func execute(_ event: Event, _ scheduler: Scheduler<UInt32>) {
    digest = digest &* 31 &+ UInt64(bitPattern: event.time.microseconds)
    let time = scheduler.now + delay()
    let word = draws.next()
    if word < UInt64(PHOLD.remoteShare * 0x1p64), regions > 1 {
      let away = 1 + (word &* 0x9E37_79B9_7F4A_7C15) % (regions - 1)
      let destination = (UInt64(scheduler.region.rawValue) + away) % regions
      scheduler.send(event.index, to: RegionID(rawValue: UInt16(destination)), at: time)
    } else {
      scheduler.schedule(0, index: event.index, at: time)
    }
  }

  func accept(_ message: UInt32, from origin: RegionID, at time: SimTime) -> EventPayload {
    EventPayload(kind: 0, index: message)
  }

  private func delay() -> SimDuration {
    PHOLD.lookahead + .microseconds(Int64(PHOLD.meanBeyondLookahead * draws.exponential()))
  }
}

func pholdMeasurements(_ options: Options) -> [Measurement] {
  var measurements: [Measurement] = []
  for regions in options.quick ? [8] : [2, 4, 8, 16] {
    guard options.selects("phold/\(regions)") else { continue }
    let population = options.quick ? 1_000 : 10_000
    let rounds = options.quick ? 3 : 15
    let seconds = max(1, 1_000_000 / Double(regions * population))
    let one = Continued(PHOLD.engine(regions: regions, population: population, threads: 1))
    let two = Continued(PHOLD.engine(regions: regions, population: population, threads: 2))
    let theirs = phold(regions * population)
    let operations = Int(seconds * Double(regions * population))
    measurements.append(
      compare(
        "phold", n: regions, rounds: rounds, ours: Workload(operations: operations) { one.run(seconds: seconds) },
        reference: "C binary heap", theirs.workload(operations)))
    // The wall's time, not the processors': what the second thread is for.
    measurements.append(
      compare(
        "phold/2-threads", n: regions, rounds: rounds,
        ours: Workload(operations: operations) { two.run(seconds: seconds) }, reference: "1 thread",
        Workload(operations: operations) { one.run(seconds: seconds) }, clock: wallNanoseconds))
    let halves = ReferencePHOLDPair(regions * population)
    measurements.append(
      compare(
        "phold/2-threads-C", n: regions, rounds: rounds, ours: halves.sideBySide(operations), reference: "1 thread, C",
        halves.inTurn(operations), clock: wallNanoseconds))
  }
  return measurements
}
