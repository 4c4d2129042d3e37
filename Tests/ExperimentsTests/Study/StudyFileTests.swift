import Experiments
import Foundation
import Logistics
import Scenario
import TestSupport
import Testing

@Suite struct StudyFileTests {
  @Test("Variables are crossed in the order written, the last one fastest; those of one zip word move together")
  func design() throws {
    let study = try parse(
      """
      vary:
        wide: { path: scale.demand, values: [1, 2], labels: [low, high] }
        b: { path: [nodes.home.pack.stations, nodes.home.pick.pickers], values: [3, 4], zip: size }
        a: { path: scale.stock, values: [10 %, 20 %], zip: size }
      set: { end: 2026-11-25T00:00:00Z }
      """)
    #expect(
      study.points.map(\.design.label) == [
        "wide=low, b=3, a=10 %", "wide=low, b=4, a=20 %", "wide=high, b=3, a=10 %", "wide=high, b=4, a=20 %",
      ])
    #expect(
      study.points[3].design.overrides == [
        "end=2026-11-25T00:00:00Z", "scale.demand=2", "nodes.home.pack.stations=4", "nodes.home.pick.pickers=4",
        "scale.stock=20 %",
      ])
    #expect(study.points[3].values == ["2", "4", "20 %"])
    #expect(study.replications == .fixed(10) && study.seed == nil)
    #expect(try parse("").points.map(\.design.label) == ["base"])
  }

  @Test("Only points that satisfy all conditions are kept, with units brought together")
  func conditions() throws {
    let study = try parse(
      """
      vary:
        pickers: { path: a.b, values: [1, 2, 3] }
        stations: { path: a.c, values: [2, 4] }
        wait: { path: a.d, values: [45 min, 2 h] }
      keep: ["stations >= 2 * (pickers - 1)", "wait < 1 h", "pickers + stations != 7"]
      """)
    #expect(
      study.points.map(\.values) == [
        ["1", "2", "45 min"], ["1", "4", "45 min"], ["2", "2", "45 min"], ["2", "4", "45 min"],
      ])
  }

  @Test("Values of any shape reach the scenario as they were written")
  func values() throws {
    let study = try parse(
      """
      vary:
        time: { path: a.b, values: ["23:00", [ "08:00", "a, b" ], { min: 6 h, p95: 44 h }, null, "null", 1.5e3, 2 kg] }
      """)
    let overrides = study.points.map { $0.design.overrides[0] }
    #expect(
      overrides == [
        "a.b=\"23:00\"", "a.b=[\"08:00\", \"a, b\"]", "a.b={ min: 6 h, p95: 44 h }", "a.b=null", "a.b=\"null\"",
        "a.b=1.5e3", "a.b=2 kg",
      ])
  }

  @Test(
    "What is wrong with a study is told with its place and how to write it",
    arguments: [
      ("vary: { a: { path: x, values: [1, 2], labels: [one] } }", "2:47: error: a has 2 values and 1 labels"),
      ("vary: { a: { path: x, values: [1, 1] } }", "2:35: error: a has the value \"1\" twice"),
      (
        "vary: { a: { path: x, values: [1] }, b: { path: x, values: [1] } }",
        "2:38: error: b varies x, and so does a"
      ),
      (
        "vary: { a: { path: x, values: [1, 2], zip: z }, b: { path: y, values: [1], zip: z } }",
        "2:49: error: b has 1 values and moves together with a, which has 2"
      ),
      ("set: { x: 1 }\nvary: { a: { path: x, values: [1] } }", "2:11: error: x is set, and a varies it"),
      (
        "vary: { speed: { path: x, values: [1] } }\nkeep: [\"sped > 1\"]",
        "3:7: error: \"sped > 1\" names no variable with \"sped\"; did you mean \"speed\"?"
      ),
      ("vary: { a: { path: x, values: [1] } }\nkeep: [\"a > 1\"]", "3:7: error: no point satisfies all conditions"),
      ("vary: { a: { path: x, values: [1 EUR] } }\nkeep: [\"a > 1 USD\"]", "mixes the units EUR and USD"),
      ("vary: { a: { path: x, values: [high] } }\nkeep: [\"a > 1\"]", "needs numbers, and a is \"high\""),
      ("keep: [\"a + > 1\"]", "ends where a variable or a number is expected"),
      ("keep: [\"a\"]", "keep \"a\" is no comparison"),
      ("replications: 3\nuntil: { visits: 5 % }", "2:15: error: replications and until exclude each other"),
      ("minReplications: 3", "2:18: error: minReplications is for studies with until"),
      ("until: { visits: 5 % }\nmaxReplications: 5", "3:18: error: maxReplications 5 is below minReplications 10"),
      ("until: { visits: 0 }", "until \"0\" is below the minimum 0.0001"),
      ("metrics: [visit]", "metrics \"visit\" is no metric; did you mean \"visits\"?"),
      ("varry: {}", "2:1: error: unknown field \"varry\"; did you mean \"vary\"?"),
    ])
  func problems(text: String, message: String) throws {
    let problems = #expect(throws: Diagnostics.self) { try parse(text) }
    #expect(problems?.description.contains(message) == true, "\(problems?.description ?? "")")
  }

  @Test("What is wrong with the scenario at a point is told where the study says it, before anything runs")
  func wrongPoints() throws {
    try withFiles([
      "home.yaml": StarterScenario.oneCountry,
      "study.yaml": """
      scenario: home.yaml
      set: { scale.stok: 2 }
      metrics: [visits, "visits{country:XX}"]
      vary:
        demand: { path: scale.demand, values: [1, -1] }
        seed: { path: seed, values: [1, 2] }
      """,
    ]) { folder in
      let study = try Study.load(path: folder + "/study.yaml")
      let problems = #expect(throws: Diagnostics.self) { try study.models() }
      let text = problems?.description.replacing(folder + "/", with: "") ?? ""
      #expect(
        text.contains("study.yaml:2:20: error: scale.stok=2: unknown field \"stok\"; did you mean \"stock\"?\n"),
        "\(text)")
      #expect(
        text.contains("study.yaml:5:45: error: scale.demand=-1: demand \"-1\" is below the minimum 1e-06"), "\(text)")
      #expect(text.contains("(at point \"demand=-1, seed=1\" and 1 more)"), "\(text)")
    }
  }

  @Test("A metric that a point's scenario does not have is told before anything runs")
  func wrongMetric() throws {
    try withFiles([
      "home.yaml": StarterScenario.oneCountry,
      "study.yaml": "scenario: home.yaml\nmetrics: [\"visits{country:XX}\"]\n",
    ]) { folder in
      let problems = #expect(throws: Diagnostics.self) { try Study.load(path: folder + "/study.yaml").models() }
      #expect(problems?.description.contains(":2:10: error: \"XX\" in \"visits{country:XX}\" is no country") == true)
    }
  }

  @Test("The reference page is what the fields declare")
  func reference() {
    #expect(Golden.compare(StudySchema.referenceMarkdown(), with: Places.repository("docs/reference/study.md")) == nil)
  }

  private func parse(_ text: String) throws -> Study {
    try Study.parse("scenario: home.yaml\n" + text, name: "study.yaml")
  }
}

/// Runs a test with files of these names and texts in a folder of its own.
func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "doorstep-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  for (name, text) in files { try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8) }
  try body(folder.path)
}
