import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite struct RuleEngineTests {
  static let rules = """
    rules:
      cosmetics: { effect: requireDocuments, markets: [DE], attributes: [cosmetic], requires: [cpnp, responsible-person],
        validFrom: 2026-11-05, citation: "Regulation (EC) No 1223/2009", remedy: { cost: 900.00 USD, days: 12 } }
      floor: { effect: minimumPrice, markets: [GB], way: crossBorder, minimumPrice: 25.00 GBP, validTo: 2026-11-06, citation: test }
      cotton: { effect: prohibit, hsCodes: ["61"], markets: [DE], way: crossBorder, validFrom: 2026-11-04, validTo: 2026-11-04, citation: test }
      lithium: { effect: banAir, categories: [beauty], citation: test }
    """

  private func table(_ more: String = rules) throws -> (table: LegalityTable, network: Network) {
    let model = try FrontWorld.model(more)
    return (model.compliance.legality, model.network)
  }

  private func verdict(
    _ found: (table: LegalityTable, network: Network), _ sku: String, _ market: String, abroad: Bool = false,
    _ at: String
  ) -> LegalVerdict {
    let place = found.network.markets.firstIndex { $0.code == market }!
    let row = UInt16(found.network.skus.firstIndex { $0.name == sku }!)
    return found.table.verdict(row, market: place, crossBorder: abroad, at: SimTime(iso8601: at)!)
  }

  @Test("a rule begins at local midnight: allowed a microsecond before, restricted from then on, with its proof")
  func begins() throws {
    let found = try table()
    // Midnight of 5 November in Berlin is 23:00 UTC.
    #expect(verdict(found, "serum", "DE", "2026-11-04T22:59:59.999999Z").level == .conditional)
    let after = verdict(found, "serum", "DE", "2026-11-04T23:00:00Z")
    #expect(after.level == .restricted && !after.maySell)
    let proof = found.table.proofs[Int(after.proof)]
    #expect(proof.rules == ["cosmetics", "lithium"] && proof.missing == ["cpnp", "responsible-person"])
    #expect(proof.remedyCost == 900_00 && proof.remedyDays == 12)
    #expect(verdict(found, "tee", "DE", "2026-11-05T12:00:00Z") == LegalVerdict())
  }

  @Test("a rule ends with its last local day, on both sides of it")
  func ends() throws {
    let found = try table()
    #expect(verdict(found, "tee", "GB", abroad: true, "2026-11-06T23:59:59Z").level == .restricted)
    #expect(verdict(found, "tee", "GB", abroad: true, "2026-11-07T00:00:00Z").level == .allowed)
    #expect(verdict(found, "serum", "GB", abroad: true, "2026-11-06T12:00:00Z").level == .conditional)
    #expect(verdict(found, "tee", "GB", abroad: false, "2026-11-06T12:00:00Z").level == .allowed)
    for (at, level) in [
      ("2026-11-03T22:59:59Z", LegalLevel.allowed), ("2026-11-03T23:00:00Z", .prohibited),
      ("2026-11-04T22:59:59Z", .prohibited), ("2026-11-04T23:00:00Z", .allowed),
    ] {
      #expect(verdict(found, "tee", "DE", abroad: true, at).level == level, "\(at)")
      #expect(verdict(found, "tee", "DE", abroad: false, at).level == .allowed)
    }
  }

  @Test("a stop-sale at an hour begins at that hour, and not together with a day")
  func stopSale() throws {
    let stop = "rules: { stop: { effect: prohibit, markets: [GB], from: 2026-11-05T10:00:00Z, citation: test } }"
    let found = try table(stop)
    #expect(verdict(found, "tee", "GB", "2026-11-05T09:59:59.999999Z").level == .allowed)
    #expect(verdict(found, "tee", "GB", "2026-11-05T10:00:00Z").level == .prohibited)
    #expect(throws: Diagnostics.self) {
      _ = try table(stop.replacing("citation", with: "validFrom: 2026-11-05, citation"))
    }
  }

  @Test("documents lift a restriction while they are valid")
  func documents() throws {
    let held = """
      documents:
        - { name: cpnp, skus: [serum] }
        - { name: responsible-person, markets: [DE], validTo: 2026-11-06 }
      """
    let found = try table(Self.rules + "\n" + held)
    #expect(verdict(found, "serum", "DE", "2026-11-06T22:59:59Z").level == .conditional)
    let after = verdict(found, "serum", "DE", "2026-11-06T23:00:00Z")
    #expect(after.level == .restricted && found.table.proofs[Int(after.proof)].missing == ["responsible-person"])
  }

  @Test("conditions travel with the verdict, and a prohibition has no remedy")
  func conditions() throws {
    let found = try table()
    #expect(verdict(found, "serum", "GB", "2026-11-03T00:00:00Z").conditions == .noAir)
    let banned = verdict(found, "tee", "DE", abroad: true, "2026-11-04T12:00:00Z")
    #expect(found.table.proofs[Int(banned.proof)].remedyCost == nil)
  }

  @Test("adding a rule never makes a verdict better")
  func monotone() throws {
    let network = try table().network
    var stream = Streams(seed: 4)["rules"][0]
    for _ in 0..<40 {
      var rules: [Rule] = []
      var before: [LegalLevel]?
      for number in 0..<8 {
        rules.append(randomRule(number, network, &stream))
        let engine = RuleEngine(network: network, rules: rules, documents: [])
        let table = engine.table()
        let levels = (0..<network.skus.count * 2 * 2 * 14).map { place in
          let at = network.start + .hours(12) * Int64(place / 8)
          return table.verdict(UInt16(place % 2), market: place / 2 % 2, crossBorder: place / 4 % 2 == 1, at: at).level
        }
        if let before { #expect(zip(before, levels).allSatisfy { $0 <= $1 }) }
        before = levels
      }
    }
  }

  private func randomRule(_ number: Int, _ network: Network, _ stream: inout RandomStream) -> Rule {
    let effects: [Rule.Effect] = [
      .prohibit, .require(["paper"]), .minimumPrice([25_00, 25_00]), .condition(.ageCheck),
    ]
    var rule = Rule(
      name: "r\(number)", markets: stream.bernoulli(0.5) ? [0] : [0, 1], effect: effects[Int(stream.below(4))])
    if stream.bernoulli(0.5) { rule.applies.hsCodes = ["33"] }
    if stream.bernoulli(0.3) { rule.applies.way = .crossBorder }
    if stream.bernoulli(0.6) { rule.validFrom = LocalDate("2026-11-0\(3 + stream.below(3))") }
    if stream.bernoulli(0.6) { rule.validTo = LocalDate("2026-11-0\(6 + stream.below(3))") }
    return rule
  }

  @Test("the table agrees with the engine at every hour, and lists its changes")
  func agreement() throws {
    let model = try FrontWorld.model(Self.rules)
    let network = model.network
    let table = model.compliance.legality
    let changes = table.changeTimes(market: 0, skus: 2, after: network.start, before: network.end)
    #expect(changes.map(\.iso8601) == ["2026-11-03T23:00:00Z", "2026-11-04T23:00:00Z"])
  }

  @Test("a forbidden day in the middle of a run stops the orders of that day alone")
  func inARun() throws {
    let run = FrontWorld.run(
      try FrontWorld.model(
        """
        rules: { pause: { effect: prohibit, markets: [GB], validFrom: 2026-11-04, validTo: 2026-11-04, citation: test } }
        """, ["markets.GB.demand.organic=20000/h", "demand.noise=poisson"]))
    let counters = run.counters("GB")
    #expect(counters.ordersByHour[49..<71].allSatisfy { $0 == 0 } && counters.visitsByHour[60] > 1_000)
    #expect(counters.ordersByHour[40] > 50 && counters.ordersByHour[80] > 50 && run.violations.isEmpty)
    #expect(counters.lostOrders[Int(LossCause.legal.rawValue)] > 1_000)
  }
}
