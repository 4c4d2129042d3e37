import Experiments
import Logistics
import Scenario
import TestSupport
import Testing

@Suite("The uncertain numbers of demand")
struct AnswerParametersTests {
  private static let path = Places.repository("scenarios/creator-drop.yaml")

  @Test("Draws stay within the range, below the critical branching number, and make valid scenarios")
  func ranges() throws {
    let document = try Model.document(path: Self.path, overrides: ["end=2026-11-04T00:00:00Z"])
    let parameters = AnswerParameters(document.numericParameters, spread: 0.2, seed: 1)
    let paths = parameters.parameters.map(\.number.path)
    for expected in [
      "creators.mina.followers", "markets.US.funnel.conversion", "markets.ID.demand.organic", "demand.cascade.viral",
      "posts[1].branching", "liveSessions[0].audience", "drops[0].crowd",
    ] { #expect(paths.contains(expected), "\(expected)") }
    // What a planner decides is not uncertain.
    #expect(!paths.contains { $0.hasPrefix("placement") || $0.contains("prices") || $0.contains("budget") })
    for (place, parameter) in parameters.parameters.enumerated() {
      let own = parameter.number.value
      for draw in 0..<20 {
        let value = parameters.value(place, draw: draw)
        #expect(value >= own * 0.8 - 1e-9 && value <= own * 1.2 + 1e-9, "\(parameter.number.path)")
        if parameter.number.path.hasSuffix("branching") || parameter.number.path.hasPrefix("demand.cascade") {
          #expect(value < 1)
        }
      }
    }
    _ = try Model.build(
      Model.document(path: Self.path, overrides: ["end=2026-11-04T00:00:00Z"] + parameters.overrides(0)))
  }

  @Test("A draw is the same however many there are, another one with another seed; without a spread there is none")
  func stability() throws {
    let numbers = try Model.document(path: Places.repository("scenarios/ci-smoke.yaml")).numericParameters
    let parameters = AnswerParameters(numbers, spread: 0.2, seed: 1)
    #expect(
      !parameters.isEmpty && parameters.overrides(3) == AnswerParameters(numbers, spread: 0.2, seed: 1).overrides(3))
    #expect(parameters.overrides(3) != parameters.overrides(4))
    #expect(parameters.overrides(3) != AnswerParameters(numbers, spread: 0.2, seed: 2).overrides(3))
    #expect(AnswerParameters(numbers, spread: 0, seed: 1).isEmpty)
  }
}
