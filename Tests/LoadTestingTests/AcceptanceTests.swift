import Histogram
import Kernel
import LoadTesting
import NIOCore
import Testing

/// Small forms of the three tests that tell a load generator from one that fools itself; `tools/bench load` has the full ones.
@Suite("A generator that keeps its schedule", .serialized) struct AcceptanceTests {
  private func send(_ source: any StartSource, port: Int) throws -> LoadResult {
    try LoadPlan(target: try LoadTarget("http://127.0.0.1:\(port)"), source: source).send()
  }

  @Test("One stall of half a second in two: percentiles of response times are those of the truth")
  func stall() throws {
    let server = try LoopbackServer(.stalling(.milliseconds(500)))
    defer { server.stop() }
    let result = try send(ShapeStarts(.constant(500, for: .seconds(2))), port: server.port)
    #expect(result.planned == 1_000 && result.answered == 1_000)
    // A quarter of the requests waits, evenly from 500 ms down to 0: p90 is 300 ms, p99 480 ms.
    let machine = Double(result.generatorLag.max) / 1e6
    for (percentile, truth) in [(90.0, 300.0), (99, 480)] {
      let time = Double(result.responseTime.valueAtPercentile(percentile)) / 1e6
      // A machine whose turns come late adds as much; nothing may take away.
      #expect(time > truth - 20 && time < truth + 40 + 3 * machine, "p\(percentile) \(time), machine \(machine)")
    }
    #expect(result.serviceTime.valueAtPercentile(90) < 200_000_000)
    let percentiles = stride(from: 0.0, through: 100, by: 0.5).map { result.responseTime.valueAtPercentile($0) }
    #expect(percentiles == percentiles.sorted())
  }

  @Test("Sends are as many as planned in the planned time, and plans are as dispersed as they say")
  func schedule() throws {
    let server = try LoopbackServer()
    defer { server.stop() }
    let even = try send(ShapeStarts(.constant(1_000, for: .seconds(1))), port: server.port)
    #expect(even.sent == 1_000 && abs(Double(even.sending_ns) / 0.999e9 - 1) < 0.05)
    let target = try LoadTarget("http://127.0.0.1:1")
    func dispersion(_ seed: UInt64?) throws -> Double {
      let source = ShapeStarts(try .constant(2_000, for: .seconds(20)), poisson: seed)
      return try #require(LoadPlan(target: target, source: source).figures().dispersion)
    }
    // 2,000 intervals: the Poisson dispersion has a standard error of 0.032; the seed is fixed.
    #expect(try dispersion(nil) < 0.2)
    #expect(try abs(dispersion(3) - 1) < 0.1)
  }

  @Test("A recording of one second takes a second, and half of it at twice the speed")
  func replay() throws {
    let server = try LoopbackServer()
    defer { server.stop() }
    let text = (0...500).map { "\(Double($0) / 500),/offer\n" }.joined()
    for speed in [1.0, 2] {
      let result = try send(RecordedStarts(text, speed: speed), port: server.port)
      #expect(result.answered == 501 && abs(Double(result.sending_ns) / 1e9 * speed - 1) < 0.1)
    }
  }

  @Test("A thousand connections refused at once are a report")
  func refused() throws {
    let server = try LoopbackServer()
    let port = server.port
    server.stop()
    let text = String(repeating: "0,/\n", count: 1_000)
    let result = try LoadPlan(
      target: try LoadTarget("http://127.0.0.1:\(port)"), source: try RecordedStarts(text), connections: 1_000
    ).send()
    #expect(result.count(.connect) == 1_000 && result.sent == 0 && result.largestBacklog == 1_000)
  }
}
