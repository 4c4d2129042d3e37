import Testing

@Test("every broken scenario says what is wrong, where, and how to fix it")
func brokenScenarios() throws {
  let count = try BrokenScenarios.check(directory: BrokenScenarios.folder("Broken"), schema: TestSchema.schema)
  #expect(count >= 50)
}
