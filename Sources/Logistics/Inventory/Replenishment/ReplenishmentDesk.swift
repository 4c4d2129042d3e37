import Kernel

/// The positions of one region's replenished stock: what is on order, what the reviews saw, and what was served at once.
///
/// Every change of a replenished stock is noted here: O(1), and nothing where no rule is.
final class ReplenishmentDesk {
  let plan: ReplenishmentPlan
  /// By node, then SKU: the rule, or -1.
  private let places: [Int32]
  private let skus: Int
  /// By rule.
  private(set) var accounts: [ReplenishmentAccount]
  /// By rule: units of planned lots.
  private let planned: [Int64]
  private let stock: StockTable

  /// By rule: what a promise allows for an order of units that have not come.
  private let waits: [SimDuration]

  init(_ inventory: InventoryPlan, _ network: Network, _ stock: StockTable, for region: RegionID) {
    plan = inventory.replenishment
    self.stock = stock
    waits = plan.rules.map { rule in
      let supply = inventory.replenishment.suppliers[rule.supplier].leadTime.quantile(inventory.promiseQuantile)
      return supply + (inventory.receiving[rule.node]?.putAway ?? .zero)
    }
    skus = network.skus.count
    var places = [Int32](repeating: -1, count: network.nodes.count * network.skus.count)
    for (number, rule) in plan.rules.enumerated() where network.nodes[rule.node].region == region {
      places[rule.node * skus + rule.sku] = Int32(number)
      stock[UInt16(rule.node), UInt16(rule.sku)].backorderLimit = rule.backorders
    }
    self.places = places
    planned = plan.rules.map { rule in
      inventory.receipts.reduce(0) { $1.node == rule.node && $1.sku == rule.sku ? $0 + $1.units : $0 }
    }
    accounts = planned.map { ReplenishmentAccount(start: network.start, onOrder: $0) }
  }

  /// How long an order of so many units has to wait for them, as a promise sees it; zero when they are there.
  func wait(_ units: Int64, _ node: UInt16, _ sku: UInt16) -> SimDuration {
    guard let number = rule(node, sku), net(plan.rules[number]) < units else { return .zero }
    return waits[number]
  }

  /// The rule of a stock, or nil.
  func rule(_ node: UInt16, _ sku: UInt16) -> Int? {
    let place = places[Int(node) * skus + Int(sku)]
    return place < 0 ? nil : Int(place)
  }

  /// Free units on the shelf, less those owed.
  private func net(_ rule: ReplenishmentRule) -> Int64 {
    let cell = stock[UInt16(rule.node), UInt16(rule.sku)]
    return cell.onHand - cell.reserved - cell.allocated
  }

  /// The inventory position: free units, less those owed, and what is on order.
  func position(_ number: Int) -> Int64 { net(plan.rules[number]) + accounts[number].onOrder }

  /// Takes note after a stock has changed.
  func note(_ node: UInt16, _ sku: UInt16, at now: SimTime) {
    guard let number = rule(node, sku) else { return }
    accounts[number].see(net(plan.rules[number]), at: now)
  }

  /// Takes note of demand of so many units, before they are reserved.
  func demand(_ units: Int64, _ node: UInt16, _ sku: UInt16) {
    guard let number = rule(node, sku) else { return }
    accounts[number].demand += units
    accounts[number].served += min(units, max(0, net(plan.rules[number])))
  }

  /// Takes note of a stock that was used, and has it reviewed where the position asks for an order.
  func use(_ node: UInt16, _ sku: UInt16, _ scheduler: ModelScheduler) {
    guard let number = rule(node, sku) else { return }
    accounts[number].see(net(plan.rules[number]), at: scheduler.now)
    let rule = plan.rules[number]
    guard rule.review == .zero, rule.due(at: position(number)) > 0 else { return }
    scheduler.schedule(EventKind.reviewStock, index: UInt32(number), at: scheduler.now)
  }

  /// What a review finds due, as the supplier delivers it; 0 when nothing is.
  func review(_ number: Int, at now: SimTime) -> Int64 {
    let rule = plan.rules[number]
    accounts[number].reviews += 1
    let free = net(rule)
    accounts[number].reviewedOnHand += Double(max(0, free))
    accounts[number].reviewedOwed += Double(max(0, -free))
    let due = rule.due(at: position(number))
    return due > 0 ? plan.suppliers[rule.supplier].rounded(due) : 0
  }

  /// Whether free units are so few that an order goes the fast way.
  func isUrgent(_ number: Int) -> Bool {
    plan.rules[number].expediteBelow.map { net(plan.rules[number]) < $0 } ?? false
  }

  func order(_ number: Int, _ units: Int64, isFast: Bool, at now: SimTime) {
    accounts[number].onOrder += units
    accounts[number].orders += 1
    accounts[number].units += units
    if isFast { accounts[number].expedited += 1 }
    accounts[number].onOrderLevel.set(Double(accounts[number].onOrder), at: now)
  }

  /// Units come from another node.
  func expect(_ units: Int64, _ node: UInt16, _ sku: UInt16, at now: SimTime) {
    guard let number = rule(node, sku) else { return }
    accounts[number].onOrder += units
    accounts[number].onOrderLevel.set(Double(accounts[number].onOrder), at: now)
  }

  /// Units of a purchase order have come, or will not come any more.
  func arrive(_ number: Int, _ units: Int64, at now: SimTime) {
    accounts[number].onOrder -= units
    accounts[number].onOrderLevel.set(Double(accounts[number].onOrder), at: now)
  }
}

/// What one rule has done, and what its stock looked like.
struct ReplenishmentAccount: Sendable {
  /// Units ordered and not yet put away.
  var onOrder: Int64 = 0
  var orders = 0
  var units: Int64 = 0
  var expedited = 0
  /// Units asked for, and those that were on the shelf for the asking.
  var demand: Int64 = 0
  var served: Int64 = 0
  var reviews = 0
  /// Free units, and units owed, summed over the reviews.
  var reviewedOnHand = 0.0
  var reviewedOwed = 0.0
  /// Over time: free units, units owed, units on order, and whether the shelf is empty.
  var onHandLevel: TimeWeighted
  var owedLevel: TimeWeighted
  var onOrderLevel: TimeWeighted
  var emptyLevel: TimeWeighted

  init(start: SimTime, onOrder: Int64) {
    self.onOrder = onOrder
    onHandLevel = TimeWeighted(start: start)
    owedLevel = TimeWeighted(start: start)
    onOrderLevel = TimeWeighted(start: start, value: Double(onOrder))
    emptyLevel = TimeWeighted(start: start, value: 1)
  }

  mutating func see(_ net: Int64, at now: SimTime) {
    onHandLevel.set(Double(max(0, net)), at: now)
    owedLevel.set(Double(max(0, -net)), at: now)
    emptyLevel.set(net > 0 ? 0 : 1, at: now)
  }

  mutating func close(at now: SimTime) {
    onHandLevel.advance(to: now)
    owedLevel.advance(to: now)
    onOrderLevel.advance(to: now)
    emptyLevel.advance(to: now)
  }
}

extension ReplenishmentDesk {
  /// Takes over the accounts; planned lots that are no longer to come, or come besides, change what is on order.
  func inherit(_ old: ReplenishmentDesk) {
    for number in accounts.indices {
      let change = planned[number] - old.planned[number]
      accounts[number] = old.accounts[number]
      accounts[number].onOrder += change
    }
  }
}
