import Logistics
import Scenario
import TestSupport
import Testing

@testable import Experiments

@Suite("What a unit earns")
struct UnitEconomicsTests {
  private func figures(_ samples: [MetricName: Double]) -> RunFigures {
    RunFigures(
      key: RunKey(stored: "0"), replication: 0, fingerprint: "", violations: 0,
      samples: samples.mapValues { .number($0) })
  }

  private func account(_ name: String) -> MetricName {
    MetricName(metric: "balance", scope: .account, part: name)
  }

  @Test(
    "A sale of 50 with goods of 20: 24.50, 22.00, 19.50 at 6 % commission, 26.50, 24.00, 21.50 at 2 % (KA-63)",
    arguments: [
      (3.0, 2.5, 24.5), (3.0, 5.0, 22.0), (3.0, 7.5, 19.5), (1.0, 2.5, 26.5), (1.0, 5.0, 24.0), (1.0, 7.5, 21.5),
    ])
  func sale(commission: Double, affiliate: Double, profit: Double) throws {
    let outline = ModelOutline(try Model.build(Model.document(path: Places.repository("scenarios/ci-smoke.yaml"))))
    let run = figures([
      account("goodsRevenue"): -50, account("platformCommission"): commission,
      account("affiliateCommission"): affiliate,
      account("costOfGoods"): 20, MetricName(metric: "shipped", scope: .sku, part: "tee"): 1,
      MetricName(metric: "orders.placed", scope: .country, part: "US"): 1,
    ])
    let economics = UnitEconomics([run, run], outline)
    let tee = try #require(outline.skus.firstIndex { $0.name == "tee" })
    #expect(abs(economics.price[tee] - 50) < 1e-6)
    #expect(abs(economics.margin[tee] - profit) < 1e-6, "\(economics)")
  }

  @Test("Carriage and returns are so much a unit; a unit left costs its write-down and a season of holding")
  func perUnit() throws {
    let outline = ModelOutline(try Model.build(Model.document(path: Places.repository("scenarios/ci-smoke.yaml"))))
    let run = figures([
      account("goodsRevenue"): -100, account("carriage"): 8, account("returnHandling"): 2, account("costOfGoods"): 20,
      MetricName(metric: "shipped", scope: .sku, part: "tee"): 4,
    ])
    let economics = UnitEconomics([run], outline)
    #expect(abs(economics.perUnit - 2.5) < 1e-9 && abs(economics.carriage - 2) < 1e-9)
    let tee = try #require(outline.skus.firstIndex { $0.name == "tee" })
    let sku = outline.skus[tee]
    #expect(
      abs(economics.overage[tee] - sku.writeDown - sku.unitCost * outline.holdingPerYear * outline.days / 365) < 1e-9)
    #expect(sku.writeDown > 0 && sku.writeDown < sku.unitCost)
  }
}
