import Kernel

/// How often banks take payments back, by reason.
struct DisputeRules: Sendable {
  /// Probability for an order paid with a stolen card that screening missed.
  var fraud: Double
  /// Probability for an order delivered later than ``lateAfter`` after its promise.
  var late: Double
  var lateAfter: SimDuration
  /// Probability for any other delivered order.
  var friendly: Double
  /// From the delivery to the dispute.
  var lag: DurationSampler
  var programme: MonitoringProgramme
}

/// A card scheme's programme that watches merchants' disputes month by month.
struct MonitoringProgramme: Sendable, BitwiseCopyable {
  /// Fraud reports and disputes per settled payment from which a merchant is excessive, and the days on which each holds.
  struct Limit: Hashable, Sendable, BitwiseCopyable {
    var from: LocalDate
    var ratio: Double
  }

  var first: Limit
  var second: Limit
  /// Only months with more events than this count.
  var least: Int64
  /// What each event of an excessive month costs, minor units of the report currency.
  var fee: Int64

  /// The limit on a day; nil before the first.
  func limit(on day: LocalDate) -> Double? {
    day >= second.from ? second.ratio : day >= first.from ? first.ratio : nil
  }

  /// Whether so many events among so many settled payments in the month that ends with a day are too many.
  func isExcessive(events: Int64, settled: Int64, on day: LocalDate) -> Bool {
    guard let limit = limit(on: day), events > least, settled > 0 else { return false }
    return Double(events) >= limit * Double(settled)
  }
}

/// A payment that a bank will take back.
struct DisputeRow: BitwiseCopyable, Sendable {
  var order: UInt64
  /// Minor units of the market's currency.
  var amount: Int64
  var isFraud: Bool
}

extension RegionState {
  /// Draws whether the payment of an order just delivered will be disputed, and when.
  func scheduleDispute(_ row: UInt32, at now: SimTime, _ scheduler: ModelScheduler) {
    guard let disputeRules, !orders[row].flags.contains(.recorded) else { return }
    let order = orders[row]
    let isFraud = order.flags.contains(.fraudulent)
    let isVeryLate = now > order.promise + disputeRules.lateAfter
    var stream = disputeDraws[order.id]
    let probability = isFraud ? disputeRules.fraud : isVeryLate ? disputeRules.late : disputeRules.friendly
    guard stream.uniform() < probability else { return }
    let dispute = disputes.insert(
      DisputeRow(order: order.id, amount: SaleAmounts(order).gross, isFraud: isFraud))
    scheduler.schedule(
      EventKind.chargeback, index: dispute, at: now + disputeRules.lag.sample(&stream))
  }
}
