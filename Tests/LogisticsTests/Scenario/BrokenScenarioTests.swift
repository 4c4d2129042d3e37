import Logistics
import Scenario
import TestSupport
import Testing

@Test("Every broken scenario says what is wrong, where, and how to fix it, from the text to the whole model")
func brokenScenarios() throws {
  let (files, differences) = try BrokenScenarios.check(directory: Places.beside("Broken")) { path, overrides in
    try Model.build(Model.document(path: path, overrides: overrides)).warnings
  }
  for difference in differences { Issue.record("\(difference)") }
  #expect(files >= 50)
}

@Test("The world that the broken scenarios are laid over is whole")
func wholeWorld() throws {
  let path = Places.beside("Broken/parts/world.yaml")
  #expect(try Model.build(ScenarioDocument.load(path: path, schema: ModelSchema.schema)).warnings.isEmpty)
}
