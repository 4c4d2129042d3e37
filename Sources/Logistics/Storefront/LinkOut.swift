import Kernel
import Scenario

/// An outside store that some visits go on to: its own funnel, and a commission for those who sent the buyers.
struct LinkOut: Sendable {
  /// By channel: the share of the visits that goes there.
  var shares: [Double]
  /// Orders per visit there.
  var conversion: Double
  /// Mean value of an order there, minor units of the market's currency, and the commission's share of it.
  var orderValue: Int64
  var commission: Double
}

/// The fields of an outside store.
enum LinkOutFields {
  static let share = Field<Double>(
    "markets{}.linkOut.share", in: 0...1, since: "0.1", "Share of the visits of its channels that goes there.")
  static let channels = Field<[String]>(
    "markets{}.linkOut.channels", default: ["creator", "share"], since: "0.1", where: areKnown,
    "The channels whose visits may go there.")
  static let conversion = Field<Double>(
    "markets{}.linkOut.conversion", default: 0.015, in: 0...1, since: "0.1", source: "assumption",
    "Orders per visit there: its own funnel, with a page load and a login more.")
  static let orderValue = Field<Money>(
    "markets{}.linkOut.orderValue", since: "0.1", "Mean value of an order there, in the market's currency.")
  static let commission = Field<Double>(
    "markets{}.linkOut.commission", default: 0.08, in: 0...1, since: "0.1", source: "assumption",
    "Share of that value paid to us.")

  private static let areKnown: @Sendable ([String]) -> String? = { names in
    names.first { !Channel.names.contains($0) }.map {
      "has no channel \"\($0)\"\(NearestName.suggestion(for: $0, in: Channel.names))"
    }
  }

  static let group = FieldGroup(
    "Outside store", "A shop elsewhere that affiliate links lead to.",
    sections: [SectionRule("markets{}.linkOut", optional: true, "Absent: all links lead to the shop in the app.")],
    fields: [share, channels, conversion, orderValue, commission])
}

extension LinkOut {
  /// The outside store of a market; nil without one.
  static func build(_ market: Section, _ place: Network.Market, _ problems: inout Diagnostics) -> LinkOut? {
    guard let section = market.section("markets{}.linkOut") else { return nil }
    let value = section[LinkOutFields.orderValue]
    if value.currency.code != place.currency || value.minor < 0 {
      problems.error(
        at: section[mark: LinkOutFields.orderValue], "orderValue \"\(value.text)\" is no price in \(place.code)",
        help: "\(place.code) pays in \(place.currency): write an amount in it")
    }
    let channels = section[LinkOutFields.channels]
    return LinkOut(
      shares: Channel.names.map { channels.contains($0) ? section[LinkOutFields.share] : 0 },
      conversion: section[LinkOutFields.conversion], orderValue: value.minor,
      commission: section[LinkOutFields.commission])
  }
}

extension StorefrontDepartment {
  /// Takes the visits that go on to an outside store out of a bin; what they buy there is counted, and its commission
  /// booked.
  func linkOut(_ traffic: inout TrafficCell, _ link: LinkOut, _ now: SimTime) {
    var stream = linkDraws[UInt64(bitPattern: now.microseconds)]
    var gone: Int64 = 0
    for channel in traffic.visits.indices where link.shares[channel] > 0 {
      let out = law.binomial(traffic.visits[channel], link.shares[channel], &linkCarries[0], &stream)
      traffic.visits[channel] -= out
      gone += out
    }
    guard gone > 0 else { return }
    region.counters.bounced += gone
    let orders = law.binomial(gone, link.conversion, &linkCarries[1], &stream)
    let sales = orders * link.orderValue
    let commission = Int64((Double(sales) * link.commission).rounded())
    load.noteLinkOut(visits: gone, orders: orders, sales: sales, commission: commission)
    region.bookReferral(commission, at: now)
  }
}
