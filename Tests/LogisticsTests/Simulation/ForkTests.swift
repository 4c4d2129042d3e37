import Foundation
import Kernel
import Scenario
import TestSupport
import Testing
import TraceFormat

@testable import Logistics

/// An instant after a share of a model's run.
private func instant(_ share: Double, of model: Model) -> SimTime {
  let span = model.span
  return span.lowerBound
    + SimDuration(microseconds: Int64(Double((span.upperBound - span.lowerBound).microseconds) * share))
}

private func document(_ yaml: String, _ overrides: [String] = []) throws -> ScenarioDocument {
  try ScenarioDocument.parse(yaml, name: "fork.yaml", overrides: overrides, schema: ModelSchema.schema)
}

/// All of a result but its cost.
private func comparable(_ result: RunResult) -> RunResult {
  var result = result
  result.cost = RunCost()
  result.identity.threads = 1
  return result
}

@Suite("Forks without a change")
struct UnchangedForkTests {
  /// A run that is handed over to departments of the same model at some instants, with its records.
  private func handedOver(_ model: Model, at shares: [Double], threads: Int) -> (RunResult, [TraceRecord]) {
    var options = SimulationOptions()
    options.threads = threads
    let keeper = RecordKeeper()
    var simulation = Simulation(model, options, sink: keeper)
    for share in shares {
      guard let mark = simulation.run(to: instant(share, of: model)) else { break }
      simulation = simulation.fork(model, at: mark)
    }
    return (simulation.run(), keeper.records)
  }

  private func expectSame(_ model: Model, at shares: [Double], threads: Int = 1, _ whole: SmallRun) {
    let (result, records) = handedOver(model, at: shares, threads: threads)
    #expect(result.fingerprint.text == whole.result.fingerprint.text, "\(model.name) at \(shares)")
    #expect(records == whole.records, "\(model.name) at \(shares)")
    #expect(result.invariants.violations == [])
    #expect(comparable(result) == comparable(whole.result), "\(model.name) at \(shares)")
  }

  /// The scenarios, and how much of each is enough: `FORKS=all` runs every shipped one.
  static let scenarios: [(String, String)] = {
    let few = [
      ("scenarios/ci-smoke.yaml", "0.5"), ("scenarios/creator-drop.yaml", "0.002"),
      ("scenarios/singles-day.yaml", "0.0002"),
      ("scenarios/stress/stacked-winter.yaml", "0.001"), ("scenarios/stress/provider-caps.yaml", "0.003"),
    ]
    guard ProcessInfo.processInfo.environment["FORKS"] == "all" else { return few }
    let rest = ["scenarios", "scenarios/stress"].flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: Places.repository(folder))) ?? [])
        .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("olist") }.map { folder + "/" + $0 }
    }
    return few + rest.filter { path in !few.contains { $0.0 == path } }.sorted().map { ($0, "0.001") }
  }()

  @Test("A shipped scenario goes on as if nothing had happened, to the record", arguments: scenarios)
  func shippedScenario(path: String, scale: String) throws {
    let model = try Model.build(
      ScenarioDocument.load(
        path: Places.repository(path), overrides: ["scale.all=\(scale)"], schema: ModelSchema.schema))
    expectSame(model, at: [0.2, 0.43], threads: 2, SmallRun(model))
  }

  @Test("So do random worlds with trouble of all kinds", arguments: 1...2)
  func randomWorld(seed: Int) throws {
    let model = try Model.build(document(RandomWorld(seed: UInt64(seed)).yaml(days: 8)))
    let whole = SmallRun(model)
    for share in [0.0, 0.37, 0.55] { expectSame(model, at: [share], whole) }
  }
}

/// The small world that the repository ships for continuous integration, standing at an instant.
private final class ForkBase {
  let document: ScenarioDocument
  let model: Model
  let simulation: Simulation
  let mark: RunMark

  init(_ overrides: [String] = [], at time: String = "2026-11-27T00:00:00Z") throws {
    document = try ScenarioDocument.load(
      path: Places.repository("scenarios/ci-smoke.yaml"), overrides: overrides, schema: ModelSchema.schema)
    model = try Model.build(document)
    simulation = Simulation(model)
    mark = try #require(simulation.run(to: SimTime(iso8601: time)!))
  }

  /// The scenario with changes.
  func changed(_ changes: [String]) throws -> ScenarioDocument {
    try ScenarioDocument.parse(
      document.resolvedYAML, name: "ci-smoke.yaml", folder: Places.repository("scenarios"), overrides: changes,
      schema: ModelSchema.schema)
  }

