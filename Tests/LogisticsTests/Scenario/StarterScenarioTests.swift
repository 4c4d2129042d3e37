import Logistics
import Scenario
import TestSupport
import Testing

@Test(
  "A starter scenario says nothing odd, delivers orders, and keeps the conservation laws",
  arguments: [StarterScenario.oneCountry, StarterScenario.crossBorder])
func starter(text: String) throws {
  // A small piece of the world, past the drop and its first deliveries.
  let overrides = ["scale.all=0.05", "end=2026-12-05T00:00:00Z"]
  let document = try ScenarioDocument.parse(
    text.replacing("NAME", with: "my-drop"), name: "my-drop.yaml", overrides: overrides, schema: ModelSchema.schema)
  let model = try Model.build(document)
  #expect(model.name == "my-drop" && model.warnings.isEmpty, "\(model.warnings)")
  let result = Simulation(model).run()
  #expect(result.orders.placed > 10 && result.orders.delivered > 0)
  #expect(result.invariants.checked > 0 && result.invariants.violations.isEmpty)
}
