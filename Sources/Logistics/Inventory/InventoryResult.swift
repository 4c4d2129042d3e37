import Kernel

/// What became of the stock: what was ordered again, and how far the records were from the shelves.
public struct InventoryResult: Sendable, Equatable {
  /// One entry per rule of the scenario.
  public var replenishment: [ReplenishmentResult] = []
  /// Orders that were accepted and that their node had nothing for.
  public var oversold = 0
  /// Units that disappeared from the shelves, found out or not.
  public var unitsShrunk = 0
  /// What counts and empty shelves have added to the records, in units; negative when units were missing.
  public var unitsCorrected = 0
  /// Records that counts have looked at, and those that were wrong.
  public var recordsCounted = 0
  /// Of these, the wrong ones.
  public var recordsWrong = 0

  /// Transfers between nodes.
  public var transfers = 0
  /// Units moved by them.
  public var unitsTransferred = 0

  /// A result to be filled in.
  public init() {}
}

/// How one node was supplied with one SKU.
public struct ReplenishmentResult: Sendable, Equatable {
  /// The node's name.
  public var node: String
  /// The SKU's name.
  public var sku: String
  /// The supplier's name.
  public var supplier: String
  /// The rule's policy.
  public var policy: String
  /// Purchase orders, and those that went the fast way.
  public var orders = 0
  /// Of these, the fast ones.
  public var expedited = 0
  /// Units ordered.
  public var units = 0
  /// Units on order at the end.
  public var onOrder = 0
  /// Units asked for at this node, sold-out visitors left out.
  public var demand = 0
  /// Of these, units that were on the shelf for the asking.
  public var served = 0
  /// Reviews, also those that ordered nothing.
  public var reviews = 0
  /// Free units on the shelf, averaged over the run.
  public var meanOnHand = 0.0
  /// Units sold and not come, averaged over the run.
  public var meanOwed = 0.0
  /// Units on order, averaged over the run.
  public var meanOnOrder = 0.0
  /// Minutes with no free unit on the shelf.
  public var stockOutMinutes = 0.0
  /// Free units on the shelf, averaged over the reviews; nil without reviews.
  public var reviewedOnHand: Double?
  /// Units sold and not come, averaged over the reviews; nil without reviews.
  public var reviewedOwed: Double?

  /// An entry to be filled in.
  public init(node: String, sku: String, supplier: String, policy: String) {
    self.node = node
    self.sku = sku
    self.supplier = supplier
    self.policy = policy
  }

  /// The share of the units asked for that was on the shelf; nil when nobody asked.
  public var fillRate: Double? { demand == 0 ? nil : ratio(served, demand) }
}

extension InventoryResult {
  /// Adds up what the regions saw until the end of a run.
  init(_ regions: [ModelRegion], _ model: Model, end: SimTime) {
    for region in regions {
      oversold += region.warehouse.localFloors.reduce(0) { $0 + $1.oversold }
      unitsShrunk += Int(region.inventory.unitsShrunk)
      recordsCounted += region.inventory.recordsCounted
      recordsWrong += region.inventory.recordsWrong
      transfers += region.inventory.transfers
      unitsTransferred += Int(region.inventory.unitsTransferred)
      for floor in region.warehouse.localFloors {
        for sku in model.network.skus.indices {
          unitsCorrected += Int(region.state.stock[floor.node, UInt16(sku)].corrected)
        }
      }
    }
    for (number, rule) in model.inventory.replenishment.rules.enumerated() {
      let region = regions[Int(model.network.nodes[rule.node].region.rawValue)]
      guard var account = region.state.replenishment?.accounts[number] else { continue }
      account.close(at: end)
      replenishment.append(ReplenishmentResult(rule, account, model))
    }
  }
}

extension ReplenishmentResult {
  fileprivate init(_ rule: ReplenishmentRule, _ account: ReplenishmentAccount, _ model: Model) {
    self.init(
      node: model.network.nodes[rule.node].name, sku: model.network.skus[rule.sku].name,
      supplier: model.inventory.replenishment.suppliers[rule.supplier].name, policy: rule.policy.rawValue)
    orders = account.orders
    expedited = account.expedited
    units = Int(account.units)
    onOrder = Int(account.onOrder)
    demand = Int(account.demand)
    served = Int(account.served)
    reviews = account.reviews
    meanOnHand = account.onHandLevel.mean
    meanOwed = account.owedLevel.mean
    meanOnOrder = account.onOrderLevel.mean
    stockOutMinutes = account.emptyLevel.mean * (account.emptyLevel.lastChange - model.network.start).seconds / 60
    guard account.reviews > 0 else { return }
    reviewedOnHand = account.reviewedOnHand / Double(account.reviews)
    reviewedOwed = account.reviewedOwed / Double(account.reviews)
  }
}
