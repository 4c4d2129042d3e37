import Logistics
import Scenario
import TestSupport
import Testing

/// A small world with two countries that sells for a week.
private let world = Places.repository("scenarios/ci-smoke.yaml")

private func model(_ overrides: [String] = [], adding thresholds: [String] = []) throws -> Model {
  let document = try ScenarioDocument.load(
    path: world, overrides: ["end=2026-12-02T00:00:00Z", "scale.all=0.2"] + overrides, schema: ModelSchema.schema)
  var model = try Model.build(document)
  try model.add(thresholds: thresholds)
  return model
}

private func problems(_ threshold: String) -> String {
  do { _ = try model(adding: [threshold]) } catch { return "\(error)" }
  return ""
}

@Suite("Thresholds")
struct ThresholdTests {
  @Test(
    "Names and conditions have one canonical form",
    arguments: [
      ("late_share{country:DE}", "late_share{country:DE}"), (" late_share { country : DE } ", "late_share{country:DE}"),
      ("orders.placed", "orders.placed"), ("on_time_share{provider:ground}", "on_time_share{provider:ground}"),
    ])
  func names(text: String, canonical: String) throws {
    #expect(try MetricName.parse(text).text == canonical)
    #expect(try MetricName.parse(canonical) == MetricName.parse(text))
  }

  @Test(
    "Conditions are read with spaces and percentages",
    arguments: [
      ("value<0.06", "value<0.06"), (" upper < 6 % ", "upper<0.06"), ("lower>=1_000", "lower>=1000"),
      ("value>-2", "value>-2"),
    ])
  func gates(text: String, canonical: String) throws {
    #expect(try MetricGate.parse(text).text == canonical)
  }

  @Test(
    "What is no threshold is refused with the nearest name",
    arguments: [
      ("late_shar: value<1", "did you mean \"late_share\"?"), ("late_share{land:DE}: value<1", "the tags are country"),
      ("late_share{countri:DE}: value<1", "did you mean \"country\"?"),
      ("late_share{country:DF}: value<1", "did you mean \"DE\"?"),
      ("tendered: value<1", "there is tendered{provider:…}"),
      ("planned_cost{country:DE}: value<1", "has no figure by country"),
      ("on_hand{node:ohoi}: value<1", "did you mean \"ohio\"?"), ("conversion", "there is no condition"),
      ("conversion: vale<1", "did you mean \"value\"?"), ("conversion: value=1", "is no condition"),
      ("conversion: upper>1", "write upper< or lower>"), ("conversion: value<x", "is not a number"),
      ("conversion:", "has no gate"), ("late_share{country:DE: value<1", "has no tag of the form {country:DE}"),
    ])
  func refusals(threshold: String, expected: String) {
    let said = problems(threshold)
    #expect(said.hasPrefix("--threshold \(threshold): error: ") && said.contains(expected), "\(said)")
  }

  @Test("Every metric can be measured wherever it says, and agrees with the result it is taken from")
  func everyMetric() throws {
    let tags: [Metric.Scope: String] = [
      .run: "", .country: "{country:DE}", .node: "{node:ohio}", .provider: "{provider:ground}",
      .sku: "{sku:tee}", .shelf: "{shelf:ohio/tee}", .day: "{day:2026-11-24}", .account: "{account:carriage}",
    ]
    let names = Metric.all.map { $0.name + tags[$0.scope]! }
    #expect(Set(names).count == names.count)
    let result = Simulation(try model(adding: names.map { "\($0): value>-1e18" })).run()
    // The scenario has some of its own.
    let verdicts = result.thresholds.filter { $0.gate.hasPrefix("value>-") }
    #expect(verdicts.map(\.metric) == names)
    #expect(verdicts.allSatisfy { $0.outcome == .pass || ($0.outcome == .noSamples && $0.value == nil) })
    func value(_ name: String) -> Double? { verdicts.first { $0.metric == name }?.value }
    let germany = try #require(result.countries.first { $0.country == "DE" })
    #expect(value("orders.placed") == Double(result.orders.placed) && result.orders.placed > 50)
    #expect(value("orders.placed{country:DE}") == Double(germany.orders) && value("conversion") == result.conversion)
    #expect(value("late_share{country:DE}") == germany.lateShare && value("late_share") == result.lateShare)
    #expect(value("gmv") == Double(result.money.gmvMinor) / 100)
    #expect(value("lost_demand.stock") == Double(result.lostDemand.stock.orders))
    #expect(value("click_to_door_p95_h") == result.clickToDoorP95Hours && result.clickToDoorP95Hours ?? 0 > 1)
    #expect(value("click_to_door_p50_h") ?? 0 <= result.clickToDoorP95Hours ?? 0)
  }

  @Test("A bound passes when the whole interval holds, fails when none of it does, and decides nothing between")
  func verdicts() throws {
    let plain = Simulation(try model()).run()
    let share = try #require(plain.conversion)
    let interval = try #require(
      Simulation(try model(adding: ["conversion: upper<1"])).run().thresholds.last { $0.gate == "upper<1" })
    let (lower, upper) = (try #require(interval.lower), try #require(interval.upper))
    #expect(lower < share && share < upper && upper < 2 * share)
    let cases: [(String, ThresholdVerdict.Outcome)] = [
      ("upper<\(upper * 1.01)", .pass), ("upper<\(share)", .inconclusive), ("upper<\(lower * 0.99)", .fail),
      ("lower>\(lower * 0.99)", .pass), ("lower>\(share)", .inconclusive), ("lower>\(upper * 1.01)", .fail),
      ("value<\(share)", .fail), ("value<=\(share)", .pass), ("value>\(share)", .fail), ("value>=\(share)", .pass),
    ]
    let gated = Simulation(try model(adding: cases.map { "conversion: \($0.0)" } + ["orders.placed: upper<1e9"])).run()
    for (gate, outcome) in cases {
      let verdict = gated.thresholds.first { $0.gate == gate }
      #expect(verdict?.outcome == outcome, "\(gate): \(String(describing: verdict))")
      #expect((verdict?.reason != nil) == (outcome == .inconclusive))
    }
    let count = try #require(gated.thresholds.last)
    #expect(count.outcome == .inconclusive && count.reason == "one run gives no interval for orders.placed")
    #expect(gated.fingerprint == plain.fingerprint)
  }

  @Test("What nobody did has no samples, whatever the gate")
  func noSamples() throws {
    let gates = ["late_share{country:US}: value<1, upper<1", "click_to_door_p95_h{country:US}: value<1e9"]
    let result = Simulation(try model(["end=2026-11-23T01:00:00Z"], adding: gates)).run()
    let verdicts = result.thresholds.filter { $0.metric.contains("{country:US}") }
    #expect(verdicts.count == 3 && verdicts.allSatisfy { $0.outcome == .noSamples && $0.value == nil })
  }

  @Test("Thresholds are part of the scenario but not of its run; a scenario without any resolves as before")
  func scenario() throws {
    let set = try model(["thresholds={ conversion: [lower>0.5 %], visits: value>1 }"])
    #expect(set.resolvedScenario.contains("thresholds: { conversion: [\"lower>0.005\"], visits: [\"value>1\"] }"))
    #expect(try model(["thresholds={ visits: value > 1, conversion: lower > 0.005 }"]).hash == set.hash)
    let none = try model(["thresholds=null"])
    #expect(!none.resolvedScenario.contains("thresholds") && none.hash != set.hash)
    let (a, b) = (Simulation(set).run(), Simulation(none).run())
    #expect(a.fingerprint == b.fingerprint && a.thresholds.count == 2 && b.thresholds.isEmpty)
  }
}
