import Kernel

/// What one market's border will charge on an order: the law of the day with the tariff of every SKU looked up once.
///
/// Time does not go back between calls; looking up happens at the start and when the law changes, so assessing an order
/// allocates nothing.
final class DutyDesk {
  private let regime: DutyRegime
  private let homeFacts: ConsignmentFacts
  private let terms: DeliveryTerms
  private let taxInPrices: MoneyRate
  private let timeZone: TimeZoneRules
  /// By node.
  private let countries: [ISOCountry]
  private let bonded: [Bool]
  private let goods: [CustomsGoods]
  private var lawEnds = SimTime.zero
  /// The rules that can apply to some goods of some nodes, and which of them are for a node and a SKU.
  private var laws: [DutyLaw] = []
  private var lawOf: [Int32] = []
  /// By node, then SKU, and all of it again for goods in transit: where nothing is written, goods were made where they are
  /// shipped.
  private var lines: [ConsignmentLine] = []
  /// Goods loaded before this instant are in transit.
  private var inTransitBefore: SimTime?

  init(_ office: CustomsOffice, plan: CustomsPlan, timeZone: TimeZoneRules, start: SimTime) {
    regime = office.regime
    homeFacts = office.facts
    terms = office.terms
    taxInPrices = office.taxInPrices
    self.timeZone = timeZone
    countries = plan.countries
    bonded = plan.bonded
    goods = plan.goods
    lookUp(at: start)
  }

  /// Finds the law of a day and every SKU's place in it.
  private func lookUp(at now: SimTime) {
    let law = regime.law(on: timeZone.date(at: now))
    lawEnds = law.validUntil.map { timeZone.instant($0) } ?? .distantFuture
    lines = []
    laws = []
    lawOf = []
    inTransitBefore = law.inTransitBefore.map { timeZone.instant($0) }
    addLines(law, isInTransit: false)
    if inTransitBefore != nil { addLines(law, isInTransit: true) }
  }

  private func addLines(_ law: DutyLaw, isInTransit: Bool) {
    var known: [LawKey: Int32] = [:]
    for (node, country) in countries.enumerated() {
      let isBonded = isBonded(node)
      for goods in goods {
        let origin = goods.origin == .none ? country : goods.origin
        let line = ConsignmentLine(
          tariff: law.tariff(of: goods.code, from: origin, isInTransit: isInTransit), subheading: goods.code.subheading,
          origin: origin, value: 0,
          quantity: 1)
        let key = LawKey(from: country, origin: origin, tariff: line.tariff, isBonded: isBonded)
        if known[key] == nil {
          known[key] = Int32(laws.count)
          laws.append(law.narrowed(to: facts(node, goods), line))
        }
        lines.append(line)
        lawOf.append(known[key]!)
      }
    }
  }

  /// What decides which rules can apply.
  private struct LawKey: Hashable {
    var from: ISOCountry
    var origin: ISOCountry
    var tariff: TariffRate
    var isBonded: Bool
  }

  /// Whether a node keeps goods of this market that have not been imported.
  private func isBonded(_ node: Int) -> Bool { bonded[node] && countries[node] == homeFacts.destination }

  /// Goods come from the node's country; out of bond, from where they were made.
  private func facts(_ node: Int, _ goods: CustomsGoods) -> ConsignmentFacts {
    var facts = homeFacts
    facts.shippedFrom = countries[node]
    if isBonded(node) {
      facts.route = .bonded
      if goods.origin != .none { facts.shippedFrom = goods.origin }
    }
    return facts
  }

  /// What an order shipped from its node owes when it is entered now; values are prices without tax.
  ///
  /// - Parameter shipped: When its line-haul left, where that is known: goods in transit may be exempt.
  func assess(_ order: OrderRow, at now: SimTime, shipped: SimTime? = nil) -> DutyAssessment {
    if now >= lawEnds { lookUp(at: now) }
    var place = Int(order.node) * goods.count + Int(order.sku)
    if let inTransitBefore, let shipped, shipped < inTransitBefore { place += countries.count * goods.count }
    var line = lines[place]
    line.value = order.price - taxInPrices.included(in: order.price)
    line.quantity = Int64(order.quantity)
    var facts = facts(Int(order.node), goods[Int(order.sku)])
    facts.transport = order.shipping - taxInPrices.included(in: order.shipping)
    return laws[Int(lawOf[place])].assess(facts, CollectionOfOne(line))
  }

  /// The tax that an order's price and shipping contain.
  func taxInPrice(_ order: OrderRow) -> Int64 {
    taxInPrices.included(in: order.price) + taxInPrices.included(in: order.shipping)
  }

  /// What the checkout charges on top of price and shipping for the border: nothing where the customer pays at the door.
  func charge(for order: OrderRow, at now: SimTime) -> Int64 {
    guard terms == .ddp else { return 0 }
    let owed = assess(order, at: now)
    return DutyPostings.charge(
      dutyAndFees: owed.duty + owed.fees, borderTax: owed.taxPoint == .border ? owed.tax : 0,
      taxInPrice: taxInPrice(order))
  }
}
