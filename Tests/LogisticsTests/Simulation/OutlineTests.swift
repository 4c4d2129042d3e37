import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("What planners ask of a model and its runs")
struct OutlineTests {
  private func starter(_ overrides: [String]) throws -> Model {
    try Model.build(
      try ScenarioDocument.parse(
        StarterScenario.oneCountry, name: "test.yaml", overrides: overrides, schema: ModelSchema.schema))
  }

  @Test("Shelves add up to the world's units, days to its visits, and peaks fit into each other")
  func sums() throws {
    let model = try starter(["end=2026-11-30T00:00:00Z"])
    let run = Simulation(model).run()
    #expect(run.shelves.reduce(0) { $0 + $1.received } == run.units.received && run.units.received > 0)
    #expect(run.shelves.reduce(0) { $0 + $1.shipped } == run.units.shipped)
    #expect(run.shelves.reduce(0) { $0 + $1.allocated } == run.units.allocated)
    #expect(run.shelves.reduce(0) { $0 + $1.onHand } == run.units.onHand)
    func sum(_ metric: String, _ scope: Metric.Scope) -> Double {
      run.samples.filter { $0.name.metric == metric && $0.name.scope == scope }.reduce(0) {
        $0 + ($1.sample.value ?? 0)
      }
    }
    #expect(sum("visits", .day) == Double(run.visits) && run.visits > 0)
    #expect(sum("orders.placed", .day) == Double(run.orders.placed))
    #expect(sum("shipped", .sku) == sum("shipped", .shelf) && sum("shipped", .sku) == Double(run.units.shipped))
    #expect(abs(sum("balance", .account)) < 0.005)
    for country in run.countries where country.visits > 0 {
      #expect(country.peakVisitsPerSecond * 60 >= country.peakVisitsPerMinute - 1e-9)
      #expect(country.peakVisitsPerMinute * 60 >= Double(run.hourly.peak?.visits ?? 0) / Double(run.countries.count))
      #expect(country.peakMinuteAtMicroseconds != nil && country.peakSecondAtMicroseconds != nil)
    }
    for name in ["taken{sku:\(run.shelves[0].sku)}", "taken{shelf:\(run.shelves[0].name)}", "visits{day:2026-11-27}"] {
      #expect(run.sample(try model.metric(name)) != nil, "\(name)")
    }
  }

  @Test("Bins within a minute add up, longer ones count by their rate")
  func peaks() {
    var peaks = TrafficPeaks()
    let minute = SimTime(microseconds: 120_000_000)
    peaks.add(30, at: minute, over: .seconds(10))
    peaks.add(50, at: minute + .seconds(10), over: .seconds(10))
    #expect(peaks.minute == .init(visits: 80, at: minute))
    #expect(peaks.second == .init(visits: 5, at: minute + .seconds(10)))
    peaks.add(70, at: minute + .seconds(60), over: .seconds(1))
    #expect(peaks.minute.visits == 80 && peaks.second.visits == 70)
    peaks.add(6_000, at: minute + .seconds(120), over: .hours(1))
    #expect(peaks.minute.visits == 100)
    peaks.add(0, at: minute, over: .seconds(1))
    #expect(peaks.second.visits == 70)
  }

  @Test("The outline tells the law on both sides of a date, and prices without tax")
  func law() throws {
    let model = try starter([
      "rules={stop: {effect: prohibit, markets: [DE], validFrom: 2026-12-05, citation: test}}"
    ])
    let outline = ModelOutline(model)
    let verdicts = outline.verdicts.filter { $0.sku == 0 && $0.market == 0 && !$0.isCrossBorder }
    #expect(verdicts.map(\.level) == ["allowed", "prohibited"] && verdicts.map(\.from) == [nil, "2026-12-05"])
    #expect(verdicts.map(\.maySell) == [true, false] && verdicts[1].rules == ["stop"])
    #expect(outline.calendar.first == SimTime.splitDay(model.span.lowerBound))
    let market = model.network.markets[0]
    for (price, written) in zip(outline.markets[0].prices, market.prices) {
      guard let price, let written else { continue }
      #expect(abs(price * (1 + market.taxRate) - Double(written) / 100 * market.toReportCurrency) < 1e-9)
    }
  }
}

extension SimTime {
  /// The day in UTC, as a date.
  fileprivate static func splitDay(_ time: SimTime) -> String { String(time.iso8601.prefix(10)) }
}
