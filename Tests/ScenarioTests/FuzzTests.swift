import Foundation
import Scenario
import TestSupport
import Testing

/// Changes a text in a few places: bytes, lines, pieces of YAML.
private func mutate(_ text: [UInt8], _ random: inout TestRandom) -> [UInt8] {
  let pieces = [
    "&a", "*a", "<<", ": ", "- ", "? ", "[", "]", "{", "}", "\"", "'", "|\n", ">\n", "#", "\t", "---\n", "...\n",
    "!!int ",
    "\u{0}", "\u{85}", "é", "%YAML 1.1\n", "~", "null", "1e400", ".nan", "-", "\r\n", "include: ", "value: ",
    "source: 1\n",
  ]
  var bytes = text
  for _ in 0..<[1, 1, 1, 2, 4, 8].randomElement(using: &random)! where !bytes.isEmpty {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1...24, using: &random))
    switch Int.random(in: 0..<7, using: &random) {
    case 5, 6:
      let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
      if let digit = digits.randomElement(using: &random) {
        bytes[digit] = UInt8.random(in: 0x30...0x39, using: &random)
      }
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.removeSubrange(place..<end)
    case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 3: bytes.insert(contentsOf: Array(pieces.randomElement(using: &random)!.utf8), at: place)
    default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
    }
  }
  return bytes
}

@Test("whatever the text, loading ends with a scenario that resolves to itself, or with places and messages")
func fuzz() throws {
  let folder = Places.beside("Broken")
  let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
  let texts = try files.map { try Array(Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0))) }
    .filter { $0.count < 500 }
  let whole = Array(DocumentTests.full.utf8)
  let rounds = Int(ProcessInfo.processInfo.environment["FUZZ"] ?? "") ?? 1_200
  var random = TestRandom(seed: 8231)
  var valid = 0
  for round in 0..<rounds {
    let bytes = mutate(round % 2 == 0 ? whole : texts.randomElement(using: &random)!, &random)
    do {
      let document = try ScenarioDocument.parse(bytes: bytes, name: folder + "/fuzz.yaml", schema: TestSchema.schema)
      let resolved = document.resolvedYAML
      let again = try ScenarioDocument.parse(resolved, name: folder + "/again.yaml", schema: TestSchema.schema)
      #expect(again.resolvedYAML == resolved && again.hash == document.hash, "round \(round)")
      valid += 1
    } catch {
      #expect(error.hasErrors && error.errors.allSatisfy { !$0.message.isEmpty }, "round \(round)")
    }
  }
  #expect(valid > rounds / 100)
}

@Test("whatever an override says, it is applied or refused")
func fuzzOverrides() throws {
  let seeds = [
    "warehouses.west.stations=40", "lanes[0].factors[1]=0.25", "carriers.post.prices.FR=6 EUR",
    "demand.live={hosts: 1}",
    "markets.DE=", "threads=null", "lanes=[]", "title={value: x, source: y}", "warehouses.west.docks.north.width=3 m",
  ]
  var random = TestRandom(seed: 77)
  for _ in 0..<600 {
    let override = String(decoding: mutate(Array(seeds.randomElement(using: &random)!.utf8), &random), as: UTF8.self)
    do {
      _ = try ScenarioDocument.parse(DocumentTests.full, overrides: [override], schema: TestSchema.schema).resolvedYAML
    } catch {
      #expect(error.hasErrors)
    }
  }
}

@Test("a canary: the fuzzer's scenarios are not all refused, and not all accepted")
func fuzzCanary() {
  var random = TestRandom(seed: 5)
  var refused = 0
  for _ in 0..<200 {
    let bytes = mutate(Array(DocumentTests.full.utf8), &random)
    if (try? ScenarioDocument.parse(bytes: bytes, name: "x", schema: TestSchema.schema)) == nil { refused += 1 }
  }
  #expect((20..<200).contains(refused))
}
