import Kernel

/// PHOLD: every event schedules one more, here or in another region, after the lookahead and a random time.
///
/// Differs from Fujimoto's where a test wants more: some delays are zero, some priorities differ, and load is uneven.
final class PHOLD: LogicalProcess {
  static let lookahead = SimDuration.milliseconds(10)

  let regions: UInt64
  let population: Int
  private(set) var digest: UInt64 = 0
  private(set) var accepted: UInt64 = 0
  private(set) var windowsOfDigest: [UInt64] = []
  private var random: SplitMix

  init(region: Int, of regions: Int, population: Int) {
    self.regions = UInt64(regions)
    self.population = population * (1 + region % 3)
    random = SplitMix(state: UInt64(region) << 32)
  }

  static func engine(regions: Int, population: Int, threads: Int) -> Engine<PHOLD> {
    Engine(
      (0..<regions).map { PHOLD(region: $0, of: regions, population: population) }, lookahead: lookahead,
      threads: threads)
  }

  func start(_ scheduler: Scheduler<UInt64>) {
    for i in 0..<population { scheduler.schedule(1, index: UInt32(i), at: scheduler.now + delay()) }
  }

  func execute(_ event: Event, _ scheduler: Scheduler<UInt64>) {
    digest = digest &* 0x100_0000_01B3 ^ UInt64(bitPattern: event.time.microseconds) ^ UInt64(event.index) << 32
    let r = random.next()
    let priority = EventPriority(rawValue: r % 7 == 0 ? 32 : 64)
    if r % 10 == 0 {
      let destination = RegionID(rawValue: UInt16((r >> 8) % regions))
      scheduler.send(digest, to: destination, at: scheduler.now + scheduler.lookahead + delay(), priority: priority)
    } else {
      scheduler.schedule(2, index: event.index, at: scheduler.now + delay(), priority: priority)
    }
  }

  func accept(_ message: UInt64, from origin: RegionID, at time: SimTime) -> EventPayload {
    accepted = accepted &* 31 &+ message &+ UInt64(origin.rawValue)
    return EventPayload(kind: 3, index: UInt32(truncatingIfNeeded: message))
  }

  /// Coarse, so that many events share an instant.
  private func delay() -> SimDuration {
    let r = random.next()
    return .microseconds(r % 16 == 0 ? 0 : Int64(r % 2_000) * 50)
  }
}