  /// The run that goes on with changes.
  func fork(_ changes: [String]) throws -> RunResult {
    let model = try Model.forked(
      from: model, document, into: changed(changes), at: mark.at, seed: model.seed, replication: 0)
    return simulation.fork(model, at: mark).run()
  }
}

@Suite("Forks with a change")
struct ChangedForkTests {
  @Test("Every declared field has a rule, and every rule a field")
  func everyField() {
    let fields = ModelSchema.schema.fields.map(\.path)
    for field in fields { #expect(ForkRule.rule(for: field) != nil, "\(field)") }
    for entry in ForkRule.table {
      #expect(fields.contains { entry.path.isPrefix(of: $0) }, "\(entry.path) is no field and no section")
    }
  }

  @Test("What changes only later is the run of the changed scenario from its start, to the record")
  func exact() throws {
    let base = try ForkBase(["end=2026-12-05T00:00:00Z"])
    for change in [
      "disruptions={it: {resources: [services.us-ground.lineHaul], at: 2026-11-28T00:00:00Z, lasts: 3 d}}",
      "disruptions={it: {resources: [nodes.ohio.pack], at: 2026-11-29T10:00:00Z, lasts: 30 h, capacity: 0.4}}",
      "posts=[{at: 2026-11-24T18:00:00Z, creator: mina}, {at: 2026-12-01T18:00:00Z, creator: mina}]",
      "drops=[{at: 2026-11-29T18:00:00Z, crowd: 5000}]",
      "ads=[{market: US, from: 2026-11-30T00:00:00Z, until: 2026-12-02T00:00:00Z, budget: 4000 USD, costPerMille: 9 USD}]",
      "recalls=[{sku: tee, from: 2026-11-30T09:00:00Z, until: 2026-12-03T00:00:00Z}]",
      "liveSessions[0].audience=30000",
      "services.us-ground.surcharges=[{from: 2026-12-01T00:00:00Z, until: 2026-12-03T00:00:00Z, perParcel: 1.50 USD}]",
    ] {
      let fork = try base.fork([change])
      let whole = Simulation(try Model.build(base.changed([change]))).run()
      #expect(fork.fingerprint == whole.fingerprint, "\(change)")
      #expect(fork.orders == whole.orders && fork.money == whole.money, "\(change)")
      #expect(fork.identity.scenarioHash != whole.identity.scenarioHash, "a fork has a name of its own")
      #expect(fork.invariants.violations == [])
    }
    // Writing what is written already is no change.
    let same = try base.fork(["posts=[{at: 2026-11-24T18:00:00Z, creator: mina}]"])
    #expect(same.fingerprint == Simulation(base.model).run().fingerprint)
  }

  /// Changes of all groups that are accepted; see ``ForkRule/table``.
  static let effective = [
    "scale.demand=2", "scale.capacity=0.2", "markets.DE.demand.organic=90/h", "markets.US.funnel.conversion=4 %",
    "markets.US.tax=12 %", "markets.DE.lastMile.stops=3", "markets.US.lastMile.waves=[\"11:00\"]",
    "markets.US.lastMile.success=[0.5, 0.5, 0.5]", "markets.US.customs.red=0.6", "markets.US.customs.hold.share=0.7",
    "markets.US.customs.greenTime=30 h", "markets.US.customs.terms=dap", "markets.DE.returns.rate=0.6",
    "skus.tee.prices.US=45.00 USD", "skus.tee.weight=900 g", "skus.serum.popularity=4", "nodes.ohio.pack.stations=1",
    "nodes.ohio.pick.perLine=30 min", "nodes.ohio.waves.every=6 h", "nodes.ohio.pack.hours=Mon-Wed 09:00-12:00",
    "nodes.leipzig.handling=3.00 USD", "nodes.ohio.labour.absence=0.5",
    "services.us-ground.pickUp.times=[\"09:00\"]", "services.us-ground.pickUp.parcels=5",
    "services.cn-air.lineHaul.departures=[\"15:00\"]", "services.cn-air.lineHaul.parcels=2",
    "services.us-ground.price.perParcel=9.00 USD", "services.us-ground.lost=0.3",
    "services.de-paket.transit={ min: 30 h, median: 60 h, p95: 90 h }", "hubs.hub-us.hours=01:00-03:00",
    "hubs.hub-us.rate=20/h", "creators.mina.followers=900000", "demand.overdispersion.shape=2",
    "demand.cascade.ageing=20 d", "storefront.elasticity=5", "payment.reservation=2 min", "trust.manualShare=0.6",
    "trust.reviewers=1", "inventory.publishEvery=3 h", "inventory.safetyBuffer=0.9", "fulfilment.handOver=8 h",
    "fulfilment.batch=4 h", "promise.quantile=0.5", "promise.slackDays=4", "doorstep.cancellation.perDay=0.2",
    "doorstep.contacts.rate=0.5", "doorstep.reviews.rate=0.5", "doorstep.trust.effect=1", "fees.commission=20 %",
    "providers.air.allocation=3", "providers.air.status=candidate", "providers.ground.labels=3/h",
    "scorecards.every=2 d", "customs.regimes.us.taxesImports=true", "liveSessions[0].length=3 h",
    "rules={ban: {effect: prohibit, markets: [US], from: 2026-11-29T00:00:00Z, citation: a test}}",
  ]

  @Test("Each accepted change is felt, and breaks nothing", arguments: 0..<4)
  func effects(part: Int) throws {
    let base = try ForkBase(["placement.forwardShare=8 %", "end=2026-12-03T00:00:00Z"])
    let original = Simulation(base.model).run().fingerprint
    for change in stride(from: part, to: Self.effective.count, by: 4).map({ Self.effective[$0] }) {
      do {
        let fork = try base.fork([change])
        #expect(fork.fingerprint != original, "\(change) is accepted and does nothing")
        #expect(fork.invariants.violations == [], "\(change)")
      } catch let problems as Diagnostics {
        Issue.record("\(change): \(problems)")
      }
    }
  }

  @Test("Units that have not arrived are placed anew, those that have stay")
  func placement() throws {
    let base = try ForkBase(["placement.lotEvery=3 d"])
    let fork = try base.fork(["placement.units.tee=4000"])
    let original = Simulation(base.model).run()
    #expect(fork.units.received > original.units.received && fork.invariants.violations == [])
    #expect(fork.fingerprint != original.fingerprint)
  }

  @Test(
    "What a fork cannot change is refused by name, with what to do instead",
    arguments: [
      ("seed=4", "seed cannot be changed by a fork"), ("end=2026-12-20T00:00:00Z", "end cannot be changed by a fork"),
      ("posts[0].branching=0.9", "posts[0].branching cannot be changed: the entry begins at 2026-11-24T18:00:00Z"),
      ("posts=[]", "posts[0].creator cannot be changed: the entry begins at 2026-11-24T18:00:00Z"),
      ("posts=[{at: 2026-12-01T18:00:00Z, creator: mina}, {at: 2026-11-24T18:00:00Z, creator: mina}]", "posts[0].at"),
      ("skus.tee.unitCost=2 USD", "skus.tee.unitCost cannot be changed by a fork"),
      ("services.us-ground.to=[US, DE]", "services.us-ground.to cannot be changed by a fork"),
      ("record.kinds=[none]", "record.kinds cannot be changed by a fork"),
      ("fees.holdingPerYear=40 %", "fees.holdingPerYear cannot be changed by a fork"),
      ("placement.units.tee=9000", "placement.units changes nothing that is still to come"),
      (
        "disruptions={it: {resources: [services.us-ground.lineHaul], at: 2026-11-26T00:00:00Z, lasts: 3 d}}",
        "disruptions before the fork are others"
      ),
      ("markets.US.lastMile.success=[1]", "drivers come less often"),
      ("trust.disputes.fraud=0.4", "disputes begin or end"),
    ])
  func refused(change: String, words: String) throws {
    let base = try ForkBase()
    do {
      _ = try base.fork([change])
      Issue.record("\(change) is accepted")
    } catch let problems as Diagnostics {
      #expect("\(problems)".contains(words), "\(problems)")
      #expect(problems.errors.allSatisfy { $0.help != nil })
    }
  }

  @Test(
    "Every number of the scenario is felt by a fork, or is not felt by a run from the start, or is refused",
    .enabled(if: ProcessInfo.processInfo.environment["FORKS"] == "all"))
  func sweep() throws {
    let base = try ForkBase()
    let original = Simulation(base.model).run().fingerprint
    for parameter in base.document.parameters {
      guard let number = parameter.value.prefixMatch(of: /[0-9.]+/), let value = Double(number.0), value > 0 else {
        continue
      }
      let rest = parameter.value.dropFirst(number.0.count)
      for factor in [0.5, 2.0] {
        let written = value == value.rounded() ? String(Int((value * factor).rounded(.up))) : "\(value * factor)"
        let change = "\(parameter.path)=\(written)\(rest)"
        guard let document = try? base.changed([change]), let whole = try? Model.build(document) else { continue }
        guard let fork = try? base.fork([change]) else { continue }
        #expect(fork.invariants.violations == [], "\(change)")
        guard fork.fingerprint == original, Simulation(whole).run().fingerprint != original else { continue }
        print("FELT ONLY FROM THE START: \(change)")
      }
    }
  }
}
