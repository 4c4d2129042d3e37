import Kernel
import Testing

@Suite("Threads do not show")
struct EngineDeterminismTests {
  struct Outcome: Equatable {
    var digests: [UInt64]
    var accepted: [UInt64]
    var events: [Int]
    var windows: [Int64]
  }

  func outcome(regions: Int, population: Int, threads: Int) -> Outcome {
    let engine = PHOLD.engine(regions: regions, population: population, threads: threads)
    var windows: [Int64] = []
    let report = engine.run(until: SimTime(microseconds: 1_000_000)) { window in
      windows.append(window.end.microseconds)
      return true
    }
    return Outcome(
      digests: engine.processes.map(\.digest), accepted: engine.processes.map(\.accepted),
      events: report.eventsByRegion, windows: windows)
  }

  @Test("PHOLD has one digest on 1, 2, 3 and 8 threads", arguments: [1, 2, 5, 16])
  func oneDigest(regions: Int) {
    // Some 600 events in a window at five regions and more: enough that windows are shared, not run by the caller.
    let reference = outcome(regions: regions, population: 300, threads: 1)
    #expect(reference.events.allSatisfy { $0 > 0 })
    for threads in [2, 3, 8] {
      #expect(outcome(regions: regions, population: 300, threads: threads) == reference, "\(threads) threads")
    }
  }
}
