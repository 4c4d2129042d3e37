import Kernel

/// How deliveries of one market stood to what was promised and to what was expected.
struct PromiseCounters: BitwiseCopyable, Sendable {
  /// Deliveries that had a promise.
  var count: Int64 = 0
  /// The time from deliveries to the ends of their promised days, and from these to deliveries that were late, in microseconds.
  var early_us: Int64 = 0
  var late_us: Int64 = 0
  /// Deliveries by the tenth of what was expected of their way, in parts of ``whole``; a sample.
  var tenths = InlineArray<10, Int64>(repeating: 0)
  /// A delivery: what can be shared evenly by one to ten tenths.
  static let whole: Int64 = 2_520

  /// One order in so many is held against its way.
  private static let sampled: UInt64 = 8

  /// Takes a delivery into account.
  ///
  /// - Parameter way: The planned way; asked for a sample of orders alone.
  mutating func note(_ order: OrderRow, deliveredAt now: SimTime, way: () -> LeadTimePath?) {
    guard order.promise > .zero, order.promise < .distantFuture else { return }
    count += 1
    if now > order.promise {
      late_us += (now - order.promise).microseconds
    } else {
      early_us += (order.promise - now).microseconds
    }
    guard order.id % Self.sampled == 0, let own = way()?.tenths(orderedAt: order.placed, deliveredAt: now) else {
      return
    }
    for tenth in own { tenths[tenth] += Self.whole / Int64(own.count) }
  }
}

extension PromiseResult {
  /// The promises of all markets together.
  ///
  /// - Parameter quantile: What promises are made at.
  init(_ markets: [PromiseCounters], quantile: Double) {
    self.init()
    self.quantile = quantile
    var (early, late) = (0.0, 0.0)
    for counters in markets {
      delivered += Int(counters.count)
      early += Double(counters.early_us) / 3.6e9
      late += Double(counters.late_us) / 3.6e9
      for place in tenths.indices {
        tenths[place] += Double(counters.tenths[place]) / Double(PromiseCounters.whole)
      }
    }
    guard delivered > 0 else { return }
    meanErrorHours = (late - early) / Double(delivered)
    pinballHours = (quantile * late + (1 - quantile) * early) / Double(delivered)
  }
}
