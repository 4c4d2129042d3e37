/// How many units a contract lets somebody tender in a day, by local date.
///
/// Pure counting: the model asks, and acts on the answer. Each tender is O(1), O(days) where units are put off.
///
/// - SeeAlso: DOMAIN section 7.3.
public struct DailyAllocation: Sendable {
  /// What happens to units above the allocation.
  public enum Overflow: Sendable, Equatable {
    /// They are refused, and may be tendered again from the next local day on.
    case refuse
    /// They are accepted, at a surcharge; on a day without any allocation they are refused.
    case surcharge
    /// They are accepted, and use the allocation of the first later day that has some left.
    case delay
  }

  /// The answer to a tender.
  public enum Answer: Sendable, Equatable {
    /// Within the allocation of today.
    case accepted
    /// Above the allocation of today, for more money.
    case acceptedAtSurcharge
    /// Not today; the first instant of the local day on which to tender again.
    case refused(until: SimTime)
    /// Accepted for a later local day, from its first instant on.
    case delayed(until: SimTime)
  }

  /// What happens to units above the allocation.
  public let overflow: Overflow
  /// The place's rules: days are local.
  public let zone: TimeZoneRules
  /// Units a day where no change says otherwise.
  private let initial: Int64
  private let changes: [(from: LocalDate, amount: Int64)]
  private var today = LocalDate(daysSinceEpoch: .min)
  private var tomorrow = SimTime(microseconds: .min)
  /// Units tendered today, and put off to the days after it.
  private var used: [Int64] = [0]

  /// An allocation of units a day, with later changes by local date, such as a peak season's.
  ///
  /// - Precondition: Changes ascend in time; no allocation is negative, and with ``Overflow/delay`` the last is positive.
  public init(
    perDay: Int64, changes: [(from: LocalDate, amount: Int64)] = [], overflow: Overflow, zone: TimeZoneRules
  ) {
    precondition(perDay >= 0 && changes.allSatisfy { $0.amount >= 0 }, "an allocation is not negative")
    precondition(zip(changes, changes.dropFirst()).allSatisfy { $0.from < $1.from }, "changes ascend")
    precondition(overflow != .delay || changes.last?.amount ?? perDay > 0, "delay needs a day with allocation")
    self.overflow = overflow
    self.zone = zone
    self.initial = perDay
    self.changes = changes
  }

  /// The units that a local day allows.
  public func allocation(on date: LocalDate) -> Int64 {
    changes.last { $0.from <= date }?.amount ?? initial
  }

  /// The units that today still allows.
  public mutating func remaining(at now: SimTime) -> Int64 {
    advance(to: now)
    return max(0, allocation(on: today) - used[0])
  }

  /// The units accepted so far for today or a later local day.
  public func taken(on date: LocalDate) -> Int64 {
    guard today.daysSinceEpoch != .min else { return 0 }
    let place = date - today
    return used.indices.contains(place) ? used[place] : 0
  }

  /// Tenders one unit. Time does not go back between calls.
  ///
  /// - Parameter earliest: The first local day whose allocation it may use, when that is later than today; for
  ///   ``Overflow/delay``.
  public mutating func tender(at now: SimTime, from earliest: LocalDate? = nil) -> Answer {
    advance(to: now)
    if let earliest, earliest > today, overflow == .delay { return .delayed(until: putOff(by: earliest - today)) }
    if remaining(at: now) > 0 {
      used[0] += 1
      return .accepted
    }
    switch overflow {
    case .refuse: return .refused(until: tomorrow)
    case .surcharge where allocation(on: today) == 0: return .refused(until: tomorrow)
    case .surcharge:
      used[0] += 1
      return .acceptedAtSurcharge
    case .delay: return .delayed(until: putOff(by: 1))
    }
  }

  /// Uses the allocation of the first day that has some left, so many days from now or later, and gives its first instant.
  private mutating func putOff(by least: Int) -> SimTime {
    var days = least
    while true {
      while days >= used.count { used.append(0) }
      if used[days] < allocation(on: today + days) { break }
      days += 1
    }
    used[days] += 1
    return zone.instant(today + days)
  }

  private mutating func advance(to now: SimTime) {
    guard now >= tomorrow else { return }
    let date = zone.date(at: now)
    let passed = today.daysSinceEpoch == .min ? used.count : date - today
    used.removeFirst(min(passed, used.count))
    if used.isEmpty { used.append(0) }
    today = date
    tomorrow = zone.instant(date + 1)
  }
}

extension DailyAllocation {
  /// Takes over what another contract has counted.
  public mutating func inherit(_ old: DailyAllocation) {
    today = old.today
    tomorrow = old.tomorrow
    used = old.used
  }
}
