import Kernel

/// What one market's border will charge on an order: the law of the day with the tariff of every SKU looked up once.
///
/// Time does not go back between calls; looking up happens at the start and when the law changes, so assessing an order
/// allocates nothing.
final class DutyDesk {
  private let office: CustomsOffice
  private let timeZone: TimeZoneRules
  /// By node.
  private let countries: [ISOCountry]
  private let goods: [CustomsGoods]
  private var law: DutyLaw
  private var lawEnds: SimTime
  /// By node, then SKU: where nothing is written, goods were made where they are shipped.
  private var lines: [ConsignmentLine]

  init(_ office: CustomsOffice, plan: CustomsPlan, timeZone: TimeZoneRules, start: SimTime) {
    self.office = office
    self.timeZone = timeZone
    countries = plan.countries
    goods = plan.goods
    law = office.regime.law(on: timeZone.date(at: start))
    lawEnds = .zero
    lines = []
    lookUp(at: start)
  }

  /// Finds the law of a day and every SKU's place in it.
  private func lookUp(at now: SimTime) {
    law = office.regime.law(on: timeZone.date(at: now))
    lawEnds = law.validUntil.map { timeZone.instant($0) } ?? .distantFuture
    lines = countries.flatMap { country in
      goods.map { goods in
        let origin = goods.origin == .none ? country : goods.origin
        return ConsignmentLine(
          tariff: law.tariff(of: goods.code, from: origin), subheading: goods.code.subheading, origin: origin, value: 0,
          quantity: 1)
      }
    }
  }

  /// What an order shipped from its node owes when it is entered now; values are prices without tax.
  func assess(_ order: OrderRow, at now: SimTime) -> DutyAssessment {
    if now >= lawEnds { lookUp(at: now) }
    var line = lines[Int(order.node) * goods.count + Int(order.sku)]
    line.value = order.price - office.taxInPrices.included(in: order.price)
    line.quantity = Int64(order.quantity)
    var facts = office.facts
    facts.shippedFrom = countries[Int(order.node)]
    facts.transport = order.shipping - office.taxInPrices.included(in: order.shipping)
    return law.assess(facts, CollectionOfOne(line))
  }

  /// The tax that an order's price and shipping contain.
  func taxInPrice(_ order: OrderRow) -> Int64 {
    office.taxInPrices.included(in: order.price) + office.taxInPrices.included(in: order.shipping)
  }

  /// What the checkout charges on top of price and shipping for the border: nothing where the customer pays at the door.
  func charge(for order: OrderRow, at now: SimTime) -> Int64 {
    guard office.terms == .ddp else { return 0 }
    let owed = assess(order, at: now)
    return DutyPostings.charge(
      dutyAndFees: owed.duty + owed.fees, borderTax: owed.taxPoint == .border ? owed.tax : 0,
      taxInPrice: taxInPrice(order))
  }
}
