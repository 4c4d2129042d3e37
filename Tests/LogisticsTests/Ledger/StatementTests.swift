import Kernel
import Scenario
import TestSupport
import Testing

@testable import Logistics

@Suite("A country's statement")
struct StatementTests {
  private func run(_ overrides: [String]) throws -> RunResult {
    let model = try Model.build(
      Model.document(path: Places.repository("scenarios/ci-smoke.yaml"), overrides: overrides))
    var options = SimulationOptions()
    options.seed = 3
    return Simulation(model, options).run()
  }

  private func line(_ country: CountryResult, _ account: String) -> Int64 {
    country.statement.first { $0.account == account }?.amountMinor ?? 0
  }

  private func balance(_ run: RunResult, _ account: String) -> Int64 {
    run.money.accounts.first { $0.name == account }?.balanceMinor ?? 0
  }

  @Test("Countries hold the whole way of their orders, wherever it was paid; what belongs to nobody is the rest")
  func sums() throws {
    for share in ["0", "0.4", "1"] {
      let run = try run(["placement.forwardShare=\(share)"])
      for account in ["costOfGoods", "fulfilment", "carriage"] {
        let countries = run.countries.reduce(0) { $0 + line($1, account) }
        #expect(countries == -balance(run, account), "\(account) at \(share)")
        #expect(countries < 0 || account == "fulfilment", "\(account) at \(share)")
      }
      // No country holds the goods that lie at the origin: the rest is what holding them costs.
      let rest = run.money.contributionMinor - run.countries.reduce(0) { $0 + $1.contributionMinor }
      let holding = -balance(run, "holding") - run.countries.reduce(0) { $0 + line($1, "holding") }
      #expect(rest == holding && rest <= 0, "\(rest) and \(holding) at \(share)")
    }
  }

  @Test("With all stock at the origin each country pays its own carriage: what its provider was paid for it")
  func abroad() throws {
    let run = try run(["placement.forwardShare=0"])
    let air = try #require(run.providers.first { $0.name == "air" })
    #expect(run.countries.allSatisfy { line($0, "carriage") < 0 && $0.landedCostMinor > 0 })
    #expect(run.countries.reduce(0) { $0 + line($1, "carriage") } == -air.paidMinor)
    // A parcel of one tee of 230 g at 2.20 USD and 7.80 USD a kilogram costs at most 8 USD.
    for country in run.countries {
      #expect(-line(country, "carriage") < Int64(country.orders) * 8_00)
      #expect(country.costToServeMinor >= country.landedCostMinor)
      #expect(country.customs.entries > 0 && country.customs.entries <= country.orders * 2)
    }
    let entries = run.countries.reduce(0) { $0 + $1.customs.entries }
    #expect(entries == run.customs.entries)
  }
}
