import Kernel
import Testing

final class Ping: LogicalProcess {
  var log: [Int64] = []
  func start(_ s: Scheduler<UInt32>) { s.schedule(0, index: 0, at: .zero) }
  func execute(_ event: Event, _ s: Scheduler<UInt32>) {
    log.append(event.time.microseconds)
    if event.kind == 0 { s.send(7, to: RegionID(rawValue: 1 - s.region.rawValue), at: s.now + .seconds(1)) }
  }
  func accept(_ m: UInt32, from: RegionID, at: SimTime) -> EventPayload { EventPayload(kind: 1, index: m) }
}

@Test("Two regions exchange a message")
func pingPong() {
  let engine = Engine([Ping(), Ping()], lookahead: .seconds(1))
  let report = engine.run(until: SimTime(microseconds: 10_000_000))
  #expect(report.events == 4)
  #expect(engine.processes[1].log == [0, 1_000_000])
}
