import Kernel

/// What one border counts; amounts in minor units of the market's currency.
struct CustomsCounters: Sendable {
  /// Parcels that reached the border.
  var arrived: Int64 = 0
  var preAdviceRejected: Int64 = 0
  /// Entries lodged, and how many of them by a broker.
  var entries: Int64 = 0
  var lodgedByBroker: Int64 = 0
  var green: Int64 = 0
  var yellow: Int64 = 0
  var red: Int64 = 0
  var held: Int64 = 0
  /// Parcels that waited for the guarantee, and entries that waited for the deferment account.
  var guaranteeWaits: Int64 = 0
  var accountWaits: Int64 = 0
  var abandoned: Int64 = 0
  var released: Int64 = 0
  var seized: Int64 = 0
  var duty: Int64 = 0
  var fees: Int64 = 0
  /// Import tax collected at the border.
  var tax: Int64 = 0
  /// What the checkouts charged in advance for what is now due.
  var charged: Int64 = 0
  /// From the border to the release, microseconds.
  var clearance = LogHistogram()

  mutating func count(_ channel: CustomsChannel) {
    switch channel {
    case .green: green += 1
    case .yellow: yellow += 1
    case .red: red += 1
    }
  }
}
