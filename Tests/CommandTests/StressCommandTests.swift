import Foundation
import Testing

@Suite struct StressCommandTests {
  /// Two ways to one country, one with most of the stock; a peak on 28 November.
  private let world = """
    name: two-ways
    start: 2026-11-23T00:00:00Z
    end: 2026-12-14T00:00:00Z
    currency: USD
    markets: { US: { timeZone: America/New_York, currency: USD, demand: { audience: 10000, organic: 60/h, days: { 2026-11-28: 3 } }, funnel: { conversion: 3 % }, lastMile: { success: [1, 1, 1] } } }
    skus: { tee: { weight: 230 g, volume: 1600 cm3, unitCost: 4 USD, prices: { US: 32 USD } } }
    nodes: { ohio: { country: US, stock: { tee: 100000 } } }
    providers: { ground: { status: approved }, idle: { status: approved } }
    services:
      ground: { provider: ground, from: [ohio], to: [US], price: { perParcel: 5 USD } }
      idle: { provider: idle, from: [ohio], to: [US], price: { perParcel: 50 USD }, transit: { min: 20 d, median: 21 d, p95: 22 d } }

    """
  private let quick = ["--replications", "2", "--quiet"]

  @Test("The way that everybody takes costs the most, late from the peak on; an idle one costs nothing")
  func providers() throws {
    try withTool { doorstep in
      try doorstep.write(world, to: "w.yaml")
      try doorstep.write(
        """
        shocks:
          ground-down: { resources: [services.ground.lineHaul], lasts: 4 d }
          idle-down: { resources: [services.idle.lineHaul], lasts: 4 d }
          half-demand: { set: [scale.demand=0.5] }

        """, to: "shocks.yaml")
      let outcome = try doorstep.run(["stress", "w.yaml", "--shocks", "shocks.yaml", "--format", "json"] + quick)
      #expect(outcome.code == 0, "\(outcome.err)")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
      #expect((object["begin"] as? String)?.hasPrefix("2026-11-2") == true)
      let rows = try #require(object["single"] as? [[String: Any]])
      #expect(rows.count == 3 && rows[0]["shock"] as? String == "half-demand")
      let down = try #require(rows.first { $0["shock"] as? String == "ground-down" })
      let fail = try #require(down["days_to_fail"] as? Int)
      let recover = try #require(down["days_to_recover"] as? Int)
      #expect((1...6).contains(fail) && fail <= recover && recover < 14, "\(down)")
      #expect(((down["more_late"] as? [String: Double])?["estimate"] ?? 0) > 10, "\(down)")
      let idle = try #require(rows.first { $0["shock"] as? String == "idle-down" })
      #expect((idle["cost"] as? [String: Double])?["estimate"] == 0 && idle["days_to_fail"] is NSNull, "\(idle)")
      let stacked = try #require(object["stacked"] as? [[String: Any]])
      #expect(stacked.count == 2 && stacked[0]["interaction"] is NSNumber)
    }
  }

  @Test("The built-in shocks come from the scenario; what changes nothing is told, and threads do not show")
  func builtIn() throws {
    try withTool { doorstep in
      try doorstep.write(world, to: "w.yaml")
      let all = ["stress", "w.yaml", "--filter", "provider", "--filter", "half", "--stack", "0"] + quick
      let outcome = try doorstep.run(all)
      #expect(outcome.code == 0, "\(outcome.err)")
      for name in ["provider ground out for 3 days", "provider idle out for 3 days", "ohio at half capacity"] {
        #expect(outcome.out.contains(name), "\(outcome.out)")
      }
      #expect(outcome.out.contains("Without effect") && !outcome.out.contains("Stacked"), "\(outcome.out)")
      #expect(try doorstep.run(all + ["--threads", "1"]).out == outcome.out)
    }
  }

  @Test("A shock wins over --set, and of two that set the same value only the worse is stacked")
  func overrides() throws {
    try withTool { doorstep in
      try doorstep.write(world, to: "w.yaml")
      try doorstep.write(
        "shocks: { c: { set: [services.ground.price.perParcel=6 USD] }, d: { set: [services.ground.price.perParcel=9 USD] } }\n",
        to: "prices.yaml")
      let price = "services.ground.price.perParcel=5.50 USD"
      let outcome = try doorstep.run(
        [
          "stress", "w.yaml", "--shocks", "prices.yaml", "--set", price, "--set", "scale.demand=0.5", "--format",
          "json",
        ]
          + quick)
      #expect(outcome.code == 0, "\(outcome.err)")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
      let names = try #require(object["single"] as? [[String: Any]]).compactMap { $0["shock"] as? String }
      #expect(names == ["d", "c"] && (object["stacked"] as? [Any])?.isEmpty == true)
      let twice = try doorstep.run(["stress", "w.yaml", "--filter", "twice", "--set", "scale.demand=0.5"] + quick)
      #expect(twice.code == 0 && !twice.out.contains("Without effect"), "\(twice.out)")
    }
  }

  @Test(
    "What cannot be struck says why, with its exit code",
    arguments: [
      (["--filter", "nothing"], 5, "no shock is selected of"), (["--shocks", "none.yaml"], 3, "there is no such file"),
      (["--shocks", "bad.yaml"], 3, "unknown field \"resource\""), (["--replications", "1"], 2, "2 to 10000"),
      (["--shocks", "unknown.yaml"], 3, "services.grund"), (["--at", "2027-06-01"], 2, "is outside the run"),
      (["--shocks", "idle.yaml", "--replications", "2", "--quiet"], 5, "no shock changes anything"),
    ])
  func failures(arguments: [String], code: Int32, message: String) throws {
    try withTool { doorstep in
      try doorstep.write(world, to: "w.yaml")
      try doorstep.write("shocks: { a: { resource: [nodes.ohio] } }\n", to: "bad.yaml")
      try doorstep.write("shocks: { a: { resources: [services.grund.lineHaul] } }\n", to: "unknown.yaml")
      try doorstep.write(
        "shocks: { a: { resources: [services.ground.lineHaul], after: 300 d } }\n", to: "idle.yaml")
      let outcome = try doorstep.run(["stress", "w.yaml"] + arguments)
      #expect(outcome.code == code && outcome.err.contains(message), "\(outcome.err)")
      #expect(outcome.lastErrorLine.hasPrefix("reproduce: doorstep stress w.yaml"))
    }
  }
}
