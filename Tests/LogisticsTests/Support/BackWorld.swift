import Kernel
import Scenario
import TraceFormat

@testable import Logistics

/// A tiny world for the departments behind the line-haul: one market, one origin abroad, and nothing of their peers.
///
/// Events of other departments are noted; a parcel that reaches the depot is delivered three hours later when asked for.
final class BackWorld {
  let regions: [BackRegion]
  let engine: Engine<BackRegion>
  let home: BackRegion
  var state: RegionState { home.state }

  /// Makes a world with British customers, a node in London and one in Shenzhen.
  ///
  /// - Parameters:
  ///   - market: Lines of YAML for the market, at its indentation of two.
  ///   - root: Lines of YAML for the root.
  init(market: String = "", root: String = "", overrides: [String] = [], seed: UInt64 = 1, delivers: Bool = false)
    throws
  {
    let model = try Self.model(market: market, root: root, overrides: overrides)
    let streams = Streams(seed: seed)
    regions = model.network.regions.indices.map { number in
      let buffer = TraceBuffer(region: UInt16(number), filter: RecordFilter(kinds: []), pool: nil)
      let state = RegionState(
        id: RegionID(rawValue: UInt16(number)), model: model, streams: streams,
        disturbances: Disturbances(model.disruptions, streams), trace: buffer)
      return BackRegion(state, delivers: delivers)
    }
    engine = Engine(regions, lookahead: model.network.lookahead, start: model.network.start)
    home = regions.first { $0.state.market != nil }!
  }

  static func document(market: String, root: String, overrides: [String] = []) throws -> ScenarioDocument {
    let yaml = """
      start: 2026-11-09T00:00:00Z
      end: 2027-02-01T00:00:00Z
      currency: GBP
      markets:
        GB:
          timeZone: Europe/London
          currency: GBP
          tax: 20 %
      \(indent(market, by: 4))
      skus:
        plush: { hsCode: "9503.00", origin: CN, category: toys, unitCost: 15.00 GBP, prices: { GB: 50.00 GBP } }
        shirt: { hsCode: "6109.10", origin: CN, category: apparel, unitCost: 40.00 GBP, prices: { GB: 240.00 GBP } }
      nodes:
        london: { country: GB }
        shenzhen: { country: CN, timeZone: Asia/Shanghai }
      messageDelay: 1 min
      providers:
        couriers: {}
        airline: {}
      services:
        domestic: { provider: couriers, from: [london], to: [GB] }
        air: { provider: airline, from: [shenzhen], to: [GB] }
      customs:
        regimes:
          GB:
            reliefs: [{ upTo: 135 GBP, routes: [express, postal], validTo: 2029-03-31, citation: HMRC }]
            pointOfSale: [{ upTo: 135 GBP, routes: [express, postal], validFrom: 2021-01-01, citation: HMRC }]
            tariff: [{ rate: 4 % }, { hs: "6109.10", rate: 12 % }]
      \(root)
      """
    return try ScenarioDocument.parse(yaml, name: "test.yaml", overrides: overrides, schema: ModelSchema.schema)
  }

  private static func indent(_ text: String, by count: Int) -> String {
    text.split(separator: "\n").map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }

  static func model(market: String, root: String, overrides: [String] = []) throws -> Model {
    try Model.build(document(market: market, root: root, overrides: overrides))
  }

  var scheduler: ModelScheduler { engine.scheduler(of: home.state.id) }

  func time(_ text: String) -> SimTime { SimTime(iso8601: text + "Z")! }

  /// Runs until an instant in UTC.
  func run(until text: String = "2027-02-01T00:00:00") { _ = engine.run(until: time(text)) }

  /// A paid order in the home region; from Shenzhen when it comes from abroad.
  @discardableResult
  func order(
    _ sku: UInt16 = 0, isAbroad: Bool = false, quantity: UInt16 = 1, placed: String = "2026-11-10T00:00:00",
    promise: String = "2026-12-31T00:00:00", shipping: Int64 = 0, flags: OrderFlags = [],
    in orderState: OrderState = .shipped
  ) -> UInt32 {
    let network = state.network
    let node = network.nodes.firstIndex { $0.country == (isAbroad ? "CN" : "GB") }!
    let service = network.services.firstIndex { $0.from.contains(node) }!
    let id = state.takeOrderID()
    let order = OrderRow(
      id: id, started: time(placed), placed: time(placed), promise: time(promise),
      price: network.markets[0].prices[Int(sku)]! * Int64(quantity), shipping: shipping, dutyAndTax: 0, grams: 500,
      cm3: 1_000, sku: sku, zone: 0, node: UInt16(node), service: UInt16(service), parcel: OrderRow.noRow,
      quantity: quantity, attempts: 1, channel: 0, state: orderState,
      flags: isAbroad ? flags.union(.crossBorder) : flags, generation: UInt16(truncatingIfNeeded: id))
    return state.orders.insert(order)
  }

