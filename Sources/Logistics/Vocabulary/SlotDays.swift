import Kernel

/// The slots of one daily allocation that orders hold from the checkout until their parcels are tendered, by local day.
///
/// Where the parcels are tendered, what is overdue counts as today's. From elsewhere nothing of the tenders is seen: there a
/// day is taken to tender what it can, and the rest counts as the next day's. Each step is O(1), a question O(days ahead).
struct SlotDays: Sendable {
  /// Parcels a day.
  let parcelsPerDay: Int64
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

  init(parcelsPerDay: Int64, isElsewhere: Bool, zone: TimeZoneRules, from start: SimTime) {
    self.parcelsPerDay = parcelsPerDay
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
    advance(to: now)
    var left: Int64 = 0
    for place in 0...max(0, Int(day) - today) {
      let load = left + (place < held.count ? held[place] : 0) + taken(first + today + place)
      left = max(0, load - parcelsPerDay)
      if today + place >= Int(day) { return load < parcelsPerDay }
    }
    return false
  }

  private mutating func advance(to now: SimTime) {
    guard now >= tomorrow else { return }
    let date = zone.date(at: now)
    var passed = date - first - today
    today = date - first
    tomorrow = zone.instant(date + 1)
    while passed > 0, total != 0 {
      let left = isElsewhere ? max(0, held[0] - parcelsPerDay) : held[0]
      if held.count == 1 { held.append(0) }
      held.removeFirst()
      held[0] += left
      passed -= 1
    }
  }
}
