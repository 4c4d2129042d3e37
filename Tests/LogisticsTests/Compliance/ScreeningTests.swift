import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite struct ScreeningTests {
  @Test("honest orders are rejected at the false rejection rate, rejected stock and money go back (99.9 %)")
  func rejections() throws {
    let run = FrontWorld.run(
      try FrontWorld.model(
        "",
        [
          "markets.GB.demand.organic=100000/h", "demand.noise=poisson", "end=2026-11-02T12:00:00Z",
          "trust.fraudShare=0", "trust.manualShare=0",
        ]))
    let counters = run.counters("GB")
    let share = Double(counters.rejected) / Double(counters.placed)
    #expect(abs(share - 0.02) < 3.2905 * (0.02 * 0.98 / Double(counters.placed)).squareRoot())
    #expect(run.violations.isEmpty, "\(run.violations)")
  }

  @Test("names like one on a list are looked at, so many of them are it, and without lists nothing changes (99.9 %)")
  func sanctions() throws {
    let base = [
      "markets.GB.demand.organic=100000/h", "demand.noise=poisson", "end=2026-11-02T12:00:00Z", "trust.fraudShare=0",
      "trust.manualShare=0", "trust.falseRejection=0", "trust.reviewers=1000",
    ]
    let none = FrontWorld.run(try FrontWorld.model("", base))
    #expect(none.region("GB").compliance.held == 0 && none.counters("GB").rejected == 0)
    let run = FrontWorld.run(
      try FrontWorld.model("", base + ["trust.sanctions.hitRate=0.05", "trust.sanctions.truePositive=0.2"]))
    let (placed, desk) = (Double(run.counters("GB").placed), run.region("GB").compliance)
    let reviewed = Double(desk.hits)
    #expect(abs(Double(desk.held) / placed - 0.05) < 3.2905 * (0.05 * 0.95 / placed).squareRoot())
    #expect(desk.hits + desk.inReview == desk.held && desk.hits > 400)
    #expect(abs(Double(desk.sanctioned) / reviewed - 0.2) < 3.2905 * (0.2 * 0.8 / reviewed).squareRoot())
    #expect(Int(run.counters("GB").rejected) == desk.sanctioned && run.violations.isEmpty, "\(run.violations)")
    #expect(run.counters("GB").visits == none.counters("GB").visits)
  }

  @Test("two reviewers who work by day hold back what comes at night")
  func reviewers() throws {
    let run = FrontWorld.run(
      try FrontWorld.model(
        "",
        [
          "markets.GB.demand.organic=20000/h", "end=2026-11-03T08:59:00Z", "trust.reviewers=2",
          "trust.hours=Mon-Fri 09:00-17:00", "trust.manualShare=0.2",
        ]))
    let department = run.region("GB").compliance
    #expect(department.inReview > 100 && department.inReview == department.reviewers.presentCount)
    #expect(run.violations.isEmpty, "\(run.violations)")
  }
}
