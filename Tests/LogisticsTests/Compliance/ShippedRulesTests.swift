import Kernel
import Scenario
import TestSupport
import Testing

@testable import Logistics

@Suite("The rules that creator-drop ships, on both sides of their dates")
struct ShippedRulesTests {
  /// A verdict that the shipped data must give: illustrative law, exact arithmetic.
  struct Golden: Sendable {
    var rule: String
    var sku: String
    var market: String
    var isAbroad: Bool
    /// The last day before the rule, and its first; local days.
    var before: String
    var from: String
    var then: LegalLevel
  }

  private func verdict(_ golden: Golden, on day: String) throws -> (level: LegalLevel, rules: [String]) {
    // The run is laid around the day, and the shipped posts and shows lie outside of it.
    let document = try Model.document(
      path: Places.repository("scenarios/creator-drop.yaml"),
      overrides: ["start=\(day)T00:00:00Z", "end=\(day)T23:00:00Z"])
    let model = try Model.build(document)
    let sku = try #require(model.network.skus.firstIndex { $0.name == golden.sku })
    let market = try #require(model.network.markets.firstIndex { $0.code == golden.market })
    let zone = model.network.markets[market].timeZone
    let midnight = zone.instant(LocalDate(day)!, LocalTime(12))
    let found = model.compliance.legality.verdict(
      UInt16(sku), market: market, crossBorder: golden.isAbroad, at: midnight)
    return (found.level, model.compliance.legality.proofs[Int(found.proof)].rules)
  }

  @Test(
    "Allowed the day before, and what the rule says from its first day on",
    arguments: [
      Golden(
        rule: "id-imports-minimum-price", sku: "glow-serum", market: "ID", isAbroad: true, before: "2023-09-25",
        from: "2023-09-26", then: .restricted),
      Golden(
        rule: "id-imports-minimum-price", sku: "tour-tee", market: "ID", isAbroad: true, before: "2023-09-25",
        from: "2023-09-26", then: .restricted),
      Golden(
        rule: "us-cosmetics-listing", sku: "glow-serum", market: "US", isAbroad: false, before: "2024-06-30",
        from: "2024-07-01", then: .conditional),
    ])
  func dated(golden: Golden) throws {
    let (before, from) = (try verdict(golden, on: golden.before), try verdict(golden, on: golden.from))
    #expect(before.level == .allowed && !before.rules.contains(golden.rule), "\(before)")
    #expect(from.level == golden.then && from.rules.contains(golden.rule), "\(from)")
  }

  @Test(
    "Rules without a date hold always: Europe and Britain ask for notifications, which are held, and goods at home are free in Indonesia",
    arguments: [
      ("glow-serum", "DE", LegalLevel.conditional), ("glow-serum", "GB", .conditional), ("glow-serum", "ID", .allowed),
      ("tour-tee", "DE", .allowed), ("led-mask", "US", .allowed),
    ])
  func undated(sku: String, market: String, level: LegalLevel) throws {
    let golden = Golden(
      rule: "", sku: sku, market: market, isAbroad: false, before: "", from: "2026-11-11", then: level)
    #expect(try verdict(golden, on: golden.from).level == level)
  }
}
