import Foundation
import Logistics
import Scenario
import TestSupport
import Testing

@Test(
  "Every scenario of the repository is valid, without a warning",
  arguments: try FileManager.default.contentsOfDirectory(atPath: Places.repository("scenarios"))
    .filter { $0.hasSuffix(".yaml") }.sorted())
func shippedScenario(file: String) throws {
  let path = Places.repository("scenarios/" + file)
  let document = try ScenarioDocument.load(path: path, schema: ModelSchema.schema)
  #expect(document.warnings.isEmpty, "\(document.warnings)")
  if let recorded = recordedFile(of: document), !FileManager.default.fileExists(atPath: recorded) {
    print("\(file) is loaded and not built: its recorded orders are not at \(recorded)")
    return
  }
  let model = try Model.build(document)
  // History has lines without an origin; the warning counts them.
  let aboutLines = model.warnings.warnings.filter { $0.message.contains("lines of") }
  #expect(model.warnings.warnings.count == aboutLines.count, "\(model.warnings)")
}

/// The file of recorded orders that a scenario reads, if it reads one.
private func recordedFile(of document: ScenarioDocument) -> String? {
  let file = Field<FilePath>("demand.recorded.file", since: "0.1", "The same field as the department's.")
  return document.root.section("demand.recorded")?[file].resolved
}
