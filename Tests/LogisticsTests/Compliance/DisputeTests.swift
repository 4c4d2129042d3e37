import Kernel
import Testing

@testable import Logistics

@Suite("Payments that banks take back")
struct DisputeTests {
  private let programme = MonitoringProgramme(
    first: .init(from: LocalDate("2025-06-01")!, ratio: 0.022),
    second: .init(from: LocalDate("2026-04-01")!, ratio: 0.015),
    least: 1_500, fee: 8_00)

  @Test(
    "KA-64: 2,000 events among 100,000 payments are excessive from 1 April 2026",
    arguments: [("2025-05-31", false), ("2026-03-31", false), ("2026-04-01", true)])
  func visa(day: String, isExcessive: Bool) {
    #expect(programme.isExcessive(events: 2_000, settled: 100_000, on: LocalDate(day)!) == isExcessive)
  }

  @Test("the ratio itself is excessive, 1,500 events are not, and before April 2026 it takes 2.2 %")
  func limits() {
    let (before, after) = (LocalDate("2026-03-31")!, LocalDate("2026-04-01")!)
    #expect(programme.isExcessive(events: 2_200, settled: 100_000, on: before))
    #expect(!programme.isExcessive(events: 2_199, settled: 100_000, on: before))
    #expect(programme.isExcessive(events: 1_501, settled: 100_066, on: after))
    #expect(!programme.isExcessive(events: 1_501, settled: 100_067, on: after))
    #expect(!programme.isExcessive(events: 1_500, settled: 1_500, on: after))
  }

  @Test(
    "each dispute of a delivered order takes its money back once, and an excessive month costs a fee for each event")
  func run() throws {
    let orders = (0..<4).map { "2026-11-1\($0)T12:20:00Z" }
    let yaml = GoldenWorld.yaml(orders: orders).replacing("end: 2026-11-24", with: "end: 2026-12-24")
    let settings = [
      "trust.disputes.friendly=1", "trust.disputes.lag=3 d", "trust.disputes.programme.least=0",
      "trust.disputes.programme.fee=8.00 GBP",
    ]
    let quiet = try SmallRun(yaml)
    let run = try SmallRun(yaml, overrides: settings)
    func balance(_ run: SmallRun, _ account: Account) -> Int64 {
      run.result.money.accounts.first { $0.name == account.name }!.balanceMinor
    }
    #expect(run.times(ComplianceRecord.chargeback).count == 4)
    #expect(run.result.countries[0].chargebacks == 4 && run.result.countries[0].excessiveMonths == 1)
    #expect(balance(run, .chargebacks) == 4 * 50_00 + 4 * 8_00)
    #expect(run.result.money.contributionMinor == quiet.result.money.contributionMinor - 4 * 58_00)
    #expect(run.times(ComplianceRecord.excessiveDisputes) == ["12-01T00:00:00"])
    #expect(run.result.money.accounts.reduce(0) { $0 + $1.balanceMinor } == 0)
    #expect(run.regions[0].state.disputes.count == 0 && run.result.invariants.violations == [])
  }

  @Test("the numbers of pairs of accounts stay what they were, and each is used once")
  func pairs() {
    #expect(LedgerRecord.pair(.bank, .goodsRevenue) == 22)
    #expect(LedgerRecord.pair(.salvage, .salvage) == 399)
    #expect(LedgerRecord.pair(.contacts, .customers) == 400)
    #expect(LedgerRecord.pairs.allSatisfy { !$0.isEmpty } && Set(LedgerRecord.pairs).count == LedgerRecord.pairs.count)
  }
}
