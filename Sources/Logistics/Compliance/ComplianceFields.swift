import Kernel
import Scenario

/// What a rule does, as scenarios write it.
enum RuleKind: String, Choice {
  case prohibit, requireDocuments, requireLicence, requireLabel, minimumPrice, banAir, checkAge, excludeTaxRelief
}

extension Rule.Way: Choice {}

/// The fields of the law and of what the seller has to show. Illustrative, not legal advice.
enum ComplianceFields {
  static let effect = Field<RuleKind>("rules{}.effect", since: "0.1", "What the rule does to what it applies to.")
  static let markets = Field<[Reference]>(
    "rules{}.markets", default: [], to: "markets{}", since: "0.1", "Where it holds; everywhere when left out.")
  static let attributes = Field<[String]>(
    "rules{}.attributes", default: [], since: "0.1", "Attributes a SKU must have, all of them, for the rule to apply.")
  static let hsCodes = Field<[String]>(
    "rules{}.hsCodes", default: [], since: "0.1", "Beginnings of HS codes, any of which makes the rule apply.")
  static let origins = Field<[CountryCode]>(
    "rules{}.origins", default: [], since: "0.1", "Countries of origin, any of which makes the rule apply.")
  static let categories = Field<[String]>(
    "rules{}.categories", default: [], since: "0.1", "Categories, any of which makes the rule apply.")
  static let way = Field<Rule.Way>(
    "rules{}.way", default: .any, since: "0.1", "Whether it applies to goods in the country, from abroad, or both.")
  static let priceAbove = Field<Money?>(
    "rules{}.priceAbove", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Applies to prices with tax above this one only.")
  static let priceBelow = Field<Money?>(
    "rules{}.priceBelow", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Applies to prices with tax below this one only.")
  static let documents = Field<[String]>(
    "rules{}.requires", default: [], since: "0.1", "Documents, licences or labels that must be there.")
  static let minimumPrice = Field<Money?>(
    "rules{}.minimumPrice", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "The lowest price with tax that may be asked.")
  static let validFrom = Field<LocalDate?>(
    "rules{}.validFrom", default: nil, since: "0.1", "First day in force, from midnight on the market's clock.")
  static let validTo = Field<LocalDate?>(
    "rules{}.validTo", default: nil, since: "0.1", "Last day in force, until midnight on the market's clock.")
  static let citation = Field<String>("rules{}.citation", since: "0.1", "Where the rule stands.")
  static let remedyCost = Field<Money?>(
    "rules{}.remedy.cost", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What it costs to comply, in the report currency.")
  static let remedyDays = Field<Int>(
    "rules{}.remedy.days", default: 0, in: 0...10_000, since: "0.1", "How many days it takes to comply.")

  static let from = Field<SimTime?>(
    "rules{}.from", default: nil, since: "0.1",
    "First instant in force, in place of validFrom: a stop-sale at an hour. Orders placed before it go on.")

  static let heldName = Field<String>("documents[].name", since: "0.1", "A document, licence or label that is there.")
  static let heldSKUs = Field<[Reference]>(
    "documents[].skus", default: [], to: "skus{}", since: "0.1", "What it covers; everything when left out.")
  static let heldMarkets = Field<[Reference]>(
    "documents[].markets", default: [], to: "markets{}", since: "0.1", "Where it counts; everywhere when left out.")
  static let heldFrom = Field<LocalDate?>("documents[].validFrom", default: nil, since: "0.1", "First day it counts.")
  static let heldTo = Field<LocalDate?>("documents[].validTo", default: nil, since: "0.1", "Last day it counts.")

  static let group = FieldGroup(
    "Rules", "What may be sold where, from when until when. Illustrative, not legal advice.",
    sections: [SectionRule("rules{}", "Rules by name."), SectionRule("documents[]", "What the seller has to show.")],
    fields: [
      effect, markets, attributes, hsCodes, origins, categories, way, priceAbove, priceBelow, documents, minimumPrice,
      validFrom, validTo, citation, remedyCost, remedyDays, heldName, heldSKUs, heldMarkets, heldFrom, heldTo, from,
    ])

  static let groups = [group, TrustFields.group, DisputeFields.group]
}

/// The fields of fraud screening.
enum TrustFields {
  static let fraudShare = Field<Double>(
    "trust.fraudShare", default: 0.005, in: 0...1, since: "0.1", source: "assumption",
    "Share of orders paid with a card that is not the customer's.")
  static let manualShare = Field<Double>(
    "trust.manualShare", default: 0.05, in: 0...1, since: "0.1", source: "assumption",
    "Share of orders that a person looks at.")
  static let detection = Field<Double>(
    "trust.detection", default: 0.8, in: 0...1, since: "0.1", source: "assumption",
    "Share of fraudulent orders that the score or the reviewer rejects.")
  static let falseRejection = Field<Double>(
    "trust.falseRejection", default: 0.02, in: 0...1, since: "0.1", source: "assumption",
    "Share of honest orders that are rejected.")
  static let reviewTime = Field<DurationDistribution>(
    "trust.reviewTime", default: .lognormal(mean: .minutes(10), cv: 1), in: .zero...(.days(2)), since: "0.1",
    source: "assumption", "Working time of a review.")
  static let reviewers = Field<Int>(
    "trust.reviewers", default: 40, in: 1...1_000_000, since: "0.1", source: "assumption",
    "Reviewers of each market; grows with scale.capacity.")
  static let hours = Field<WeeklyHours>(
    "trust.hours", default: .aroundTheClock, since: "0.1", source: "assumption",
    "When they work, on the market's clock.")

  static let hitRate = Field<Double>(
    "trust.sanctions.hitRate", default: 0, in: 0...1, since: "0.1", source: "off; assumption: 0.003",
    "Share of orders whose buyer or consignee is like a name on a list of sanctions: a person looks at each.")
  static let truePositive = Field<Double>(
    "trust.sanctions.truePositive", default: 0.005, in: 0...1, since: "0.1", source: "assumption",
    "Share of these that are the person on the list: the order is refused.")
  static let sanctionsTime = Field<DurationDistribution>(
    "trust.sanctions.reviewTime", default: .lognormal(mean: .minutes(15), cv: 1), in: .zero...(.days(2)), since: "0.1",
    source: "assumption", "Working time of such a review, by the same reviewers.")

  static let group = FieldGroup(
    "Trust and safety", "Paid orders are screened for fraud and against lists of sanctions before they are released.",
    sections: [SectionRule("trust.sanctions", "Names that are on a list, or like one that is.")],
    fields: [
      fraudShare, manualShare, detection, falseRejection, reviewTime, reviewers, hours, hitRate, truePositive,
      sanctionsTime,
    ])
}
