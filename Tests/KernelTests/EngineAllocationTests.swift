#if Jemalloc
  import CJemalloc
  import Kernel
  import Testing

  @Suite("Steady state")
  struct EngineAllocationTests {
    /// Bytes this thread has ever allocated, read without a call into the allocator.
    static var allocated: UInt64 {
      var counter: UnsafeMutablePointer<UInt64>?
      var size = MemoryLayout<UnsafeMutablePointer<UInt64>?>.size
      guard mallctl("thread.allocatedp", &counter, &size, nil, 0) == 0, let counter else { return 0 }
      return counter.pointee
    }

    @Test("allocates less than a byte per event in the engine")
    func engine() {
      let engine = PHOLD.engine(regions: 4, population: 2_000, threads: 1)
      engine.run(until: SimTime(microseconds: 1_000_000))
      let before = Self.allocated
      let events = engine.run(until: SimTime(microseconds: 1_000_001)).events
      let report = engine.run(until: SimTime(microseconds: 3_000_000))
      let perEvent = Double(Self.allocated - before) / Double(report.events - events)
      #expect(before > 0)
      #expect(report.events - events > 200_000)
      #expect(perEvent < 1, "\(perEvent) bytes per event")
    }

    @Test("allocates less than a byte per event in the future event set", arguments: Increments.allCases)
    func futureEventSet(_ increments: Increments) {
      let pending = FutureEventSet()
      var random = SplitMix(state: 4)
      var serial: UInt64 = 0
      func push(after now: Int64) {
        let order = EventOrder(priority: .normal, origin: RegionID(rawValue: 0), serial: serial)
        let time = now.addingReportingOverflow(increments.next(&random))
        let instant = SimTime(microseconds: time.overflow ? .max : time.partialValue)
        pending.push(Event(time: instant, order: order, kind: 0, tag: 0, index: 0))
        serial += 1
      }
      func hold(_ operations: Int) {
        for _ in 0..<operations { if let event = pending.pop() { push(after: event.time.microseconds) } }
      }
      for _ in 0..<5_000 { push(after: 0) }
      hold(100_000)
      let before = Self.allocated
      hold(100_000)
      let perEvent = Double(Self.allocated - before) / 100_000
      #expect(perEvent < 1, "\(perEvent) bytes per event")
    }
  }
#endif
