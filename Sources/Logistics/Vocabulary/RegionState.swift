import Kernel
import TraceFormat

/// All that one region owns: touched by one thread at a time, shared by its departments, invisible to other regions.
final class RegionState {
  let id: RegionID
  let model: Model
  /// The market sold to here, or nil in a region that only ships.
  let market: Int?
  let orders = Table<OrderRow>()
  let parcels = Table<ParcelRow>()
  let mail = Table<Mail>(minimumCapacity: 64)
  /// Stock by (node, SKU) over all nodes of the network; see ``StockTable``.
  let stock: StockTable
  /// What other regions' orders have taken from the nodes here.
  var foreignUnits: ForeignUnits
  /// The positions of what is ordered again; nil where nothing is.
  let replenishment: ReplenishmentDesk?
  let ledger = LedgerBook()
  /// What waits for departures here, for promises.
  var backlogs: Backlogs
  /// When this region's money moves.
  var cash: CashDiary
  /// What was paid here for other regions' customers.
  var abroad: AbroadCosts
  /// What holding this region's stock costs.
  var holding = HoldingClock()
  /// What disruptions do to the resources of all regions.
  let disturbances: Disturbances
  /// What this region knows of the providers.
  let desk: ProviderDesk
  /// What the market's border charges; nil in a region without a market.
  let duties: DutyDesk?
  /// By node: whether its stock has not been imported.
  private let bonded: [Bool]
  /// When the market's customers want to cancel; nil in a region without a market.
  let cancellationHazard: CancellationHazard?
  let cancellationDraws: StreamFamily
  /// When the market's customers ask where their orders are; nil in a region without a market.
  let contactWishes: ContactWishes?
  let contactDraws: StreamFamily
  /// What the market's customers think; nil where it does not matter.
  var opinion: Opinion?
  /// Disputed payments on their way, and how often they come; nil where nobody disputes.
  let disputes = Table<DisputeRow>(minimumCapacity: 16)
  let disputeRules: DisputeRules?
  let disputeDraws: StreamFamily
  var counters = MarketCounters()
  var traffic: TrafficCell
  let trace: TraceBuffer
  /// Random streams of this run, named by purpose.
  let streams: Streams
  /// The hours of the run, the last one begun included.
  let hours: Int
  /// The start of the run.
  let runStart: SimTime
  /// The serial number of the next order.
  private var nextOrder: UInt64 = 0
  /// Steps between states that ``OrderState`` does not allow; always zero unless the simulator is wrong.
  private(set) var illegalSteps = 0

  var network: Network { _read { yield model.network } }

  init(id: RegionID, model: Model, streams: Streams, disturbances: Disturbances, trace: TraceBuffer) {
    self.disturbances = disturbances
    backlogs = Backlogs(model)
    cash = CashDiary(start: model.network.start, end: model.network.end)
    abroad = AbroadCosts(regions: model.network.regions.count)
    self.id = id
    self.model = model
    self.streams = streams
    self.trace = trace
    market = model.network.regions[Int(id.rawValue)].market
    desk = ProviderDesk(model.providers, model.network, disturbances, for: id)
    cancellationDraws = streams["cancellation"]
    cancellationHazard = market.map { model.doorstep.markets[$0].cancellation }
    contactWishes = market.map { model.doorstep.markets[$0].contacts.wishes }
    opinion = market.flatMap { market in
      let rules = model.doorstep.markets[market].opinions
      return rules.isOn ? Opinion(rules, prior: model.storefront.markets[market].stars) : nil
    }
    contactDraws = streams["contact wish"]
    disputeRules = market.flatMap { _ in model.compliance.disputes }
    disputeDraws = streams["dispute"]
    duties = market.map { market in
      DutyDesk(
        model.customs.offices[market], plan: model.customs, timeZone: model.network.markets[market].timeZone,
        start: model.network.start)
    }
    bonded = model.customs.bonded
    hours = Int((model.network.end - model.network.start).microseconds / 3_600_000_000) + 1
    runStart = model.network.start
    foreignUnits = ForeignUnits(model.inventory, model.network, for: id)
    stock = StockTable(nodes: model.network.nodes.count, skus: model.network.skus.count)
    replenishment =
      model.inventory.replenishment.isOn
      ? ReplenishmentDesk(model.inventory, model.network, stock, for: id) : nil
    let channels = model.network.channels.count
    traffic = TrafficCell(
      visits: .init(repeating: 0, count: channels), appeal: .init(repeating: 1, count: channels))
  }

