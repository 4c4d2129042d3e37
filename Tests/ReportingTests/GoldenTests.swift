import Foundation
import Logistics
import Reporting
import Testing

@Suite struct GoldenTests {
  @Test("The reports of a run look as recorded", arguments: ["json", "txt", "md", "csv", "svg", "html"])
  func reports(kind: String) throws {
    let run = sampleRun()
    let text =
      switch kind {
      case "json": runDocument(run).text()
      case "txt": textSummary(run)
      case "md": markdownSummary(run)
      case "csv": metricTable(run).csv()
      case "html": htmlSummary(run)
      default: runPicture(run)
      }
    try expectGolden(text, "run.\(kind)")
  }

  @Test("The JSON of a run is JSON, with every key that scripts rely on")
  func jsonKeys() throws {
    let data = Data(runDocument(sampleRun()).text().utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let keys = """
      schema scenario seed replication threads fingerprint simulated_s wall_s events events_per_s peak_rss_bytes visits \
      orders units money by_country by_node by_provider customs lost_demand invariants trace thresholds
      """
    for key in keys.split(separator: " ") { #expect(object[String(key)] != nil, "\(key)") }
    let country = try #require((object["by_country"] as? [String: [String: Any]])?["DE"])
    let wanted = "visits orders conversion delivered late_share click_to_door_p50_h click_to_door_p95_h"
    for key in wanted.split(separator: " ") { #expect(country[String(key)] != nil, "\(key)") }
    #expect(Set((object["lost_demand"] as? [String: Int])?.keys.map { $0 } ?? []).count == 5)
    #expect((object["money"] as? [String: Any])?["gmv"] as? Double == 600_000.5)
  }

  @Test("The bottleneck is where all jobs together wait longest, not where a few wait longest each")
  func bottlenecks() throws {
    let text = textSummary(sampleRun())
    let pick = try #require(text.range(of: "rotterdam/pick"))
    let desk = try #require(text.range(of: "DE customs documents"))
    #expect(pick.lowerBound < desk.lowerBound)
    #expect(!text.contains("idle"))
  }

  @Test("An empty run has a report in every format")
  func emptyRun() {
    #expect(textSummary(.init()).contains("0 visits"))
    #expect(markdownSummary(.init()).contains("# Run of"))
    #expect(runPicture(.init()).hasSuffix("</svg>\n"))
  }
}

/// Compares with a file of this test's `Golden` folder; `RECORD=1` writes the file instead.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  let file = folder.appending(path: name)
  if ProcessInfo.processInfo.environment["RECORD"] != nil {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
  let recorded = try String(contentsOf: file, encoding: .utf8)
  guard text != recorded else { return }
  let pairs = zip(text.split(separator: "\n"), recorded.split(separator: "\n"))
  let first = pairs.first { $0 != $1 }
  Issue.record(
    "\(name) changed; first difference: \"\(first?.0 ?? "")\" was \"\(first?.1 ?? "")\"; RECORD=1 swift test updates it",
    sourceLocation: sourceLocation)
}
