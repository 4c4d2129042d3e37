import Kernel
import Scenario
import Testing

@Test("a minimal scenario loads and resolves")
func minimal() throws {
  let document = try ScenarioDocument.parse(TestSchema.minimal, schema: TestSchema.schema)
  print(document.resolvedYAML, document.hash, document.provenance)
  #expect(document.root[TestSchema.branching] == 0.6)
}
