/// What customs needs to know of a consignment besides its lines.
struct ConsignmentFacts: Hashable, Sendable, BitwiseCopyable {
  var route: CustomsRoute
  var destination: ISOCountry
  /// Where the parcel comes from; its goods may have been made elsewhere.
  var shippedFrom: ISOCountry
  /// Transport and insurance as shown on the invoice, minor units of the destination's currency, without tax.
  var transport: Int64 = 0
  var insurance: Int64 = 0
  /// The destination's import tax.
  var taxRate: MoneyRate
  /// Whether the seller takes part in the destination's scheme for distance sales.
  var isRegistered = true
  var isOcean = false
}

/// Goods of one kind in a consignment.
struct ConsignmentLine: Hashable, Sendable, BitwiseCopyable {
  /// What the tariff says of the goods; see ``DutyLaw/tariff(of:from:)``.
  var tariff: Tariff
  var subheading: HSCode
  /// Where the goods were made.
  var origin: ISOCountry
  /// Price of all pieces without tax, transport and insurance, minor units of the destination's currency.
  var value: Int64
  var quantity: Int64
}

/// What the tariff charges on goods of one code and origin.
struct Tariff: Hashable, Sendable, BitwiseCopyable {
  /// Share of the customs value, additional duties included.
  var adValorem = MoneyRate.zero
  /// Minor units per piece.
  var perItem: Int64 = 0
}

/// What a consignment owes, in minor units of the destination's currency.
struct DutyAssessment: Hashable, Sendable, BitwiseCopyable {
  /// Where the tax is collected.
  enum TaxPoint: UInt8, Sendable { case nowhere, checkout, border }

  /// Price of the goods alone: what thresholds are compared with.
  var intrinsicValue: Int64 = 0
  var customsValue: Int64 = 0
  var duty: Int64 = 0
  var fees: Int64 = 0
  var taxBase: Int64 = 0
  var tax: Int64 = 0
  var taxPoint = TaxPoint.nowhere
  /// Whether a threshold waived the duty.
  var isRelieved = false

  /// What the border collects: duty, fees, and the tax unless the checkout collected it.
  var dueAtBorder: Int64 { duty + fees + (taxPoint == .border ? tax : 0) }
}
