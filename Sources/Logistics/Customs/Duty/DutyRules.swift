import Kernel

/// A rule with the days on which it holds and where it is written.
///
/// Rules of law here are illustrative data for simulation, not legal advice.
struct DatedRule<Rule: Sendable>: Sendable {
  var rule: Rule
  /// The first day of entry to which the rule applies; nil has always applied.
  var from: LocalDate?
  /// The last day of entry to which the rule applies; nil has no end.
  var until: LocalDate?
  /// Where the rule is written, or `assumption`.
  var source: String

  init(_ rule: Rule, from: LocalDate? = nil, until: LocalDate? = nil, source: String) {
    self.rule = rule
    self.from = from
    self.until = until
    self.source = source
  }

  /// Whether the rule holds on a day.
  func holds(on day: LocalDate) -> Bool { (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true) }
}

/// What counts as a consignment's customs value.
enum CustomsValuation: String, CaseIterable, Sendable {
  /// Goods with transport and insurance to the border.
  case cif
  /// Goods alone.
  case fob
}

/// What duty and tax are rounded by.
enum RoundingUnit: String, CaseIterable, Sendable { case line, entry }

/// Which consignments a rule is for; what is empty asks for nothing.
struct ConsignmentCondition: Hashable, Sendable, BitwiseCopyable {
  /// The consignment's intrinsic value is above this, in minor units.
  var above: Int64 = -1
  /// The consignment's intrinsic value is at most this, in minor units.
  var upTo: Int64 = .max
  var routes: CustomsRoutes = []
  /// Where the parcel comes from.
  var shippedFrom = CountrySet()
  var notShippedFrom = CountrySet()
  /// Where the goods were made: asked of every line.
  var origins = CountrySet()
  var notOrigins = CountrySet()
  /// Where the parcel goes, within a customs union.
  var destinations = CountrySet()
  /// The seller takes part in the market's scheme for distance sales, such as the EU's import one-stop shop.
  var needsRegistration = false
  var isOceanOnly = false

  /// Whether all but the origins hold.
  func admits(_ consignment: ConsignmentFacts, intrinsic: Int64) -> Bool {
    intrinsic > above && intrinsic <= upTo && admits(consignment)
  }

  /// Whether what does not depend on the value and the goods holds.
  func admits(_ consignment: ConsignmentFacts) -> Bool {
    routes.admits(consignment.route) && shippedFrom.admits(consignment.shippedFrom)
      && !notShippedFrom.contains(consignment.shippedFrom)
      && destinations.admits(consignment.destination) && (!needsRegistration || consignment.isRegistered)
      && (!isOceanOnly || consignment.isOcean)
  }

  /// Whether a line's origin is admitted.
  func admits(origin: ISOCountry) -> Bool { origins.admits(origin) && !notOrigins.contains(origin) }
}

/// A threshold below which duty, tax or both are waived: de minimis.
struct Relief: Hashable, Sendable, BitwiseCopyable {
  var condition: ConsignmentCondition
  var waivesDuty = true
  var waivesTax = false
}

/// Tax collected at the point of sale instead of the border, up to an intrinsic value.
struct PointOfSaleTax: Hashable, Sendable, BitwiseCopyable {
  var condition: ConsignmentCondition
}

/// A charge in place of the tariff: a flat rate, a sum per item, or a sum per distinct sub-heading.
struct SimplifiedDuty: Hashable, Sendable, BitwiseCopyable {
  var condition: ConsignmentCondition
  var adValorem = MoneyRate.zero
  /// Minor units per piece.
  var perItem: Int64 = 0
  /// Minor units per distinct six-digit sub-heading in the consignment.
  var perSubheading: Int64 = 0
  /// The line's own tariff lies within these bounds, both included.
  var tariffFrom = MoneyRate.zero
  var tariffUpTo = MoneyRate(millionths: .max)

  /// Whether goods of a tariff fall under the rule.
  func isFor(_ tariff: TariffRate) -> Bool { tariffFrom <= tariff.adValorem && tariff.adValorem <= tariffUpTo }
}

/// A line of the tariff.
struct TariffMeasure: Hashable, Sendable, BitwiseCopyable {
  enum Kind: String, CaseIterable, Sendable {
    /// The most-favoured-nation rate: the longest matching code counts.
    case base
    /// A lower rate by agreement, for goods of its origins: the lowest counts.
    case preference
    /// Comes on top: safeguards, countermeasures, surcharges. All add up.
    case additional
  }

  var kind: Kind
  var hs = HSCode.any
  /// Where the goods were made; empty for all.
  var origins = CountrySet()
  var notOrigins = CountrySet()
  var adValorem = MoneyRate.zero
  /// Minor units per piece.
  var perItem: Int64 = 0
  /// Goods loaded before this day do not pay while they are entered by ``enteredUntil``; nil when all goods pay.
  var shippedBefore: LocalDate?
  /// The last day of entry on which goods in transit are exempt.
  var enteredUntil: LocalDate?

  func applies(to code: HSCode, origin: ISOCountry) -> Bool {
    code.hasPrefix(hs) && origins.admits(origin) && !notOrigins.contains(origin)
  }
}

/// What authorities and carriers charge for an entry apart from duty and tax.
struct CustomsFee: Hashable, Sendable, BitwiseCopyable {
  var condition: ConsignmentCondition
  /// Share of the customs value, between a least and a greatest amount.
  var adValorem = MoneyRate.zero
  var least: Int64 = 0
  var most: Int64 = .max
  /// Minor units per consignment, per piece, and per distinct sub-heading.
  var perConsignment: Int64 = 0
  var perItem: Int64 = 0
  var perSubheading: Int64 = 0
  /// Whether a consignment under a duty relief pays nothing.
  var isWaivedByRelief = true
}
