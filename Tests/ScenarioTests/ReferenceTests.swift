import Foundation
import Scenario
import TestSupport
import Testing

@Test("explain finds a field however its path is written, and the nearest one when there is none")
func explain() {
  let schema = TestSchema.schema
  let expected = """
    warehouses{}.waves.every
      Time between wave releases.

      value:       one or several numbers with units (us, ms, s, min, h, d, w)
      range:       1 min to 1 d
      default:     1 h
      since:       0.1
      example:     every: 1 h
    """
  for path in ["warehouses{}.waves.every", "warehouses.west.waves.every", "warehouses.waves.every"] {
    #expect(schema.explain(path).isFound && schema.explain(path).text == expected)
  }
  #expect(schema.explain("lanes[0].carrier").text.contains("refers to:   carriers{}"))
  #expect(
    schema.explain("warehouses.wave.evry").text
      == "there is no field \"warehouses.wave.evry\"; did you mean \"warehouses{}.waves.every\"?")
  #expect(schema.explain("stations").text == "there is no field \"stations\"; did you mean \"warehouses{}.stations\"?")
  #expect(!schema.explain("xyzzy").isFound && schema.explain("xyzzy").text == "there is no field \"xyzzy\"")
  #expect(!schema.explain("").isFound && !schema.explain("...").isFound)
  let section = schema.explain("markets")
  #expect(section.isFound && section.text.hasPrefix("markets{}\n  The markets by country.\n  At least 1.\n\n"))
  #expect(section.text.contains("  markets{}.vat       Value-added tax."))
}

@Test("the reference page and the JSON Schema are those on file")
func goldenPages() throws {
  let pages = [
    ("reference.md", TestSchema.schema.referenceMarkdown()), ("schema.json", TestSchema.schema.jsonSchema()),
  ]
  for (name, page) in pages { #expect(Golden.compare(page, with: Places.beside("Golden/" + name)) == nil) }
}

@Test("the JSON Schema is JSON and has a definition for every reference")
func schemaIsJSON() throws {
  let text = TestSchema.schema.jsonSchema()
  let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
  let definitions = try #require(json?["$defs"] as? [String: Any])
  for match in text.matches(of: /"#\/\$defs\/([^"]+)"/) { #expect(definitions[String(match.1)] != nil) }
}

@Test("Python's jsonschema accepts the JSON Schema, a good scenario, and refuses broken ones")
func pythonJSONSchema() throws {
  let script = """
    import json, sys
    try:
      import jsonschema
    except ImportError:
      print("absent"); sys.exit(0)
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    good = {"start": "2026-11-27T08:00:00Z", "include": ["pack:defaults"], "traced": True,
      "markets": {"DE": {"vat": {"value": 0.19, "source": "law", "as_of": "2025-01-01"}, "service": ["Mon-Fri"]}},
      "warehouses": {"source": "plan", "west": {"country": "US", "stations": 40, "cutOff": None,
        "waves": {"every": "1 h 30 min"}, "hours": "Mon-Fri 09:00-17:00", "packTime": {"mean": "75 s", "cv": 0.5}}},
      "carriers": {"post": {"prices": {"DE": "4.99 EUR"}, "cap": "30 kg", "speed": None and 1 or "20 m/s"}},
      "lanes": [{"from": "west", "carrier": "post", "factors": [1, "50 %"]}]}
    assert not list(check.iter_errors(good)), [e.message for e in check.iter_errors(good)]
    bad = [{"strat": "x"}, {"markets": {"Germany": {}}}, {"warehouses": {"w": {"waves": {"every": "45"}}}},
      {"traced": "yes"}, {"lanes": {"a": 1}}, {"warehouses": {"w": {"shiftEnd": "preempt"}}}]
    for case in bad:
      assert list(check.iter_errors(case)), case
    print("checked")
    """
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", script, Places.beside("Golden/schema.json")]
  let output = Pipe()
  process.standardOutput = output
  do { try process.run() } catch { return }
  let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  if process.terminationStatus == 127 { return }
  #expect(process.terminationStatus == 0)
  #expect(["absent\n", "checked\n"].contains(said))
}
