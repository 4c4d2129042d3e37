import Foundation
import Kernel
import Scenario
import Testing

/// A scenario of many warehouses, 16 values each.
private func largeScenario(bytes: Int) -> (text: String, warehouses: Int) {
  var text = TestSchema.minimal + "carriers: { post: {} }\nwarehouses:\n"
  var count = 0
  while text.utf8.count < bytes {
    text += """
        w\(count):
          country: US
          stations: { value: \(count % 1_000 + 1), source: "floor plan of 2025, counted by the site" }
          waves: { every: 45 min, lines: 20 }   # as agreed with the carrier
          cutOff: "16:30"
          hours: [Mon-Fri 09:00-17:00, Sat 09:00-12:00]
          packTime: { min: 20 s, median: 60 s, p95: 3 min }
          feeds: [w0]
          docks: { north: { doors: 4, width: 3.5 m } }

      """
    count += 1
  }
  return (text, count)
}

/// Seconds of processor time of this thread: other work on the machine does not count.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

@Test("a large scenario loads in time that a user does not mind")
func largeScenarios() throws {
  #if DEBUG
    let (bytes, limit) = (200_000, 60.0)
  #else
    // About two seconds on an idle machine; the limit notices what gets slower by a factor.
    let (bytes, limit) = (10_000_000, 6.0)
  #endif
  let (text, count) = largeScenario(bytes: bytes)
  let start = processorSeconds()
  let document = try ScenarioDocument.parse(text, schema: TestSchema.schema)
  let loaded = processorSeconds() - start
  #expect(document.root.items("warehouses{}").count == count)
  #expect(loaded < limit)
  let hash = document.hash
  print("loaded \(text.utf8.count) bytes in \(loaded), hashed in \(processorSeconds() - start - loaded)")
  #if DEBUG
    #expect(try ScenarioDocument.parse(document.resolvedYAML, schema: TestSchema.schema).hash == hash)
  #else
    #expect(hash.count == 64)
  #endif
}
