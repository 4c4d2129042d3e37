import Kernel

/// What a market's payments and disputes add up to, month by month, and what the card scheme makes of it.
final class DisputeDesk {
  /// One calendar month on the market's clock.
  struct Month: Equatable, Sendable, BitwiseCopyable {
    /// Its last day.
    var last: LocalDate
    /// Disputes, of which fraud; a case of fraud is also reported by itself and counts twice.
    var disputes: Int64 = 0
    var frauds: Int64 = 0
    /// Payments settled.
    var settled: Int64 = 0
    var isExcessive = false

    /// Fraud reports and disputes.
    var events: Int64 { disputes + frauds }
  }

  private let region: RegionState
  private let rules: DisputeRules
  private let zone: TimeZoneRules
  private(set) var months: [Month] = []
  private var placedBefore: Int64 = 0
  /// The month that goes on.
  private var current = 0

  init(_ rules: DisputeRules, _ region: RegionState, market: Int) {
    self.rules = rules
    self.region = region
    zone = region.network.markets[market].timeZone
    var day = zone.date(at: region.network.start)
    let end = zone.date(at: region.network.end)
    while day <= end {
      let (year, month, _) = day.components
      let last = LocalDate(year: year, month: month, day: LocalDate.daysInMonth(month, year: year))!
      months.append(Month(last: last))
      day = last + 1
    }
  }

  func start(_ scheduler: ModelScheduler) {
    for (number, month) in months.enumerated() {
      let time = zone.instant(month.last + 1)
      guard time < region.network.end else { continue }
      scheduler.schedule(EventKind.monthOfDisputes, index: UInt32(number), at: time, priority: .calendar)
    }
  }

  /// A bank takes a payment back.
  func takeBack(_ row: UInt32, _ now: SimTime) {
    let dispute = region.disputes[row]
    region.disputes.free(row)
    months[current].disputes += 1
    if dispute.isFraud { months[current].frauds += 1 }
    region.record(
      ComplianceRecord.chargeback, at: now, entity: dispute.order, value: dispute.amount,
      flags: dispute.isFraud ? 1 : 0)
    var entries = LedgerEntries()
    entries.move(dispute.amount, debit: .chargebacks, credit: .bank, in: .market)
    region.book(entries, order: dispute.order, at: now)
  }

  /// A month is over: where too many payments were disputed, every event costs a fee.
  func close(_ number: Int, _ now: SimTime) {
    settle(number)
    current = min(number + 1, months.count - 1)
    let month = months[number]
    months[number].isExcessive = rules.programme.isExcessive(
      events: month.events, settled: month.settled, on: month.last)
    guard months[number].isExcessive else { return }
    region.record(ComplianceRecord.excessiveDisputes, at: now, value: month.events)
    region.book(GoodsPostings.schemeFee(rules.programme.fee * month.events), order: 0, at: now)
  }

  /// Counts what the running month has settled so far.
  private func settle(_ number: Int) {
    months[number].settled += region.counters.placed - placedBefore
    placedBefore = region.counters.placed
  }
}

extension DisputeDesk {
  /// Takes over the months.
  func inherit(_ old: DisputeDesk) {
    months = old.months
    placedBefore = old.placedBefore
    current = old.current
  }
}
