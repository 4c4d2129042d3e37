import Logistics
import Scenario
import Testing

@testable import Experiments

@Suite struct ReorderedScenarioTests {
  @Test("Names are turned round at every depth, lists are not")
  func turned() {
    let text = "a: 1\nb:\n  c: 2\n  d:\n    - e: 3\n      f: 4\n    - e: 5\n  g: {}\nh: [1, 2]\n"
    #expect(
      ReorderedScenario.text(text)
        == "h: [1, 2]\nb:\n  g: {}\n  d:\n    - e: 3\n      f: 4\n    - e: 5\n  c: 2\na: 1\n")
  }

  @Test("A reordered scenario is the same scenario")
  func same() throws {
    let world = SwarmWorld(seed: 2, number: 0)
    let plain = try ScenarioDocument.parse(world.text, schema: ModelSchema.schema)
    let text = ReorderedScenario.text(plain.resolvedYAML)
    #expect(text != plain.resolvedYAML)
    #expect(try ScenarioDocument.parse(text, schema: ModelSchema.schema).hash == plain.hash)
  }
}
