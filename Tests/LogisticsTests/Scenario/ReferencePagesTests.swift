import Logistics
import Scenario
import TestSupport
import Testing

@Test("The reference page and the JSON Schema are what the departments declare")
func referencePages() {
  let pages = [
    ("scenario.md", ModelSchema.schema.referenceMarkdown()), ("scenario.schema.json", ModelSchema.schema.jsonSchema()),
  ]
  for (name, page) in pages {
    let difference = Golden.compare(page, with: Places.repository("docs/reference/" + name))
    #expect(difference == nil)
  }
}
