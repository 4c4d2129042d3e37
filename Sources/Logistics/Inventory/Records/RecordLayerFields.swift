import Kernel
import Scenario

/// The fields of what stands between the shelf and the storefront: the record, its errors, and its age.
enum RecordLayerFields {
  static let viewEvery = Field<SimDuration>(
    "inventory.view.every", default: .zero, in: .zero...(.days(7)), since: "0.1",
    "How often the storefront takes a view of the stock of its country; reservations are exact when 0 s.")
  static let viewLag = Field<DurationDistribution>(
    "inventory.view.lag", default: .constant(.zero), in: .zero...(.days(7)), since: "0.1",
    "From the moment a view is taken until the storefront shows it.")
  static let feedLag = Field<DurationDistribution>(
    "inventory.feedLag", default: .constant(.zero), in: .zero...(.days(30)), since: "0.1",
    "What a published figure takes to other countries beyond messageDelay; later figures never overtake earlier ones.")
  static let shrink = Field<Double>(
    "inventory.shrinkPerYear", default: 0, in: 0...1, since: "0.1",
    "Share of the units on the shelves that disappears in a year without anybody noticing.")
  static let countEvery = Field<SimDuration>(
    "inventory.countEvery", default: .zero, in: .zero...(.days(730)), since: "0.1",
    "Time between counts that correct the record; never counted when 0 s.")
  static let asnMissing = Field<Double>(
    "inventory.asn.missing", default: 0, in: 0...1, since: "0.1",
    "Share of trucks that come without their shipping notice: unloading takes twice as long.")
  static let asnError = Field<Double>(
    "inventory.asn.error", default: 0, in: 0...1, since: "0.1",
    "Share of trucks that hold another quantity than their notice says.")
  static let asnErrorSize = Field<Double>(
    "inventory.asn.errorSize", default: 0.05, in: 0...1, since: "0.1", source: "assumption",
    "How much the quantity differs, as a share of the notice: uniform between minus and plus this.")
  static let asnNoticed = Field<Double>(
    "inventory.asn.noticed", default: 0.9, in: 0...1, since: "0.1", source: "assumption",
    "Share of these that receiving notices; the others make the record wrong.")

  static let group = FieldGroup(
    "Stock records", "What the record and the storefront know of the stock on the shelves.",
    fields: [
      viewEvery, viewLag, feedLag, shrink, countEvery, asnMissing, asnError, asnErrorSize, asnNoticed,
    ])
}
