extension Metric {
  /// Which way of a metric is the better one.
  public enum Direction: String, Sendable {
    /// More is better: what is delivered, earned or kept.
    case more
    /// Less is better: what is late, lost or waited for.
    case less
    /// Neither: a change is a change.
    case neither
  }

  /// Which way is the better one.
  public var better: Direction {
    if name.hasPrefix("lost_demand.") || name.hasPrefix("lost_money.") { return .less }
    return Self.better[name] ?? .neither
  }

  /// Which way of a metric of that name is the better one.
  public static func better(_ name: String) -> Direction { all.first { $0.name == name }?.better ?? .neither }

  /// The metrics of which one way is the better one, beside those of lost demand.
  public static var namesWithDirection: [String] { better.keys.sorted() }

  private static let better: [String: Direction] = {
    let more = [
      "conversion", "promise_hit", "orders.placed", "orders.delivered", "gmv", "contribution", "fill_rate", "rating",
      "customs.green", "small_creators", "on_time", "on_time_share", "waiting_room.admitted",
    ]
    let less = [
      "late", "late_share", "click_to_door_p50_h", "click_to_door_p95_h", "orders.cancelled", "orders.lost",
      "orders.lost_by_carrier", "orders.seized", "orders.refused", "orders.returned_to_sender", "orders.oversold",
      "orders.overdue", "units.lost", "units.scrapped", "units.stranded", "regret", "cross_border_share", "customs.red",
      "customs.held", "promise.pinball_h", "customs.held_share", "landed_cost", "cost_to_serve",
      "customs.guarantee_waits",
      "customs.account_waits", "customs.seized",
      "customs.clear_p50_h", "customs.clear_p95_h", "oversold", "bots.orders",
      "contacts", "contacts.given_up", "chargebacks", "latency_p50_s", "latency_p95_s", "latency_p99_s", "error_share",
      "amplification", "last_tier_amplification", "waiting_room.left", "waiting_room.wait_p95_s", "missed_cut_offs",
      "wait_p95_s", "overtime_h", "refused", "lost", "surcharged", "damaged",
    ]
    return Dictionary(
      uniqueKeysWithValues: more.map { ($0, .more) } + less.map { ($0, .less) })
  }()
}
