import Kernel

/// What the plans of a changed scenario may not change at a fork, for the run's state has the shape of the old ones.
struct ForkObstacles {
  let old: Model
  let new: Model
  let time: SimTime
  /// The random numbers of the run, which say what strikes when.
  let streams: Streams

  var all: [String] {
    var found: [String] = []
    func require(_ condition: Bool, _ sentence: String) { if !condition { found.append(sentence) } }
    require(names(old.network) == names(new.network), "countries, zones, nodes, SKUs, providers or services are others")
    guard found.isEmpty else { return found }
    require(isSameShape, "ways of parcels are added, or taken away")
    require(isSamePosts, "posts before the fork are others, or have other places in the list")
    require(isSameGiven, "recorded orders are others")
    require(isSamePast, "disruptions before the fork are others")
    require(
      isSameStorefront, "tiers, waiting rooms, views or reservations at the storefront begin, end or have another size")
    require(isSameService, "contacts or disputes begin or end, or drivers come less often than they already have")
    require(isSameSupply, "replenished stocks, suppliers or lots are more or fewer")
    return found
  }

  private func names(_ network: Network) -> [[String]] {
    [
      network.regions.map(\.code), network.markets.map(\.code), network.zones.map(\.name), network.nodes.map(\.name),
      network.skus.map(\.name), network.providers.map(\.name), network.services.map(\.name),
    ]
  }

  private var isSameShape: Bool {
    func ways(_ model: Model) -> [[Int]] {
      model.fulfilment.candidates.map { $0.flatMap { [Int($0.node), Int($0.service), Int($0.dock), Int($0.lane)] } }
    }
    let hubs = old.carrier.hubs.map(\.name) == new.carrier.hubs.map(\.name)
    let lanes = zip(old.carrier.lanes, new.carrier.lanes).allSatisfy {
      ($0.departures == nil) == ($1.departures == nil)
    }
    let nodes = zip(old.inventory.receiving, new.inventory.receiving).allSatisfy { ($0 == nil) == ($1 == nil) }
    return ways(old) == ways(new) && hubs && lanes && nodes
  }

  /// Posts are drawn by their numbers.
  private var isSamePosts: Bool {
    old.demand.posts.enumerated().allSatisfy { number, post in
      guard post.at - SimDuration(seconds: 4 * post.jitter) < time else { return true }
      return number < new.demand.posts.count && new.demand.posts[number].at == post.at
    }
  }

  private var isSameGiven: Bool {
    zip(old.demand.markets, new.demand.markets).allSatisfy { a, b in
      a.given.count == b.given.count
        && zip(a.given, b.given).allSatisfy { ($0.at, $0.sku, $0.zone) == ($1.at, $1.sku, $1.zone) }
    }
  }

  /// What disruptions have done until the fork.
  private var isSamePast: Bool {
    func past(_ plan: DisruptionPlan) -> [Blow] {
      plan.strikes(streams).filter { $0.from < time }.map {
        let disruption = plan.disruptions[Int($0.disruption)]
        return Blow(
          name: disruption.name, resources: disruption.resources, from: $0.from, until: min($0.until, time),
          restored: min($0.restored, time), level: disruption.level)
      }
    }
    return past(old.disruptions) == past(new.disruptions)
  }

  /// What a strike has done until the fork.
  private struct Blow: Equatable {
    var name: String
    var resources: [Resource]
    var from: SimTime
    var until: SimTime
    var restored: SimTime
    var level: Disturbance.Level
  }

  private var isSameStorefront: Bool {
    let (a, b) = (old.storefront, new.storefront)
    let tiers = a.tiers.map(\.retries) == b.tiers.map(\.retries)
    let rooms = a.room == nil || b.room != nil
    let views = old.inventory.records.isViewed == new.inventory.records.isViewed
    let counters =
      (a.reservation.time > .zero) == (b.reservation.time > .zero) && a.reservation.shards == b.reservation.shards
    return tiers && rooms && views && counters
  }

  private var isSameService: Bool {
    let contacts = zip(old.doorstep.markets, new.doorstep.markets).allSatisfy {
      !$0.contacts.wishes.isOn || $1.contacts.wishes.isOn
    }
    let doors = zip(old.carrier.depots, new.carrier.depots).allSatisfy { $0.success.count <= $1.success.count }
    return contacts && doors && (old.compliance.disputes == nil) == (new.compliance.disputes == nil)
  }

  private var isSameSupply: Bool {
    let (a, b) = (old.inventory, new.inventory)
    func stocks(_ plan: InventoryPlan) -> [[Int]] { plan.replenishment.rules.map { [$0.node, $0.sku, $0.supplier] } }
    let numbersMove = a.replenishment.isOn || a.transfers.every > .zero || b.transfers.every > .zero
    return stocks(a) == stocks(b) && a.replenishment.suppliers.count == b.replenishment.suppliers.count
      && (!numbersMove || a.receipts.count == b.receipts.count)
  }
}
