/// What a vehicle holds, or what an entity needs of it: three measures that count at the same time.
public struct Load: Hashable, Sendable, BitwiseCopyable {
  /// Units: most entities are one.
  public var units: Int64
  /// Mass in grams.
  public var grams: Int64
  /// Volume in cubic centimetres.
  public var cubicCentimetres: Int64

  /// A load of so much of each.
  @inlinable public init(units: Int64 = 1, grams: Int64 = 0, cubicCentimetres: Int64 = 0) {
    self.units = units
    self.grams = grams
    self.cubicCentimetres = cubicCentimetres
  }

  /// Nothing.
  public static let zero = Load(units: 0)
  /// More than anything that is staged.
  public static let unlimited = Load(units: .max / 2, grams: .max / 2, cubicCentimetres: .max / 2)

  /// Both loads together.
  @inlinable public static func + (a: Load, b: Load) -> Load {
    Load(
      units: a.units &+ b.units, grams: a.grams &+ b.grams,
      cubicCentimetres: a.cubicCentimetres &+ b.cubicCentimetres)
  }
  /// What remains of a load without another.
  @inlinable public static func - (a: Load, b: Load) -> Load {
    Load(
      units: a.units &- b.units, grams: a.grams &- b.grams,
      cubicCentimetres: a.cubicCentimetres &- b.cubicCentimetres)
  }
}

/// Departures at scheduled instants with a limited load: trailers, flights, route waves.
///
/// Entities are staged with a key; at each departure they are loaded in order of key, then of staging, then of row, while
/// they fit in units, grams and cubic centimetres alike. One that does not fit is skipped and the next is tried; what is
/// left rolls to the next departure. An entity staged exactly at the cut-off makes it, because the event has the priority
/// ``EventPriority/cutOff``. Staging is O(1); a departure is O(n + k log k) for n staged entities of which k are new.
///
/// - SeeAlso: DOMAIN Appendix B6.
public final class ScheduledDeparture {
  /// Why an entity stays behind: the first measure in which it did not fit.
  public enum RollReason: UInt8, Sendable, BitwiseCopyable {
    /// No place for another unit.
    case units
    /// Too heavy for what is left.
    case grams
    /// Too large for what is left.
    case cubicCentimetres
  }

  /// What happened to an entity at a departure.
  public enum Outcome: Sendable, Equatable, BitwiseCopyable {
    /// It is on board.
    case loaded(UInt32)
    /// It stays until the next departure; so often it has stayed by now.
    case rolled(UInt32, RollReason, times: UInt32)
  }

  /// A departure as a whole.
  public struct Report: Hashable, Sendable, BitwiseCopyable {
    /// What was loaded.
    public var loaded = Load.zero
    /// Entities left behind.
    public var rolled = 0
    /// The most departures that any entity left behind has missed.
    public var mostRolls: UInt32 = 0

    /// A departure without anything.
    @inlinable public init() {}
  }

  @usableFromInline let core: UnsafeMutablePointer<Core>
  @usableFromInline let schedule: LocalSchedule
  @usableFromInline let kind: UInt16
  @usableFromInline let tag: UInt16

  /// Departures without anything staged.
  ///
  /// - Parameters:
  ///   - schedule: The cut-offs.
  ///   - capacity: What each departure takes.
  ///   - kind: The kind of the events that the departures schedule.
  ///   - tag: The tag of these events: the lane's number in the model.
  public init(_ schedule: LocalSchedule, capacity: Load = .unlimited, kind: UInt16, tag: UInt16 = 0) {
    self.schedule = schedule
    self.kind = kind
    self.tag = tag
    core = .allocate(capacity: 1)
    core.initialize(to: Core(capacity: capacity))
  }

  deinit {
    core.pointee.deallocate()
    core.deallocate()
  }

  /// What the coming departures take; a disruption may change it.
  @inlinable public var capacity: Load {
    get { core.pointee.capacity }
    set { core.pointee.capacity = newValue }
  }

  /// How many entities are staged.
  @inlinable public var stagedCount: Int { core.pointee.count }
  /// What is staged in all.
  @inlinable public var stagedLoad: Load { core.pointee.staged }

  /// The departure that an entity ready now would be staged for; ``SimTime/distantFuture`` when there is none any more.
  @inlinable public func nextDeparture(at now: SimTime) -> SimTime {
    now == core.pointee.lastDeparture ? schedule.next(after: now) : schedule.nextAtOrAfter(now)
  }

  /// Stages an entity for the next departure, which it gives.
  ///
  /// - Parameters:
  ///   - job: The row of the entity in the model's tables.
  ///   - load: What it needs.
  ///   - key: Its urgency: the lowest is loaded first.
  @inlinable @discardableResult
  public func stage<M>(
    _ job: UInt32, load: Load = Load(), key: Int64 = 0, on scheduler: Scheduler<M>
  ) -> SimTime {
    core.pointee.append(Item(job: job, load: load, key: key, since: scheduler.now))
    return arm(scheduler)
  }

  /// Takes an entity out again; false when it is not staged. O(n).
  public func remove(_ job: UInt32) -> Bool { core.pointee.remove(job) }

  /// Executes an event of these departures: loads what fits and reports each entity, loaded ones first.
  ///
  /// The entities may be staged elsewhere from within the report, but not here again.
  @inlinable @discardableResult
  public func handle<M>(_ event: Event, on scheduler: Scheduler<M>, _ report: (Outcome) -> Void) -> Report {
    guard core.pointee.armedFor == scheduler.now else { return Report() }
    core.pointee.armedFor = .distantFuture
    core.pointee.lastDeparture = scheduler.now
    core.pointee.sort()
    let summary = core.pointee.load(report)
    if core.pointee.count > 0 { arm(scheduler) }
    return summary
  }

  @inlinable @discardableResult func arm<M>(_ scheduler: Scheduler<M>) -> SimTime {
    let next = nextDeparture(at: scheduler.now)
    if next != .distantFuture, next != core.pointee.armedFor {
      core.pointee.armedFor = next
      scheduler.schedule(kind, tag: tag, index: 0, at: next, priority: .cutOff)
    }
    return next
  }
}
