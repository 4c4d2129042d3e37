import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("Whatever a scenario says, it runs to its end within its means, or says what is wrong")
struct HostileInputTests {
  @Test("hostile values run to the end, in bounded events, and nothing is lost", arguments: HostileWorld.runs)
  func runs(_ hostile: HostileWorld.Case) throws {
    let run = try SmallRun(HostileWorld.text, overrides: hostile.overrides)
    Balance.check(run)
    #expect(!run.result.interrupted)
    #expect(run.result.cost.events < 500_000, "\(run.result.cost.events) events")
    // The same run again, on threads, is the same run.
    let again = try SmallRun(HostileWorld.text, overrides: hostile.overrides, threads: 2)
    #expect(again.result.fingerprint.text == run.result.fingerprint.text)
  }

  @Test("what cannot be run is refused with a place and a way out", arguments: HostileWorld.refused)
  func refuses(_ hostile: HostileWorld.Case) {
    let problems = #expect(throws: Diagnostics.self) {
      try SmallRun(HostileWorld.text, overrides: hostile.overrides)
    }
    for problem in problems?.errors ?? [] {
      #expect(!problem.mark.file.isEmpty && problem.help?.isEmpty == false, "\(problem)")
    }
  }

  @Test("a table of waits takes no longer for a billion servers")
  func manyServers() {
    var tier = AppTier()
    tier.workers = 1_000_000_000_000
    tier.tabulate()
    #expect(tier.waits.count == 400 && tier.waits.allSatisfy { $0 >= 0 && $0.isFinite })
  }
}
