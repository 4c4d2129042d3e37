import Kernel
import Scenario

/// What keeps programs out, and what they do to the servers.
struct BotDefence: Sendable {
  /// Requests of programs per request of a visitor, as far as the edge lets them through.
  var requests = 0.0
  /// Share of scalpers' tries that is caught, and the units of an order that is not.
  var detection = 0.9
  var unitsPerOrder = 2
}

/// The fields of programs.
enum BotFields {
  static let share = Field<Double>(
    "storefront.bots.share", default: 0, in: 0...0.99, since: "0.1",
    "Share of all requests that programs make, such as 0.51: automated traffic of 2024 (Imperva Bad Bot Report 2025).")
  static let filtered = Field<Double>(
    "storefront.bots.filtered", default: 0, in: 0...1, since: "0.1",
    "Share of these requests that is stopped before the servers.")
  static let detection = Field<Double>(
    "storefront.bots.detection", default: 0.9, in: 0...1, since: "0.1", source: "assumption",
    "Share of scalpers' tries that is caught.")
  static let units = Field<Int>(
    "storefront.bots.unitsPerOrder", default: 2, in: 1...1_000, since: "0.1", source: "assumption",
    "Units that an account may buy: a scalper's order has as many.")

  static let group = FieldGroup(
    "Programs", "Requests that no visitor makes, and scalpers who take stock.",
    fields: [share, filtered, detection, units])
}

extension StorefrontDepartment {
  /// How long after a drop scalpers' programs try, and how many checkouts begin then.
  private static let strike = SimDuration.milliseconds(500)

  /// Scalpers' tries: most are caught, the others check out within half a second.
  func scalp(_ tries: Int64, _ traffic: TrafficCell, _ now: SimTime, _ scheduler: ModelScheduler) {
    var stream = botDraws[UInt64(bitPattern: now.microseconds)]
    let caught = law.binomial(tries, plan.bots.detection, &linkCarries[2], &stream)
    region.counters.bounced += caught
    region.counters.carts += tries - caught
    load.botTries += tries
    load.botsCaught += caught
    let span = Double(min(Self.strike, traffic.length).microseconds)
    for number in 0..<(tries - caught) {
      let share = law == .random ? stream.uniform() : (Double(number) + 0.5) / Double(tries - caught)
      let at = now + SimDuration(microseconds: Int64(share * span))
      let row = region.openCheckout(at: at, channel: Channel.bots.rawValue, flags: .scalper)
      open += 1
      scheduler.schedule(EventKind.checkout, index: row, at: at)
    }
  }
}
