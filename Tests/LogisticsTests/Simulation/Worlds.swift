import Kernel
import Scenario
import TraceFormat

@testable import Logistics

/// Keeps the records of a run in memory, in the order in which they would be written.
final class RecordKeeper: TraceSink {
  let pool = RecordBlockPool()
  private(set) var records: [TraceRecord] = []

  func append(_ block: RecordBlock) throws {
    records += Array(block.buffer)
    pool.give(block)
  }

  func finish(_ result: RunResult) throws -> RunTrace? { nil }
  func abandon() {}
}

/// A run of a scenario text, with its records and with the regions as they stood at the end.
struct SmallRun {
  let result: RunResult
  let records: [TraceRecord]
  let regions: [ModelRegion]

  init(
    _ yaml: String, overrides: [String] = [], threads: Int = 1, seed: UInt64? = nil, replication: UInt32 = 0
  ) throws {
    let document = try ScenarioDocument.parse(
      yaml, name: "test.yaml", overrides: overrides, schema: ModelSchema.schema)
    self.init(try Model.build(document), threads: threads, seed: seed, replication: replication)
  }

  init(_ model: Model, threads: Int = 1, seed: UInt64? = nil, replication: UInt32 = 0) {
    var options = SimulationOptions()
    options.threads = threads
    options.seed = seed
    options.replication = replication
    let keeper = RecordKeeper()
    let simulation = Simulation(model, options, sink: keeper)
    result = simulation.run()
    records = keeper.records
    regions = simulation.regions
  }

  /// The UTC times of a kind of record, `11-10T16:00:00`, in order.
  func times(_ kind: UInt16) -> [String] {
    records.filter { $0.kind == kind }.sorted { $0.time < $1.time }.map { stamp($0.time) }
  }

  /// The times of a kind of record of the n-th order.
  func times(_ kind: UInt16, order: Int) -> [String] {
    records.filter { $0.kind == kind && Int($0.entity & 0xFF_FFFF_FFFF) == order }.map { stamp($0.time) }
  }

  private func stamp(_ time: Int64) -> String {
    let text = SimTime(microseconds: time).description
    return String(text.dropFirst(5).prefix(14))
  }
}

/// The world of the deterministic timelines: no noise, waves at full hours, one pick-up, hub, line-haul and route a day.
enum GoldenWorld {
  static func yaml(orders: [String], pack: String = "stations: 1000", service: String = "", provider: String = "")
    -> String
  {
    """
    name: golden
    start: 2026-11-09T00:00:00Z
    end: 2026-11-24T00:00:00Z
    currency: GBP
    markets:
      GB:
        timeZone: Europe/London
        currency: GBP
        tax: 20 %
        lastMile: { waves: ["08:00"], days: Mon-Sun, route: 3 h, success: [1] }
        returns: { rate: 0 }
        fees: { payment: 1.5 % }
    skus:
      thing: { weight: 500 g, prices: { GB: 50.00 GBP }, unitCost: 15.00 GBP }
    nodes:
      depot:
        country: GB
        pick: { pickers: 1, batchLines: 10000, setup: 30 min, perLine: 0 s, aisles: 0 }
        pack: { \(pack), mean: 10 min, cv: 0 }
        receiving: { putAway: 0 s }
        stock: { thing: 1000 }
        handling: 2.50 GBP
    providers:
      van: { status: approved\(provider) }
    hubs:
      hub: { country: GB, timeZone: Europe/London, hours: 22:00-04:00, rate: 36000000/h, sortTime: 15 min }
    services:
      next-day:
        provider: van
        from: [depot]
        to: [GB]
        pickUp: { times: ["18:00"]\(service) }
        firstMile: 3 h
        hub: hub
        lineHaul: { departures: ["23:30"] }
        transit: 6 h
        lost: 0
        price: { perParcel: 3.20 GBP }
    doorstep: { cancellation: { perDay: 0 } }
    trust: { fraudShare: 0, manualShare: 0, falseRejection: 0 }
    fees: { holdingPerYear: 0 }
    demand:
      noise: none
      orders:
    \(orders.map { "    - { at: \($0), market: GB, sku: thing }" }.joined(separator: "\n"))
    """
  }
}

extension ModelRegion {
  /// The country's code.
  var code: String { state.network.regions[Int(state.id.rawValue)].code }
}
