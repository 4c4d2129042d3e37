import Scenario
import TestSupport
import Testing

@Test("every broken scenario says what is wrong, where, and how to fix it")
func brokenScenarios() throws {
  let (files, differences) = try BrokenScenarios.check(directory: Places.beside("Broken")) { path, overrides in
    try ScenarioDocument.load(path: path, overrides: overrides, schema: TestSchema.schema).warnings
  }
  for difference in differences { Issue.record("\(difference)") }
  #expect(files >= 50)
}
