import Kernel

/// How many parcels a day may be tendered, by local date: a contract's number, its peak season, and its closures.
struct DailyLimit: Sendable, Equatable {
  /// From a date on, so many.
  struct Change: Sendable, Equatable, BitwiseCopyable {
    var from: LocalDate
    var parcels: Int64
  }

  var initial: Int64
  /// Ascending in time.
  var changes: [Change] = []

  /// As many as there are.
  static let unlimited = Int64.max / 4

  /// The parcels that a local day allows.
  func parcels(on date: LocalDate) -> Int64 {
    changes.isEmpty ? initial : changes.last { $0.from <= date }?.parcels ?? initial
  }

  /// Whether nothing changes after a date.
  func isConstant(from date: LocalDate) -> Bool { changes.last.map { $0.from <= date } ?? true }

  /// The limit times a factor by date, where a limit stays at least one parcel while the factor is above 0.
  func scaled(over dates: ClosedRange<LocalDate>, _ factor: (LocalDate) -> Double) -> DailyLimit {
    var scaled = DailyLimit(initial: initial)
    var before = initial
    for place in 0...(dates.upperBound - dates.lowerBound) {
      let date = dates.lowerBound + place
      let parcels = Self.scaled(parcels(on: date), factor(date))
      if parcels != before { scaled.changes.append(Change(from: date, parcels: parcels)) }
      before = parcels
    }
    // What is closed for good opens after the last day that matters, so that nothing is put off without end.
    if before == 0 { scaled.changes.append(Change(from: dates.upperBound + 1, parcels: max(1, initial))) }
    return scaled
  }

  private static func scaled(_ parcels: Int64, _ factor: Double) -> Int64 {
    if factor <= 0 { return 0 }
    return parcels >= unlimited ? parcels : max(min(1, parcels), Int64((Double(parcels) * factor).rounded()))
  }
}

extension DailyAllocation {
  /// The allocation of a limit.
  init(_ limit: DailyLimit, overflow: Overflow, zone: TimeZoneRules) {
    self.init(
      perDay: limit.initial, changes: limit.changes.map { ($0.from, $0.parcels) }, overflow: overflow, zone: zone)
  }
}
