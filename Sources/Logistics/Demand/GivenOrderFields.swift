import Kernel
import Scenario

/// The fields of orders that are given: a list in the scenario, or history in a file.
enum GivenOrderFields {
  static let at = Field<WallTime>(
    "demand.orders[].at", since: "0.1", "When the checkout begins, on the market's clock or as an instant.")
  static let market = Field<Reference>(
    "demand.orders[].market", to: "markets{}", since: "0.1", "Where the customer is.")
  static let zone = Field<String?>(
    "demand.orders[].zone", default: nil, since: "0.1",
    "The zone; the market's first one when left out; any draws it by the zones' shares, anew in each replication.")
  static let sku = Field<Reference>("demand.orders[].sku", to: "skus{}", since: "0.1", "What is ordered.")
  static let quantity = Field<Int>("demand.orders[].quantity", default: 1, in: 1...1_000, since: "0.1", "How many.")
  static let isPrepaid = Field<Bool>(
    "demand.orders[].prepaid", default: true, since: "0.1",
    "Whether it is paid as it comes; otherwise the payment takes its time and may fail.")

  static let file = Field<FilePath>(
    "demand.recorded.file", since: "0.1",
    "CSV with a header line, plain or compressed (.zst). The resolved scenario holds its SHA-256.")
  static let recordedMarket = Field<Reference>(
    "demand.recorded.market", to: "markets{}", since: "0.1", "The market all orders went to.")
  static let recordedSKU = Field<Reference>(
    "demand.recorded.sku", to: "skus{}", since: "0.1", "The SKU that stands for whatever was bought.")
  static let timeZone = Field<TimeZoneName?>(
    "demand.recorded.timeZone", default: nil, since: "0.1",
    "The clock that wrote the times without an offset; the market's when left out.")
  static let copies = Field<Double>(
    "demand.recorded.scale", default: 1, in: 0...1_000, since: "0.1",
    "How often each line counts, times scale.demand: 0.5 takes every other line, 2 takes each line twice, seconds apart."
  )
  static let obtain = Field<String>(
    "demand.recorded.obtain", default: "", since: "0.1", "Where the file comes from, for those who do not have it.")
  static let timeColumn = Field<String>(
    "demand.recorded.columns.time", since: "0.1", "The name of the column with the time of the order.")
  static let zoneColumn = Field<String>(
    "demand.recorded.columns.zone", since: "0.1", "The name of the column with the customer's zone.")
  static let originColumn = Field<String>(
    "demand.recorded.columns.origin", since: "0.1",
    "The name of the column with the node the goods came from, by its name or by the name of its zone.")
  static let itemsColumn = Field<String?>(
    "demand.recorded.columns.items", default: nil, since: "0.1",
    "The name of the column with the number of units; 1 when left out."
  )
  static let priceColumn = Field<String?>(
    "demand.recorded.columns.price", default: nil, since: "0.1",
    "The name of the column with the price of all units in the market's currency; the price list when left out.")
  static let weightColumn = Field<String?>(
    "demand.recorded.columns.weight", default: nil, since: "0.1",
    "The name of the column with the weight in grams; the SKU's when left out.")
  static let promiseColumn = Field<String?>(
    "demand.recorded.columns.promise", default: nil, since: "0.1",
    "The name of the column with the promised date or instant, a date meaning its end. Promised by the model when left out."
  )

  static let group = FieldGroup(
    "Given orders",
    "Orders that are not generated. Listed orders skip the funnel; recorded ones skip stock, payment and screening too.",
    sections: [
      SectionRule("demand.orders[]", "Orders one by one, for tests and demonstrations."),
      SectionRule("demand.recorded", optional: true, "History as input."),
    ],
    fields: [
      at, market, zone, sku, quantity, isPrepaid, file, recordedMarket, recordedSKU, timeZone, copies, obtain,
      timeColumn,
      zoneColumn, originColumn, itemsColumn, priceColumn, weightColumn, promiseColumn,
    ])
}
