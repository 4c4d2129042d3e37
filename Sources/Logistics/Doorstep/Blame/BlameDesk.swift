import Kernel

/// What made this market's parcels late: by cause and promised day, and by the place that answers for it.
///
/// Only late parcels cost anything beyond their stamps. Parcels that never arrive are not late but lost.
final class BlameDesk {
  /// Parcels and microseconds of lateness.
  struct Amount: Equatable, Sendable, BitwiseCopyable {
    var parcels: Int64 = 0
    var microseconds: Int64 = 0
  }

  private let zones: Range<Int>
  private let providers: [Int]
  private let timeZone: TimeZoneRules
  private let start: SimTime
  let firstDay: LocalDate
  let days: Int
  private var split = BlameSplit()
  /// By day, then cause.
  private var byDay: [Amount]
  /// Parcels delivered, by promised day.
  private(set) var promised: [Int64]
  /// By cause, from `firsts`, then place.
  private var byPlace: [Amount]
  private let firsts: [Int]
  /// All of it.
  private(set) var total = Amount()

  init(_ region: RegionState, market: Int) {
    let network = region.network
    zones = network.markets[market].zones
    providers = network.services.map(\.provider)
    timeZone = network.markets[market].timeZone
    start = region.runStart
    firstDay = timeZone.date(at: network.start)
    days = timeZone.date(at: network.end) - firstDay + 1
    byDay = .init(repeating: Amount(), count: days * LateCause.allCases.count)
    promised = .init(repeating: 0, count: days)
    var firsts = [0]
    for cause in LateCause.allCases {
      let places =
        switch cause.place {
        case .market: 1
        case .node: network.nodes.count
        case .provider: network.providers.count
        case .service: network.services.count
        case .zone: zones.count
        }
      firsts.append(firsts[firsts.count - 1] + places)
    }
    self.firsts = firsts
    byPlace = .init(repeating: Amount(), count: firsts[firsts.count - 1])
  }

  /// Finds out why a parcel delivered just now is late, given the way that was planned for it.
  func note(_ order: OrderRow, _ parcel: ParcelRow, way: LeadTimePath?, deliveredAt now: SimTime) {
    split.begin(promise: order.promise)
    if let way { walk(way, order, parcel, now) } else { split.step(.promise, now) }
    let main = split.main
    let day = day(of: order.promise) * LateCause.allCases.count
    for cause in LateCause.allCases {
      let share = split.shares[Int(cause.rawValue)]
      guard share > 0 else { continue }
      let amount = Amount(parcels: cause == main ? 1 : 0, microseconds: share)
      add(amount, to: &byDay[day + Int(cause.rawValue)])
      add(amount, to: &byPlace[firsts[Int(cause.rawValue)] + place(of: parcel, for: cause)])
    }
    add(Amount(parcels: 1, microseconds: (now - order.promise).microseconds), to: &total)
  }

  /// Counts a delivery under its promised day.
  func count(promise: SimTime) { promised[day(of: promise)] += 1 }

  private func day(of promise: SimTime) -> Int { min(max(timeZone.date(at: promise) - firstDay, 0), days - 1) }

  private func add(_ amount: Amount, to sum: inout Amount) {
    sum.parcels += amount.parcels
    sum.microseconds += amount.microseconds
  }

  private func place(of parcel: ParcelRow, for cause: LateCause) -> Int {
    switch cause.place {
    case .market: 0
    case .node: Int(parcel.node)
    case .provider: providers[Int(parcel.service)]
    case .service: Int(parcel.service)
    case .zone: Int(parcel.zone) - zones.lowerBound
    }
  }

  /// Plans the arrival anew after every step that the parcel took.
  private func walk(_ path: LeadTimePath, _ order: OrderRow, _ parcel: ParcelRow, _ now: SimTime) {
    split.step(.promise, path.arrival(orderedAt: order.started))
    split.step(.payment, path.arrival(orderedAt: order.placed))
    split.step(.screening, path.arrival(orderedAt: order.released))
    let stamps = parcel.stamps
    step(.stock, stamps.pooled, path.arrival(pooledAt:))
    step(.wave, stamps.waved, path.arrival(wavedAt:))
    step(.pick, stamps.picked, path.arrival(pickedAt:))
    step(stamps.picked == 0 ? .handOver : .pack, stamps.packed, path.arrival(tenderedAt:))
    step(.allocation, stamps.staged, path.arrival(tenderedAt:))
    step(.pickUp, stamps.pickedUp, path.arrival(pickedUpAt:))
    step(.hub, stamps.sorted, path.arrival(sortedAt:))
    step(.lineHaul, stamps.departed, path.arrival(departedAt:))
    step(.transit, stamps.arrived, path.arrival(clearingFrom:))
    step(.hold, stamps.holdEnded, path.arrival(clearingFrom:))
    step(.broker, stamps.lodged, path.arrival(clearingFrom:))
    step(.officers, stamps.examined, path.arrival(clearingFrom:))
    step(.channel, stamps.cleared, path.arrival(atDepotAt:))
    step(.depot, stamps.routed, path.arrival(routedAt:))
    if stamps.failed == 0 { return split.step(.route, now) }
    step(.route, stamps.failed) { $0 }
    split.step(.attempt, now)
  }

  private func step(_ cause: LateCause, _ stamp: UInt32, _ plan: (SimTime) -> SimTime) {
    guard let time = ParcelStamps.time(stamp, start: start) else { return }
    split.step(cause, plan(time))
  }

  /// What a cause did to the parcels promised for a day.
  func amount(_ cause: LateCause, day: Int) -> Amount { byDay[day * LateCause.allCases.count + Int(cause.rawValue)] }

  /// What the places that answer for a cause did.
  func places(_ cause: LateCause) -> ArraySlice<Amount> {
    byPlace[firsts[Int(cause.rawValue)]..<firsts[Int(cause.rawValue) + 1]]
  }

  func check(_ code: String, late: Int64, delivered: Int64, _ report: inout InvariantReport) {
    let promised = promised.reduce(0, +)
    report.require(promised == delivered, "blame of \(code): \(promised) promised days of \(delivered) deliveries")
    report.require(total.parcels == late, "blame of \(code): \(total.parcels) parcels of \(late) late ones")
    for (name, sum) in [("days", byDay.reduce(Amount(), +)), ("places", byPlace.reduce(Amount(), +))] {
      report.require(sum == total, "blame of \(code): the \(name) add up to \(sum), not to \(total)")
    }
  }
}

extension BlameDesk.Amount {
  static func + (a: Self, b: Self) -> Self {
    Self(parcels: a.parcels + b.parcels, microseconds: a.microseconds + b.microseconds)
  }
}

extension BlameDesk {
  /// Takes over what parcels were late for.
  func inherit(_ old: BlameDesk) {
    split = old.split
    byDay = old.byDay
    byPlace = old.byPlace
    promised = old.promised
    total = old.total
  }
}
