import Kernel
import Testing
import TraceFormat

@testable import Logistics

@Suite("Nothing appears and nothing vanishes when anything breaks")
struct DisruptedWorldTests {
  private func names(_ entries: [String]) -> [String] { entries.map { String($0.prefix { $0 != ":" }) } }

  /// A random world in which everything is struck again and again for three weeks, and people come and go.
  private func world(_ seed: UInt64) -> (yaml: String, overrides: [String]) {
    let world = RandomWorld(seed: seed)
    let policy = ["hold", "reroute", "destroy"][Int(seed % 3)]
    let resources =
      names(world.nodes).map { "nodes.\($0)" } + names(world.services).map { "services.\($0)" }
      + names(world.hubs).map { "hubs.\($0)" } + ["providers.swift", "providers.slow.labels", "providers.slow"]
      + names(world.markets).flatMap { code in
        ["lastMile", "customs", "payments", "servers"].map { "markets.\(code).\($0)" }
      }
    let lines = resources.enumerated().map { number, resource in
      let kind = number % 3
      let strikes =
        kind == 0
        ? "every: 40 h, lasts: { mean: 9 h, shape: exponential }, capacity: 0"
        : "at: 2026-10-2\(5 + number % 5)T0\(number % 10):30:00Z, lasts: 30 h, capacity: 0.\(kind * 3), "
          + "probability: 0.8, restore: { over: 2 d, from: 0.3, to: 1.5 }"
      let isLane = resource.hasPrefix("services")
      let flight = isLane ? policy : resource.hasPrefix("providers.s") ? policy == "destroy" ? "hold" : policy : "hold"
      return "  d\(number): { resources: [\(resource)], \(strikes), cost: 1.3, delay: 3 h, inFlight: \(flight) }"
    }
    let labour =
      "{ absence: 0.2, overtime: 2 h, overtimeRate: 20 USD, "
      + "temps: [{ from: 2026-10-26, until: 2026-11-20, pickers: 2, packers: 2 }] }"
    let overrides = names(world.nodes).enumerated().flatMap { number, node in
      ["nodes.\(node).labour=\(labour)", "nodes.\(node).storage=200", "nodes.\(node).pick.congestion=0.1"]
        + (number % 2 == 0 && !world.nodes[number].contains("handOver") ? ["nodes.\(node).process=waveless"] : [])
    }
    let more = [
      "promise.knowsBacklog=\(seed % 2 == 0)", "providers.slow.labels=30/h", "providers.swift.status=pilot",
      "providers.slow.tiers=[{ above: 5, discount: 10 % }]",
    ]
    return (world.yaml() + "\ndisruptions:\n" + lines.joined(separator: "\n") + "\n", overrides + more)
  }

  @Test("after a long horizon the books balance, and threads do not show", arguments: 0..<10)
  func balance(_ seed: UInt64) throws {
    let (yaml, overrides) = world(seed)
    let run = try SmallRun(yaml, overrides: overrides)
    Balance.check(run)
    #expect(run.result.orders.placed > 0)
    #expect(run.times(DisruptionRecord.begins).count > 5)
    let again = try SmallRun(yaml, overrides: overrides, threads: 2)
    #expect(again.result.fingerprint.text == run.result.fingerprint.text)
  }

  @Test(
    "hostile disruptions run to the end",
    arguments: [
      "{ resources: [services.parcel, services.air], at: 2026-10-23T00:00:00Z, lasts: 7305 d }",
      "{ resources: [providers.post, providers.air], at: 2026-10-20T00:00:00Z, lasts: 7305 d }",
      "{ resources: [nodes.leipzig, nodes.shenzhen], every: 1 h, lasts: 1 s }",
      "{ resources: [markets.DE.lastMile, markets.DE.customs], every: 2 h, lasts: 1 h, capacity: 100 }",
      "{ resources: [hubs.halle], at: 2020-01-01T00:00:00Z, lasts: 7305 d, capacity: 0.001 }",
      "{ resources: [providers.post.labels], at: 2026-10-23T00:00:00Z, lasts: 7305 d }",
      "{ resources: [markets.DE.servers, markets.DE.payments], at: 2026-10-24T09:00:00Z, lasts: 6 h }",
    ])
  func hostile(setting: String) throws {
    for overflow in ["refuse", "delay", "surcharge"] {
      let run = try SmallRun(
        HostileWorld.text + "\ndisruptions:\n  x: \(setting)\n",
        overrides: ["providers.post.allocation=20", "providers.post.overflow=\(overflow)"])
      Balance.check(run)
      #expect(run.result.cost.events < 500_000)
    }
  }

  @Test("A closure that is known is in the promise, with the notice it has; one that nobody knows is not")
  func notice() throws {
    func promise(_ rest: String) throws -> String {
      let closed = "resources: [services.next-day.lineHaul], at: 2026-11-10T20:00:00Z, lasts: 2 d"
      let run = try SmallRun(
        GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z"]) + "\ndisruptions:\n  it: { \(closed)\(rest) }\n")
      let reserve = run.records.first { $0.kind == FulfilmentRecord.allocate }!
      return String(SimTime(microseconds: reserve.time + reserve.value).description.prefix(10))
    }
    // The trucks of the 10th and the 11th do not leave, that of the 12th at 23:30 does.
    #expect(try promise(", notice: 5 h") == "2026-11-13")
    #expect(try promise("") == "2026-11-11", "at 15:20 nobody knows")
    #expect(try promise(", notice: 5 h, known: false") == "2026-11-11")
  }
}
