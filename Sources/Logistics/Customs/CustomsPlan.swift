import Kernel

/// What customs needs to know: the offices at the borders of the markets, and the goods.
struct CustomsPlan: Sendable {
  /// By market.
  var offices: [CustomsOffice]
  /// The country of each node, and whether its stock is bonded.
  var countries: [ISOCountry]
  var bonded: [Bool]
  /// By SKU.
  var goods: [CustomsGoods]

  /// The planned way under guarantee from the border to the inland office, for a promise that holds with a probability.
  func plannedTransit(market: Int, quantile: Double) -> SimDuration {
    guard offices[market].facts.route == .transit else { return .zero }
    return offices[market].securities.transit.quantile(min(max(quantile, 0.001), 0.999))
  }

  /// The planned time at the border for a promise that holds with a probability: a green parcel's.
  ///
  /// Examined and held parcels are later than planned; the promise's slack is for them.
  func plannedClearance(market: Int, quantile: Double) -> SimDuration {
    offices[market].greenTime.quantile(min(max(quantile, 0.001), 0.999))
  }
}

/// What customs wants to know of a SKU.
struct CustomsGoods: Hashable, Sendable, BitwiseCopyable {
  var code: HSCode
  /// Where it was made; ``ISOCountry/none`` where it is shipped.
  var origin: ISOCountry
}

/// One market's border.
struct CustomsOffice: Sendable {
  var regime: DutyRegime
  /// Everything about a consignment that the order does not say.
  var facts: ConsignmentFacts
  var terms: DeliveryTerms
  /// Tax within the market's prices.
  var taxInPrices: MoneyRate
  var entry: EntryRules
  var channels: ChannelShares
  var greenTime: DurationSampler
  var broker: Desk
  var documents: Desk
  var examination: Desk
  /// Outages and days of new rules, in order and apart.
  var shocks: [BorderShock] = []
  var securities: BorderSecurities

  /// People with hours who work on entries one by one.
  struct Desk: Sendable {
    var capacity: Station.Capacity
    var shiftEnd: Station.ShiftEnd
    var work: DurationSampler
  }
}

/// An outage or the first days of a new rule: worse data, fewer entries that lodge by themselves.
struct BorderShock: Hashable, Sendable, BitwiseCopyable {
  var from: SimTime
  var until: SimTime
  /// Factor on the share of entries with poor data.
  var poorData = 1.0
  /// Factor on the share of entries that lodge by themselves.
  var autoLodged = 1.0
}

/// What happens before an entry is lodged.
struct EntryRules: Sendable, BitwiseCopyable {
  /// Share of entries whose data are poor, and the probability that pre-advice rejects one of them.
  var poorData: Double
  var rejectsPoorData: Double
  /// Share of entries that lodge by themselves; the others go through a broker, and so does what pre-advice rejected.
  var autoLodged: Double
  /// Share of entries that wait for a missing document, for how long, and when the importer gives up.
  var lacksDocuments: Double
  var hold: DurationSampler
  var abandonsAfter: SimDuration
}

/// The shares of the channels; what is neither seized, red nor yellow is green.
struct ChannelShares: Hashable, Sendable, BitwiseCopyable {
  var yellow: Double
  /// Red, seizures included.
  var red: Double
  /// Seized: found in the red channel.
  var seized: Double
  /// Factor on yellow and red where the data are poor.
  var poorDataFactor: Double

  /// The channel of an entry, by a uniform number.
  func channel(_ uniform: Double, poorData: Bool) -> (channel: CustomsChannel, isSeized: Bool) {
    let factor = poorData ? poorDataFactor : 1
    if uniform < seized { return (.red, true) }
    if uniform < min(1, max(seized, red * factor)) { return (.red, false) }
    return uniform < min(1, (red + yellow) * factor) ? (.yellow, false) : (.green, false)
  }
}

/// How closely customs looks at an entry.
enum CustomsChannel: UInt8, CaseIterable, Sendable {
  /// Released without a look.
  case green
  /// The documents are checked.
  case yellow
  /// The goods are examined.
  case red
}
