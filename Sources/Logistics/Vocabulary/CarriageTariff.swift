/// What a service charges for a parcel, minor units of the report currency.
struct CarriageTariff: Sendable, BitwiseCopyable {
  var perParcel: Int64
  var perKilogram: Int64

  /// The price of a parcel; weight counts in started 100 g.
  func price(grams: Int64) -> Int64 { perParcel + perKilogram * ((grams + 99) / 100) / 10 }
}
