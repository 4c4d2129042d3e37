import Foundation
import Testing

@Suite struct BreakpointCommandTests {
  /// Some 19 orders a day in front of 25 stops.
  private let world = """
    name: stops
    start: 2026-11-23T00:00:00Z
    end: 2026-12-07T00:00:00Z
    currency: USD
    markets: { US: { timeZone: America/New_York, currency: USD, demand: { audience: 10000, organic: 40/h }, funnel: { conversion: 2 % }, lastMile: { stops: 25, success: [1, 1, 1] } } }
    skus: { tee: { weight: 230 g, volume: 1600 cm3, unitCost: 4 USD, prices: { US: 32 USD } } }
    nodes: { ohio: { country: US, stock: { tee: 100000 } } }
    providers: { ground: { status: approved } }
    services: { ground: { provider: ground, from: [ohio], to: [US], price: { perParcel: 5 USD } } }

    """
  private let quick = ["--replications", "3", "--precision", "0.1", "--quiet"]

  @Test("More demand breaks the promise at some multiple, and the last mile is what breaks")
  func demand() throws {
    try withTool { doorstep in
      try doorstep.write(world, to: "w.yaml")
      let search =
        ["breakpoint", "w.yaml", "--scale", "demand.scale", "--gate", "late_share<0.2", "--max", "8"] + quick
      let outcome = try doorstep.run(search + ["--format", "json"])
      #expect(outcome.code == 0, "\(outcome.err)")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
      let answer = try #require(object["answer"] as? [String: Any])
      let value = try #require(answer["value"] as? Double)
      let next = try #require(answer["first_failing"] as? Double)
      #expect(value < next && next <= value * 1.1 + 1e-9)
      #expect(try #require(answer["lower"] as? Double) <= value && next <= (try #require(answer["upper"] as? Double)))
      // 25 stops for 19 orders: the queue grows without end from 1.3 times the demand on.
      #expect(value > 0.8 && value < 2)
      #expect((answer["breaks_first"] as? String)?.contains("at US") == true, "\(answer)")
      // Threads do not show.
      let alone = try doorstep.run(search + ["--format", "json", "--threads", "1"])
      #expect(alone.out == outcome.out)
      let text = try doorstep.run(search)
      #expect(text.out.hasPrefix("late_share<0.2 holds up to scale.demand = ") && text.out.contains("Breaks first: "))
    }
  }

  @Test("Fewer stops break it as well: the smallest whole number that holds")
  func stops() throws {
    try withTool { doorstep in
      try doorstep.write(world, to: "w.yaml")
      let outcome = try doorstep.run(
        ["breakpoint", "w.yaml", "--scale", "markets.US.lastMile.stops", "--gate", "late_share<0.2", "--smallest"]
          + quick)
      #expect(outcome.code == 0, "\(outcome.err)")
      #expect(outcome.out.hasPrefix("late_share<0.2 holds from markets.US.lastMile.stops = "), "\(outcome.out)")
      let values = outcome.out.split(separator: "\n").drop { $0 != "Points" }.dropFirst(2).prefix { $0 != "late_share" }
      #expect(values.count > 3 && values.allSatisfy { Int($0.split(separator: " ")[1]) != nil }, "\(values)")
    }
  }

  @Test(
    "What cannot be answered says why, with its exit code",
    arguments: [
      (["--gate", "late_share<-1", "--min", "0.5"], 99, "fails at every value tried"),
      (["--gate", "late_share<1e-9", "--min", "0.9"], 13, "by the estimate; its interval leaves that undecided"),
      (["--gate", "late_share<2", "--max", "2"], 13, "holds at every value tried, 2.000x included"),
      (["--gate", "customs.clear_p95_h<5"], 5, "had nothing to measure"),
      (["--gate", "late_shared<5"], 2, "is no metric"), (["--gate", "late_share{country:FR}<5"], 2, "is no country"),
      (["--gate", "late_share"], 2, "has no condition"),
      (["--gate", "late_share<1", "--scale", "scale.demands"], 2, "did you mean \"scale.demand\""),
      (["--gate", "late_share<1", "--scale", "name"], 2, "no number above 0"),
      (["--gate", "late_share<1", "--min", "3", "--max", "2"], 2, "the smaller first"),
    ])
  func failures(arguments: [String], code: Int32, message: String) throws {
    try withTool { doorstep in
      try doorstep.write(world, to: "w.yaml")
      let outcome = try doorstep.run(["breakpoint", "w.yaml"] + quick + arguments)
      #expect(outcome.code == code && outcome.err.contains(message), "\(outcome.err)")
      #expect(outcome.lastErrorLine.hasPrefix("reproduce: doorstep breakpoint w.yaml"))
    }
  }
}
