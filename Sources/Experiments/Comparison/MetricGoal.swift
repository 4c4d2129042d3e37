public import Logistics

/// Whether more of a metric is better for whoever sells, or less; what neither holds of has no goal.
public enum MetricGoal: Sendable, Equatable {
  /// More is better.
  case up
  /// Less is better.
  case down

  /// The goal of a metric; nil for what is only a fact, such as `visits` or `customs.entries`.
  public init?(_ name: MetricName) {
    let metric = name.metric
    if Self.good.contains(metric) {
      self = .up
    } else if Self.bad.contains(metric) || Self.badStarts.contains(where: metric.hasPrefix) {
      self = .down
    } else {
      return nil
    }
  }

  /// The metrics that have a goal by their whole name, sorted.
  static var named: [String] { good.union(bad).sorted() }

  private static let good: Set<String> = [
    "contribution", "gmv", "conversion", "promise_hit", "orders.placed", "orders.delivered", "fill_rate", "rating",
    "on_time", "on_time_share",
  ]
  private static let bad: Set<String> = [
    "late", "late_share", "regret", "planned_cost", "orders.cancelled", "orders.returned", "orders.lost",
    "orders.lost_by_carrier", "orders.seized", "orders.refused", "orders.returned_to_sender", "orders.overdue",
    "orders.oversold", "oversold", "units.lost", "units.scrapped", "units.stranded", "cash_peak", "customs.held",
    "customs.seized", "customs.duty", "bots.orders", "contacts", "contacts.given_up", "chargebacks", "error_share",
    "amplification", "last_tier_amplification", "waiting_room.left", "waiting_room.wait_p95_s", "missed_cut_offs",
    "wait_p95_s", "overtime_h", "refused", "lost", "damaged", "surcharged",
  ]
  private static let badStarts = ["lost_demand.", "lost_money.", "click_to_door_", "customs.clear_", "latency_"]
}
