import Kernel
import Testing

@testable import Logistics

@Suite struct FluidQueueTests {
  @Test(
    "KA-16: 2,000/s for 60 s into 500/s: 90,000 wait at 60 s, empty at 240 s, last wait 180 s, mean wait 90 s",
    arguments: [1.0, 0.25, 5.0])
  func fluidFlash(_ step: Double) {
    var queue = FluidQueue()
    var (peak, now, served, waited, last) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var emptyAt: Double?
    while now < 300 {
      let arriving = now < 60 ? 2_000 * step : 0
      let outcome = queue.step(arriving, at: now, for: step, FluidQueue.Terms(capacity: 500))
      now += step
      if outcome.served > 0 { last = outcome.lastWait }
      served += outcome.served
      waited += outcome.waited
      peak = max(peak, queue.backlog)
      if queue.isEmpty, now > 60, emptyAt == nil { emptyAt = now }
    }
    #expect(abs(peak - 90_000) < 1e-6 && emptyAt == 240 && abs(last - 180) < 1e-9)
    #expect(abs(served - 120_000) < 1e-6 && abs(waited / served - 90) < 1e-9)
  }

  @Test("work of callers who have gone is done all the same, unless it is dropped; nobody is counted twice")
  func deadWork() {
    for drops in [false, true] {
      var queue = FluidQueue()
      var (onTime, timedOut, served, dropped) = (0.0, 0.0, 0.0, 0.0)
      for second in 0..<400 {
        let terms = FluidQueue.Terms(capacity: 500, patience: 8, dropsExpired: drops)
        let outcome = queue.step(second < 60 ? 1_000 : 0, at: Double(second), for: 1, terms)
        onTime += outcome.onTime
        timedOut += outcome.timedOut
        served += outcome.served
        dropped += outcome.dropped
      }
      #expect(abs(onTime + timedOut - 60_000) < 1e-6, "every caller is answered or gone")
      #expect(abs(served + dropped - 60_000) < 1e-6 && (drops || dropped == 0))
      // Waits reach 8 s after 16 s. Without drops nobody is answered in time from then on; with them half of all are.
      if drops { #expect(abs(onTime - 34_000) < 1_000, "\(onTime)") } else { #expect(abs(onTime - 8_000) < 600) }
    }
  }

  @Test("a full line refuses the latest to come")
  func bound() {
    var queue = FluidQueue()
    let outcome = queue.step(1_000, at: 0, for: 1, FluidQueue.Terms(capacity: 100, bound: 300))
    #expect(outcome.refused == 600 && queue.backlog == 300 && outcome.served == 100)
  }
}
