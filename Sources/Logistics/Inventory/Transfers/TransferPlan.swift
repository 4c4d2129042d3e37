import Kernel
import Scenario

/// When and how stock moves between the nodes of a country, and which SKUs may not be sold when. Nothing by default.
struct TransferPlan: Sendable {
  /// Time between reviews; zero never moves anything.
  var every = SimDuration.zero
  var cover = SimDuration.days(3)
  var keep = SimDuration.days(10)
  var transit = DurationSampler(.days(1))
  /// Minor units of the report currency.
  var perUnit: Int64 = 0
  var recalls: [Recall] = []

  /// A SKU that must not be sold from some nodes for some time.
  struct Recall: Sendable {
    var sku: Int
    var nodes: [Int]
    var from: SimTime
    var until: SimTime?
  }
}

extension TransferPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> TransferPlan {
    let root = document.root
    var plan = TransferPlan(
      every: root[TransferFields.every], cover: root[TransferFields.cover], keep: root[TransferFields.keep])
    if plan.every > .zero, plan.every < .minutes(10) {
      problems.error(
        at: root[mark: TransferFields.every], "transfers cannot be reviewed more than once in ten minutes",
        help: "write 0 s to move nothing, or for example every: 1 d")
    }
    do throws(DistributionError) { plan.transit = try DurationSampler(root[TransferFields.transit]) } catch {
      problems.error(at: root[mark: TransferFields.transit], "the way has no law: \(error)")
    }
    if let cost = root[TransferFields.perUnit] {
      if cost.currency.code != network.currency {
        problems.error(
          at: root[mark: TransferFields.perUnit],
          "perUnit \"\(cost)\" is not in the report currency \(network.currency)",
          help: "convert it to \(network.currency)")
      }
      plan.perUnit = cost.minor
    }
    plan.recalls = root.items("recalls[]").compactMap { recall($0, network, &problems) }
    return plan
  }

  private static func recall(_ section: Section, _ network: Network, _ problems: inout Diagnostics) -> Recall? {
    guard let sku = network.skus.firstIndex(where: { $0.name == section[TransferFields.recalledSKU].name }) else {
      return nil
    }
    let countries = section[TransferFields.recalledAt].map(\.code)
    for code in countries where !network.nodes.contains(where: { $0.country == code }) {
      problems.error(
        at: section[mark: TransferFields.recalledAt], "no node stands in \"\(code)\"",
        help: "leave countries out to recall everywhere")
    }
    let (from, until) = (section[TransferFields.recalledFrom], section[TransferFields.recalledUntil])
    if let until, until <= from {
      problems.error(
        at: section[mark: TransferFields.recalledUntil], "until is not after from",
        help: "write an instant later than \(from)")
    }
    let nodes = network.nodes.indices.filter { countries.isEmpty || countries.contains(network.nodes[$0].country) }
    return Recall(sku: sku, nodes: nodes, from: from, until: until)
  }
}
