import Kernel
public import Scenario

extension Model {
  /// Loads a scenario, with the errors of all departments beside those of its text.
  ///
  /// Departments are not asked when names, units of account or dates are wrong: they would report what follows from that.
  public static func document(
    path: String, overrides: [String] = []
  ) throws(Diagnostics) -> ScenarioDocument {
    try ScenarioDocument.load(path: path, overrides: overrides, schema: ModelSchema.schema) { rest in
      do throws(Diagnostics) { _ = try build(rest) } catch { return error.errors }
      return []
    }
  }

  /// Resolves a scenario to numbers.
  ///
  /// - Throws: `Diagnostics` with all that does not fit together, each with its place in the file.
  public static func build(_ document: ScenarioDocument) throws(Diagnostics) -> Model {
    var problems = document.warnings
    var network = Network.build(document, &problems)
    network.channels = Channel.names
    // Without a period nothing has a calendar; all else is told together.
    if network.markets.isEmpty { try problems.check() }
    let customs = CustomsPlan.build(document, network, &problems)
    let warehouse = WarehousePlan.build(document, network, &problems)
    let carrier = CarrierPlan.build(document, network, &problems)
    let largest = document.root[StorefrontFields.quantities].lastIndex { $0 > 0 } ?? 0
    carrier.checkFit(document.root, network, largest: Int64(largest + 1), &problems)
    let paths = LeadTimes(
      network: network, warehouse: warehouse, carrier: carrier, customs: customs,
      handOver: document.root[FulfilmentFields.handOver],
      remoteHandOver: max(document.root[FulfilmentFields.remoteHandOver], network.lookahead))
    let forecast = InventoryPlan.forecast(document, network)
    let fulfilment = FulfilmentPlan.build(
      document, network, docks: carrier.docks.map { ($0.node, $0.service, $0.lane) }, path: paths.path,
      carriage: { carrier.tariffs[$0][$2].price(grams: network.skus[$1].grams, cm3: network.skus[$1].cm3) },
      dutyAndTax: { customs.landedCharges(market: $0, sku: $1, isBonded: $2, network: network) }, forecast: forecast,
      &problems)
    var inventory = InventoryPlan.build(
      document, network,
      InventoryPlan.Inputs(
        nearest: paths.nearestDemand(fulfilment), forecast: forecast, landed: fulfilment.landedCost,
        promiseQuantile: document.root[FulfilmentFields.promiseQuantile]), &problems)
    for (number, receipt) in inventory.receipts.enumerated() {
      inventory.receipts[number].importCost = customs.bulkImportCost(
        sku: receipt.sku, units: receipt.units, into: receipt.node, at: receipt.arrives, network)
    }
    var model = Model(
      name: document.root[NetworkFields.name], hash: document.hash, resolvedScenario: document.resolvedYAML,
      seed: UInt64(document.root[NetworkFields.seed]), warnings: problems, network: network,
      demand: DemandPlan.build(document, network, &problems),
      storefront: StorefrontPlan.build(document, network, &problems),
      compliance: CompliancePlan.build(document, network, &problems), inventory: inventory, fulfilment: fulfilment,
      warehouse: warehouse, carrier: carrier, customs: customs,
      doorstep: DoorstepPlan.build(document, network, &problems),
      ledger: LedgerPlan.build(document, network, &problems),
      providers: ProvidersPlan.build(document, network, &problems), disruptions: DisruptionPlan(),
      record: RecordPlan.build(document, network, &problems), checkEvery: document.root[NetworkFields.checkEvery],
      thresholds: ThresholdPlan.build(document, network, &problems))
    let providers = model.providers
    model.disruptions = DisruptionPlan.build(
      document, network, isLimited: { carrier.limits($0) ?? providers.limits($0) ?? true }, &problems)
    try problems.check()
    model.warnings = problems
    return model
  }
}

extension Model {
  /// Adds thresholds to those of the scenario, as the command line writes them: `late_share{country:DE}: upper<0.06`.
  ///
  /// They change neither the run nor the scenario's hash.
  ///
  /// - Throws: `Diagnostics` with all that is wrong with them.
  public mutating func add(thresholds texts: [String]) throws(Diagnostics) {
    var problems = Diagnostics()
    for text in texts {
      let mark = Mark(file: "--threshold \(text.utf8.count <= 120 ? text : text.prefix(117) + "...")")
      let end = text.firstIndex(of: "}") ?? text.startIndex
      guard let colon = text[end...].firstIndex(of: ":") else {
        problems.error(
          at: mark, "there is no condition", help: "write METRIC: CONDITION, such as conversion: value>0.02")
        continue
      }
      let parts = ([text[..<colon]] + text[text.index(after: colon)...].split(separator: ",")).map(String.init)
      var part = parts[0]
      do throws(ValueProblem) {
        let name = try MetricName.parse(part)
        var gates: [MetricGate] = []
        for text in parts.dropFirst() {
          part = text
          gates.append(try MetricGate.parse(text))
        }
        thresholds.add(name, gates, at: mark, &problems)
      } catch {
        problems.error(at: mark, "\"\(part)\" \(error.message)", help: error.help)
      }
    }
    try problems.check()
  }
}

