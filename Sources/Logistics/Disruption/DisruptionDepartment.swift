import Kernel

/// Tells when disruptions begin and end: what they do is in the ``Disturbances`` that every department looks at.
///
/// The first region tells, whatever is struck.
final class DisruptionDepartment: Department {
  private let region: RegionState

  init(_ region: RegionState) { self.region = region }

  /// The strikes of this replication, where they are told.
  private var strikes: [DisruptionPlan.Strike] { region.id.rawValue == 0 ? region.disturbances.strikes : [] }

  func start(_ scheduler: ModelScheduler) {
    for (number, strike) in strikes.enumerated() {
      tell(DisruptionRecord.begins, number, at: strike.from, scheduler)
      tell(DisruptionRecord.ends, number, at: strike.until, scheduler)
      if strike.restored > strike.until { tell(DisruptionRecord.restored, number, at: strike.restored, scheduler) }
    }
  }

  private func tell(_ kind: UInt16, _ number: Int, at time: SimTime, _ scheduler: ModelScheduler) {
    guard region.network.lasts(at: time) else { return }
    scheduler.schedule(
      EventKind.disruptionChange, tag: kind, index: UInt32(number), at: time, priority: .observation)
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    region.record(event.tag, at: scheduler.now, node: strikes[Int(event.index)].disruption)
  }

  func check(_ report: inout InvariantReport) {}
}
