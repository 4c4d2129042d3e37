import Kernel

/// Which people an event about a shift is about.
enum ShiftTask: UInt32 { case pickers, packers }

/// Overtime of one group of people at a node: at the end of a shift they stay while work waits, up to a limit.
///
/// Every half hour it is asked again whether anything waits.
final class OvertimeDesk {
  private let station: Station
  private let shifts: CapacityCalendar
  private let limit: SimDuration
  private let node: UInt16
  private let task: ShiftTask
  /// How many stay beyond the plan until when at most.
  private var staying = 0
  private var until = SimTime.distantFuture
  private var since = SimTime.zero
  /// Person-seconds of overtime so far.
  private(set) var seconds = 0.0

  private static let step = SimDuration.minutes(30)

  init(_ station: Station, _ shifts: CapacityCalendar, _ labour: Labour, _ node: UInt16, _ task: ShiftTask) {
    self.station = station
    self.shifts = shifts
    self.node = node
    self.task = task
    limit = labour.overtime
  }

  /// Schedules the next end of a shift.
  func start(_ scheduler: ModelScheduler) { arm(after: scheduler.now, scheduler) }

  private func arm(after time: SimTime, _ scheduler: ModelScheduler) {
    let change = nextEnd(after: time)
    if change != .distantFuture { look(at: change, scheduler) }
  }

  private func nextEnd(after time: SimTime) -> SimTime {
    var change = shifts.nextChange(after: time)
    while change != .distantFuture, shifts.capacity(at: change) >= before(change) {
      change = shifts.nextChange(after: change)
    }
    return change
  }

  private func before(_ change: SimTime) -> Int { shifts.capacity(at: change - .microseconds(1)) }

  private func look(at time: SimTime, _ scheduler: ModelScheduler) {
    scheduler.schedule(EventKind.shiftEnds, tag: node, index: task.rawValue, at: time, priority: .calendar)
  }

  /// A shift ends, or overtime is looked at: seconds of overtime that have been worked since, in person-seconds.
  func look(_ scheduler: ModelScheduler) -> Double {
    let now = scheduler.now
    var worked = 0.0
    if staying > 0 {
      worked = Double(staying) * (now - since).seconds
      seconds += worked
    } else {
      until = now + limit
    }
    since = now
    if now < until, station.waitingCount > 0, shifts.capacity(at: now) < level(now) {
      staying = level(now) - shifts.capacity(at: now)
      station.setServers(level(now), on: scheduler) { _ in }
      look(at: min(now + Self.step, until), scheduler)
    } else {
      if staying > 0 { station.setServers(nil, on: scheduler) { _ in } }
      staying = 0
      arm(after: now, scheduler)
    }
    return worked
  }

  /// The people of the shift that has ended.
  private func level(_ now: SimTime) -> Int { staying > 0 ? staying + shifts.capacity(at: now) : before(now) }
}

extension OvertimeDesk {
  /// Takes over who stays.
  func inherit(_ old: OvertimeDesk) {
    staying = old.staying
    until = old.until
    since = old.since
    seconds = old.seconds
  }

  /// When the shift ends that is waited for, by the new plan; nil when none does. People who stay are looked at as before.
  func replan(_ event: Event, at now: SimTime) -> SimTime? {
    if staying > 0 { return event.time }
    let next = nextEnd(after: now - .microseconds(1))
    return next == .distantFuture ? nil : next
  }

  /// Schedules the next end of a shift.
  func armAgain(_ scheduler: ModelScheduler) { arm(after: scheduler.now - .microseconds(1), scheduler) }
}
