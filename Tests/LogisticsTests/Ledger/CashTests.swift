import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("When money moves")
struct CashTests {
  private func money(_ overrides: [String]) throws -> MoneyTotals {
    let document = try ScenarioDocument.parse(
      StarterScenario.oneCountry, name: "starter.yaml", overrides: ["scale.all=0.1"] + overrides,
      schema: ModelSchema.schema)
    let run = Simulation(try Model.build(document)).run()
    #expect(run.invariants.violations == [])
    return run.money
  }

  private func terms(_ settlement: Int, _ supplier: Int, _ provider: Int) -> [String] {
    ["fees.settlement=\(settlement) d", "fees.supplierTerms=\(supplier) d", "fees.providerTerms=\(provider) d"]
  }

  @Test("Terms move cash between days and change nothing that is earned")
  func terms() throws {
    let all = try [terms(0, 0, 0), terms(7, 0, 30), terms(60, 0, 0), terms(7, 60, 60)].map(money)
    let earned = all.map { $0.contributionMinor }
    #expect(Set(earned).count == 1)
    #expect(Set(all.map { $0.cashByDayMinor[$0.cashByDayMinor.count - 1] + $0.cashDueMinor }).count == 1)
    let (cash, usual, slow, credit) = (all[0], all[1], all[2], all[3])
    #expect(slow.cashPeakMinor > cash.cashPeakMinor, "whoever waits for customers' money needs more of it")
    #expect(usual.cashPeakMinor <= slow.cashPeakMinor)
    #expect(
      credit.cashPeakMinor < cash.cashPeakMinor / 10, "suppliers and providers finance the offer, but for refunds")
  }

  @Test("Opening stock is out of pocket on the first day, at unit cost")
  func openingStock() throws {
    let idle = try money(["scale.demand=0.0001", "fees.holdingPerYear=0"])
    let stock = try #require(idle.accounts.first { $0.name == "inventory" })
    #expect(idle.cashByDayMinor[0] <= -stock.balanceMinor && idle.cashPeakMinor >= stock.balanceMinor)
  }

  @Test("Money moves on its day, after the run in the last entry; what is held is not in hand")
  func diary() {
    let start = SimTime(microseconds: 0)
    var diary = CashDiary(start: start, end: start + .hours(36))
    diary.hold(500)
    diary.move(-100, .market, at: start + .hours(23))
    diary.move(30, .market, at: start + .hours(24))
    diary.move(7, .report, at: start + .days(90))
    #expect(diary.market == [-100, 30, 0])
    #expect(diary.report == [0, 0, 7])
    #expect(diary.total(in: .market) == 430 && diary.total(in: .report) == 7)
  }
}