  /// The parcel of an order, in the home region.
  @discardableResult
  func parcel(of row: UInt32) -> UInt32 {
    let order = state.orders[row]
    let parcel = ParcelRow(
      order: order.id, since: order.placed, promise: order.promise, value: order.price, orderRow: row,
      next: OrderRow.noRow, grams: order.grams, cm3: order.cm3, home: state.id, sku: order.sku, zone: order.zone,
      node: order.node, service: order.service, quantity: order.quantity, attempts: 0, stage: .border,
      flags: order.flags, cause: 0)
    let index = state.parcels.insert(parcel)
    state.orders[row].parcel = index
    return index
  }

  /// A parcel from abroad that reaches the border at an instant in UTC; gives its row.
  @discardableResult
  func importParcel(_ sku: UInt16 = 0, at text: String, shipping: Int64 = 0) -> UInt32 {
    let parcel = parcel(of: order(sku, isAbroad: true, shipping: shipping))
    scheduler.schedule(EventKind.borderArrive, index: parcel, at: time(text))
    return parcel
  }

  /// Delivers an order at an instant in UTC.
  func deliver(_ row: UInt32, at text: String) {
    scheduler.schedule(EventKind.delivered, index: parcel(of: row), at: time(text))
  }

  /// The instants in UTC at which events of other departments of a kind happened at home.
  func times(of kind: UInt16) -> [String] { home.foreign.filter { $0.kind == kind }.map { $0.time.iso8601 } }

  /// Checks all invariants; gives the violations.
  var violations: [String] {
    var report = InvariantReport()
    for region in regions { region.check(&report) }
    return report.violations
  }
}

/// One region of the tiny world.
final class BackRegion: LogicalProcess {
  let state: RegionState
  let customs: CustomsDepartment
  let doorstep: DoorstepDepartment
  let providers: ProvidersDepartment
  private let delivers: Bool
  /// Events of departments that are not here.
  /// Whether events of departments that are not here are noted.
  var notes = true
  private(set) var foreign: [Event] = []
  /// What a node answers to a cancellation; nil leaves it without an answer.
  var cancellationAnswer: UInt16? = 1
  /// How long the answer takes.
  var answerDelay = SimDuration.minutes(1)

  init(_ state: RegionState, delivers: Bool) {
    self.state = state
    self.delivers = delivers
    customs = CustomsDepartment(state)
    doorstep = DoorstepDepartment(state)
    providers = ProvidersDepartment(state)
  }

  func start(_ scheduler: ModelScheduler) {
    customs.start(scheduler)
    doorstep.start(scheduler)
    providers.start(scheduler)
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch EventKind.department(event.kind) {
    case .customs: customs.execute(event, scheduler)
    case .doorstep: doorstep.execute(event, scheduler)
    case .providers: providers.execute(event, scheduler)
    default:
      if notes { foreign.append(event) }
      react(event, scheduler)
    }
  }

  private func react(_ event: Event, _ scheduler: ModelScheduler) {
    if event.kind == EventKind.atDepot, delivers {
      scheduler.schedule(EventKind.delivered, index: event.index, at: scheduler.now + .hours(3))
    }
    guard event.kind == EventKind.cancelRequest else { return }
    let request = state.mail[event.index]
    state.mail.free(event.index)
    guard let cancellationAnswer else { return }
    if request.home == state.id {
      scheduler.schedule(
        EventKind.cancelled, tag: cancellationAnswer, index: request.row, at: scheduler.now + answerDelay)
    } else {
      let answer = ModelMessage(kind: EventKind.cancelled, tag: cancellationAnswer, row: request.row)
      scheduler.send(answer, to: request.home, at: scheduler.now + max(answerDelay, scheduler.lookahead))
    }
  }

  func accept(_ message: ModelMessage, from origin: RegionID, at time: SimTime) -> EventPayload {
    if let parcel = message.parcel {
      return EventPayload(kind: message.kind, tag: message.tag, index: state.parcels.insert(parcel))
    }
    if message.kind == EventKind.cancelled {
      return EventPayload(kind: message.kind, tag: message.tag, index: message.row)
    }
    return EventPayload(kind: message.kind, tag: message.tag, index: state.mail.insert(message))
  }

  func check(_ report: inout InvariantReport) {
    customs.check(&report)
    doorstep.check(&report)
    providers.check(&report)
    state.check(&report)
  }
}
