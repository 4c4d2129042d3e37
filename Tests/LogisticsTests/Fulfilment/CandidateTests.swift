import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite("Candidates of a zone")
struct CandidateTests {
  @Test("none of 300 ways to a zone is forgotten, and the last can serve")
  func many() throws {
    let ways = (0..<300).map { "  way-\($0): { provider: \($0 == 299 ? "van" : "none"), from: [depot], to: [GB] }" }
    let yaml = GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z"])
    let before = yaml.prefix(through: yaml.firstRange(of: "services:\n")!.upperBound).dropLast()
    let after = yaml.suffix(from: yaml.firstRange(of: "doorstep:")!.lowerBound)
    let text = (before + ways.joined(separator: "\n") + "\n" + after)
      .replacing("providers:\n", with: "providers:\n  none: { status: candidate }\n")
    let run = try SmallRun(String(text))
    #expect(run.regions[0].state.model.fulfilment.candidates[0].count == 300)
    #expect(run.result.orders.delivered == 1 && run.result.invariants.violations == [])
  }
}
