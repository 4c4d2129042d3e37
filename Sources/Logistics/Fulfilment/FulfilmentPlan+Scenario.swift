import Kernel
import Scenario

extension FulfilmentPlan {
  /// The plan of a scenario.
  ///
  /// - Parameters:
  ///   - path: The planned way from a dock to a zone at a quantile of its random legs.
  ///   - carriage: The carriage of one unit of a SKU by a service to a zone, minor units of the report currency.
  ///   - forecast: Expected demand by SKU, units.
  ///   - dutyAndTax: Import duty and fees on one unit of a SKU in a market, minor units of the report currency.
  static func build(
    _ document: ScenarioDocument, _ network: Network, docks: [(node: Int, service: Int, lane: Int)],
    path: (_ dock: Int, _ zone: Int, _ quantile: Double) -> LeadTimePath,
    carriage: (_ service: Int, _ sku: Int, _ zone: Int) -> Int64,
    dutyAndTax: (_ market: Int, _ sku: Int, _ isBonded: Bool) -> Int64,
    forecast: [Double],
    _ problems: inout Diagnostics
  ) -> FulfilmentPlan {
    let root = document.root
    let quantile = root[FulfilmentFields.promiseQuantile]
    let handling = root.items("nodes{}").map { handlingCost($0, network, &problems) }
    let policy = FulfilmentPolicies.make(root[FulfilmentFields.policy]) ?? NearestWithStock()
    var candidates: [[Candidate]] = []
    var ranks: [[[UInt16]]] = []
    var landed: [[[Int64]]] = []
    for zone in network.zones.indices {
      let market = network.zones[zone].market
      let here = docks.indices.filter { network.services[docks[$0].service].to.contains(zone) }
      let options = here.map { dock in
        Candidate(
          node: UInt16(docks[dock].node), service: UInt16(docks[dock].service), dock: UInt16(dock),
          lane: UInt16(docks[dock].lane), zone: UInt16(zone),
          isRemote: network.nodes[docks[dock].node].region != network.markets[market].region,
          path: path(dock, zone, quantile))
      }
      if options.isEmpty, !network.hasUnknownDestinations {
        problems.error(
          at: root.items("markets{}")[market].mark, "no service delivers to \(network.placeName(zone))",
          help: "add it to the to list of a service")
      }
      candidates.append(options)
      let medians = here.map { path($0, zone, 0.5).wayToTheDoor }
      let facts = network.skus.indices.map { sku in
        options.indices.map { place in
          CandidateFacts(
            transit: medians[place].microseconds, carriage: carriage(Int(options[place].service), sku, zone),
            dutyAndTax: options[place].isRemote
              ? dutyAndTax(market, sku, false)
              : network.nodes[Int(options[place].node)].isBonded ? dutyAndTax(market, sku, true) : 0,
            handling: handling[Int(options[place].node)])
        }
      }
      landed.append(facts.map { $0.map(\.landedCost) })
      let isElsewhere = options.map { network.nodes[Int($0.node)].zone == zone ? 0 : 1 }
      ranks.append(
        facts.map { facts in
          let scores = facts.map { policy.score($0) }
          return options.indices.sorted { (scores[$0], isElsewhere[$0], $0) < (scores[$1], isElsewhere[$1], $1) }
            .map { UInt16($0) }
        })
    }
    let batch = root[FulfilmentFields.batch]
    if batch > .zero, batch < .minutes(1) {
      problems.error(
        at: root[mark: FulfilmentFields.batch], "batches less than a minute apart move nothing",
        help: "write 0 s to release each order at once, or for example batch: 15 min")
    }
    let markets = network.markets.reduce(0.0) { $0 + $1.forecastShare }
    return FulfilmentPlan(
      candidates: candidates, ranks: ranks, localHandOver: root[FulfilmentFields.handOver],
      remoteHandOver: max(root[FulfilmentFields.remoteHandOver], network.lookahead),
      promiseQuantile: quantile, promiseSlackDays: Int64(root[FulfilmentFields.promiseSlack]),
      knowsBacklog: root[FulfilmentFields.knowsBacklog],
      handling: handling, landed: landed,
      use: type(of: policy).plan, refreshEvery: root[FulfilmentFields.refresh], batchEvery: batch,
      forecast: network.markets.map { market in
        forecast.map { markets > 0 ? $0 * market.forecastShare / markets : 0 }
      },
      shortage: network.markets.indices.map { market in
        network.skus.indices.map { max(1, network.margin($0, market: market) + network.skus[$0].unitCost) }
      })
  }

  private static func handlingCost(_ section: Section, _ network: Network, _ problems: inout Diagnostics) -> Int64 {
    guard let cost = section[FulfilmentFields.handling] else { return 0 }
    if cost.currency.code != network.currency {
      problems.error(
        at: section[mark: FulfilmentFields.handling],
        "handling \"\(cost)\" is not in the report currency \(network.currency)",
        help: "convert it to \(network.currency)")
    }
    return cost.minor
  }
}