extension Model {
  /// Why runs of this model have no figure of that name; nil when they have.
  public func problem(of name: MetricName) -> ValueProblem? { thresholds.problem(of: name) }
}

/// Joins the schedules of several departments into planned ways from a dock to a door.
private struct LeadTimes {
  let network: Network
  let warehouse: WarehousePlan
  let carrier: CarrierPlan
  let customs: CustomsPlan
  let handOver: SimDuration
  let remoteHandOver: SimDuration

  /// The planned way from a dock to a zone, with each random leg at a quantile.
  func path(dock number: Int, zone: Int, quantile: Double) -> LeadTimePath {
    let dock = carrier.docks[number]
    let lane = carrier.lanes[dock.lane]
    let depot = carrier.depots[zone]
    let isRemote = isRemote(dock.node, zone)
    let hub = dock.hub.map { carrier.hubs[$0] }
    let (waves, packing) = preparation(dock.node)
    let legs = legs(number, zone, quantile)
    return LeadTimePath(
      waves: waves, prepare: legs.prepare, packing: packing, handOver: isRemote ? remoteHandOver : handOver,
      pickUps: dock.pickUps,
      firstMile: dock.firstMile, hubHours: hub?.hours, sortTime: hub?.sortTime ?? .zero, departures: lane.departures,
      transit: legs.transit, clearance: legs.clearance,
      depotWaves: depot.waves, route: depot.route.quantile(0.999), timeZone: network.zones[zone].timeZone,
      expected: LeadTimePath.levels.map { self.legs(number, zone, $0) })
  }

  private func isRemote(_ node: Int, _ zone: Int) -> Bool {
    network.nodes[node].region != network.markets[network.zones[zone].market].region
  }

  /// The random legs at a quantile.
  private func legs(_ number: Int, _ zone: Int, _ quantile: Double) -> LeadTimePath.Legs {
    let dock = carrier.docks[number]
    let market = network.zones[zone].market
    let isRemote = isRemote(dock.node, zone)
    let isEntry = isRemote || network.nodes[dock.node].isBonded
    let inland = isRemote ? customs.plannedTransit(market: market, quantile: quantile) : .zero
    let transit = carrier.lanes[dock.lane].transit[zone]?.quantile(quantile) ?? .zero
    let prepare =
      switch warehouse.processes[dock.node] {
      case .waves(let plan): plan.tour[plan.batchLines] + plan.packMean
      case .handOver(let time): time.quantile(quantile)
      }
    return LeadTimePath.Legs(
      prepare: prepare, transit: max(transit, isRemote ? network.lookahead : .zero) + inland,
      clearance: isEntry ? customs.plannedClearance(market: market, quantile: quantile) : .zero)
  }

  private func preparation(_ node: Int) -> (waves: LocalSchedule?, packing: SimDuration) {
    switch warehouse.processes[node] {
    case .waves(let plan): (plan.isContinuous ? nil : plan.schedule, plan.packMean)
    case .handOver: (nil, .zero)
    }
  }

  /// The forecast demand of the zones that each node is the nearest to, in its own zone first; equals share it. With it, the
  /// first of the nearest nodes of each zone.
  func nearestDemand(_ fulfilment: FulfilmentPlan) -> (demand: [Double], nodes: [Int?]) {
    var demand = [Double](repeating: 0, count: network.nodes.count)
    var nodes = [Int?](repeating: nil, count: network.zones.count)
    for zone in network.zones.indices {
      let market = network.markets[network.zones[zone].market]
      let usable = fulfilment.candidates[zone].filter { !$0.isRemote && network.nodes[Int($0.node)].holdsStock }
      func distance(_ candidate: FulfilmentPlan.Candidate) -> (SimDuration, Int) {
        (candidate.path.wayToTheDoor, network.nodes[Int(candidate.node)].zone == zone ? 0 : 1)
      }
      guard let least = usable.map(distance).min(by: <) else { continue }
      let nearest = usable.filter { distance($0) == least }
      nodes[zone] = nearest.map { Int($0.node) }.min()
      for candidate in nearest {
        demand[Int(candidate.node)] += market.forecastShare * network.zones[zone].share / Double(nearest.count)
      }
    }
    return (demand, nodes)
  }
}