  deinit {
    orders.deallocate()
    parcels.deallocate()
    mail.deallocate()
    disputes.deallocate()
    stock.deallocate()
    ledger.deallocate()
    trace.deallocate()
  }

  /// The number of a new order: unique in the run, in the order of the checkouts of this region.
  func takeOrderID() -> UInt64 {
    defer { nextOrder += 1 }
    return UInt64(id.rawValue) << 40 | nextOrder
  }

  /// Units that may be sold from a node, as far as the storefront knows.
  @inline(__always) func unitsForSale(_ node: UInt16, _ sku: UInt16, at now: SimTime) -> Int64 {
    stock[node, sku].sellable
  }

  /// The hour of the run, for the series by hour.
  func hour(_ time: SimTime) -> Int {
    max(0, min(hours - 1, Int((time - model.network.start).microseconds / 3_600_000_000)))
  }

  /// Takes an order to another state; an illegal step traps in debug builds and is counted in release builds.
  func advance(_ order: UInt32, to state: OrderState) {
    if !orders[order].state.mayBecome(state) {
      illegalSteps += 1
      assertionFailure("order \(orders[order].id) cannot go from \(orders[order].state) to \(state)")
    }
    orders[order].state = state
  }

  /// Emits a record: into the fingerprint always, into the trace if the scenario asks for its kind.
  ///
  /// The block says which region it is; a kind's declared fields alone may differ from zero.
  @inline(__always) func record(
    _ kind: UInt16, at time: SimTime, entity: UInt64 = 0, node: UInt16 = 0, value: Int64 = 0, aux: UInt32 = 0,
    flags: UInt8 = 0
  ) {
    trace.append(
      TraceRecord(
        time: time.microseconds, kind: kind, entity: entity, value: value, aux: aux, node: node, flags: flags))
  }
}

extension RegionState {
  /// Takes over all that a region of another scenario owns.
  func inherit(_ old: RegionState) {
    orders.inherit(old.orders)
    parcels.inherit(old.parcels)
    mail.inherit(old.mail)
    disputes.inherit(old.disputes)
    ledger.inherit(old.ledger)
    trace.inherit(old.trace)
    inheritStock(old)
    foreignUnits.inherit(old.foreignUnits)
    if let accounts = old.replenishment { replenishment?.inherit(accounts) }
    if backlogs.isOn, old.backlogs.isOn { backlogs = old.backlogs }
    cash.inherit(old.cash)
    abroad = old.abroad
    holding = old.holding
    desk.inherit(old.desk, model.providers, before: old.model.providers)
    if let before = old.opinion { opinion?.inherit(before) }
    counters = old.counters
    traffic = old.traffic
    nextOrder = old.nextOrder
    illegalSteps = old.illegalSteps
  }

  /// What the plan says of a stock stays; what has become of it is taken over.
  private func inheritStock(_ old: RegionState) {
    let isRebuffered = model.inventory.safetyBuffer != old.model.inventory.safetyBuffer
    for node in 0..<UInt16(stock.nodes) {
      for sku in 0..<UInt16(stock.skus) {
        let planned = stock[node, sku]
        stock[node, sku] = old.stock[node, sku]
        stock[node, sku].backorderLimit = planned.backorderLimit
        stock[node, sku].isViewed = planned.isViewed
        guard isRebuffered, network.nodes[Int(node)].region == id else { continue }
        let basis = replenishment?.rule(node, sku) != nil ? stock[node, sku].onHand : stock[node, sku].received
        stock[node, sku].buffer = Int64((Double(basis) * model.inventory.safetyBuffer).rounded())
      }
    }
  }
}

extension RegionState {
  /// Whether goods from a node are an entry when they reach this region: they crossed a border, or come out of bond.
  @inline(__always) func isEntry(_ flags: OrderFlags, node: UInt16) -> Bool {
    flags.contains(.crossBorder) || (Int(node) < bonded.count && bonded[Int(node)])
  }
}
