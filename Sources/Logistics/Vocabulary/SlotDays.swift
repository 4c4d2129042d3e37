import Kernel

/// The slots of one daily allocation that orders hold from the checkout until their parcels are tendered, by local day.
///
/// Where the parcels are tendered, what is overdue counts as today's. From elsewhere nothing of the tenders is seen: there a
/// day is taken to tender what it can, and the rest counts as the next day's. Each step is O(1), a question O(days ahead).
struct SlotDays: Sendable {
  private var limit: DailyLimit
  /// What the limit will be known to be, from instants on; the last comes first.
  private var news: [(at: SimTime, limit: DailyLimit)]
  private let isElsewhere: Bool
  private let zone: TimeZoneRules
  /// The local date of day 0.
  private let first: LocalDate
  private var today = 0
  private var tomorrow = SimTime(microseconds: .min)
  /// Slots of today and of the days after it.
  private var held: [Int64] = [0]

  /// No slot: the provider has no limit, or the day is beyond every run.
  static let none = UInt16.max
  /// The last day that has a number: what is put off until then is put off for ever.
  static let last = none - 1

  init(
    _ limit: DailyLimit, news: [(at: SimTime, limit: DailyLimit)] = [], isElsewhere: Bool, zone: TimeZoneRules,
    from start: SimTime
  ) {
    self.limit = limit
    self.news = news.reversed()
    self.isElsewhere = isElsewhere
    self.zone = zone
    first = zone.date(at: start)
  }

  /// All slots held.
  var total: Int64 { held.reduce(0, +) }

  /// The number of an instant's local day, counted from the start of the run.
  func day(of time: SimTime) -> UInt16 {
    guard time != .distantFuture else { return Self.none }
    return UInt16(clamping: zone.date(at: time) - first)
  }

  /// The first instant of a numbered day.
  func start(of day: UInt16) -> SimTime { day < Self.last ? zone.instant(first + Int(day)) : .distantFuture }

  mutating func hold(_ day: UInt16, at now: SimTime) {
    advance(to: now)
    let place = max(0, Int(day) - today)
    while held.count <= place { held.append(0) }
    held[place] += 1
  }

  mutating func release(_ day: UInt16, at now: SimTime) {
    advance(to: now)
    let place = Int(day) - today
    if isElsewhere, place < 0 { return }
    held[max(0, place)] -= 1
  }

  /// Whether a day can take one more parcel, when each day before it first takes what is held.
  ///
  /// - Parameter taken: The parcels accepted already for a local day.
  mutating func hasRoom(on day: UInt16, at now: SimTime, taken: (LocalDate) -> Int64) -> Bool {
    firstDay(from: day, at: now, taken: taken) <= max(day, UInt16(clamping: today))
  }

  /// The first day, from a day on, that can take one more parcel when each day before it first takes what is held;
  /// ``last`` where there is none.
  ///
  /// - Parameter taken: The parcels accepted already for a local day.
  mutating func firstDay(from day: UInt16, at now: SimTime, taken: (LocalDate) -> Int64) -> UInt16 {
    advance(to: now)
    var left: Int64 = 0
    var place = 0
    while today + place < Int(Self.last) {
      let date = first + today + place
      let allowed = limit.parcels(on: date)
      let load = left + (place < held.count ? held[place] : 0) + taken(date)
      if today + place >= Int(day), load < allowed { return UInt16(clamping: today + place) }
      // Beyond what is held and taken nothing changes any more.
      if place >= held.count, left == 0, load == 0, allowed == 0, limit.isConstant(from: date) { break }
      left = max(0, load - allowed)
      place += 1
    }
    return Self.last
  }

  private mutating func advance(to now: SimTime) {
    while let next = news.last, now >= next.at {
      limit = next.limit
      news.removeLast()
    }
    guard now >= tomorrow else { return }
    let date = zone.date(at: now)
    var passed = date - first - today
    today = date - first
    tomorrow = zone.instant(date + 1)
    while passed > 0, total != 0 {
      let left = isElsewhere ? max(0, held[0] - limit.parcels(on: first + (today - passed))) : held[0]
      if held.count == 1 { held.append(0) }
      held.removeFirst()
      held[0] += left
      passed -= 1
    }
  }
}

extension SlotDays {
  /// Takes over the slots held.
  mutating func inherit(_ old: SlotDays) {
    today = old.today
    tomorrow = old.tomorrow
    held = old.held
  }
}
