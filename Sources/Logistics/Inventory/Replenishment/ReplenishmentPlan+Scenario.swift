import Kernel
import Scenario

extension ReplenishmentPlan {
  /// The suppliers and rules of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> Self {
    let root = document.root
    let sections = root.items("suppliers{}")
    var plan = ReplenishmentPlan()
    plan.suppliers = sections.compactMap { supplier($0, network, &problems) }
    guard plan.suppliers.count == sections.count else { return plan }
    for section in root.items("replenishment[]") { plan.add(section, network, &problems) }
    plan.rules.sort { ($0.node, $0.sku) < ($1.node, $1.sku) }
    return plan
  }

  private mutating func add(_ section: Section, _ network: Network, _ problems: inout Diagnostics) {
    guard let node = network.nodes.firstIndex(where: { $0.name == section[ReplenishmentFields.node].name }),
      let supplier = suppliers.firstIndex(where: { $0.name == section[ReplenishmentFields.supplier].name })
    else { return }
    if !network.nodes[node].holdsStock {
      problems.error(
        at: section[mark: ReplenishmentFields.node], "node \"\(network.nodes[node].name)\" holds no stock to replenish",
        help: "write holdsStock: true at the node, or leave the rule out")
    }
    let scale = network.scale.stock
    func scaled(_ units: Int64) -> Int64 { Int64((Double(units) * scale).rounded()) }
    let policy = section[ReplenishmentFields.policy]
    let rule = ReplenishmentRule(
      node: node, sku: 0, supplier: supplier, policy: policy, review: section[ReplenishmentFields.review],
      reorderAt: scaled(section[ReplenishmentFields.reorderAt]),
      orderUpTo: scaled(section[ReplenishmentFields.orderUpTo]),
      lot: max(1, scaled(section[ReplenishmentFields.lot])),
      backorders: scaled(section[ReplenishmentFields.backorders]),
      expediteBelow: section[ReplenishmentFields.expediteBelow].map(scaled))
    check(rule, section, &problems)
    let name = section[ReplenishmentFields.sku]?.name
    for sku in network.skus.indices where name == nil || network.skus[sku].name == name {
      if rules.contains(where: { $0.node == node && $0.sku == sku }) {
        problems.error(
          at: section.mark, "a rule for \(network.skus[sku].name) at \(network.nodes[node].name) stands above",
          help: "write one rule for each node and SKU")
      }
      var own = rule
      own.sku = sku
      rules.append(own)
    }
  }

  private func check(_ rule: ReplenishmentRule, _ section: Section, _ problems: inout Diagnostics) {
    if rule.policy == .minMax, rule.orderUpTo <= rule.reorderAt {
      problems.error(
        at: section[mark: ReplenishmentFields.orderUpTo],
        "orderUpTo \(rule.orderUpTo) is not above reorderAt \(rule.reorderAt), so an order would have no units",
        help: "write an orderUpTo above reorderAt")
    }
    if rule.policy == .upToAtReview, rule.review == .zero {
      problems.error(
        at: section[mark: ReplenishmentFields.policy], "upToAtReview orders at reviews, and review is 0 s",
        help: "write the time between reviews, for example review: 1 d, or policy: baseStock")
    }
    if rule.review > .zero, rule.review < .minutes(1) {
      problems.error(
        at: section[mark: ReplenishmentFields.review], "reviews less than a minute apart are no reviews",
        help: "write 0 s to review at every change")
    }
    if rule.expediteBelow != nil, suppliers[rule.supplier].expedite == nil {
      problems.error(
        at: section[mark: ReplenishmentFields.expediteBelow],
        "supplier \"\(suppliers[rule.supplier].name)\" has no fast way",
        help: "write expedite: { leadTime: 2 d } at the supplier")
    }
  }

  private static func supplier(
    _ section: Section, _ network: Network, _ problems: inout Diagnostics
  ) -> Supplier? {
    func amount(_ field: Field<Money?>) -> Int64 {
      guard let cost = section[field] else { return 0 }
      if cost.currency.code != network.currency {
        problems.error(
          at: section[mark: field], "\(field.path.leaf) \"\(cost)\" is not in the report currency \(network.currency)",
          help: "convert it to \(network.currency)")
      }
      return cost.minor
    }
    do throws(DistributionError) {
      let fast = try section[ReplenishmentFields.expediteLeadTime].map { law throws(DistributionError) in
        try DurationSampler(law)
      }
      let perUnit = amount(ReplenishmentFields.expediteCost)
      return Supplier(
        name: section.name, leadTime: try DurationSampler(section[ReplenishmentFields.leadTime]),
        isCrossing: section[ReplenishmentFields.crossing],
        disruption: section[ReplenishmentFields.up].map { ($0, section[ReplenishmentFields.down]) },
        orderCost: amount(ReplenishmentFields.orderCost), minimum: section[ReplenishmentFields.minimum],
        multiple: section[ReplenishmentFields.multiple], expedite: fast.map { ($0, perUnit) })
    } catch {
      problems.error(at: section[mark: ReplenishmentFields.leadTime], "the lead time has no law: \(error)")
      return nil
    }
  }
}
