import Histogram
import Kernel
import LoadTesting
import NIOCore
import Testing

@Suite(.serialized) struct LoadGeneratorTests {
  private func plan(
    port: Int, rate: Double, seconds: Double, connections: Int = 16, timeout: SimDuration = .seconds(10)
  ) throws -> LoadPlan {
    LoadPlan(
      target: try LoadTarget("http://127.0.0.1:\(port)/offer"),
      source: ShapeStarts(try .constant(rate, for: SimDuration(seconds: seconds))), connections: connections,
      timeout: timeout)
  }

  @Test("Every planned request is sent, answered and timed three ways")
  func everyRequest() throws {
    let server = try LoopbackServer()
    defer { server.stop() }
    let result = try plan(port: server.port, rate: 500, seconds: 1).send()
    #expect(result.planned == 500 && result.sent == 500 && result.answered == 500)
    #expect(result.failed == 0 && result.unsent == 0 && result.statuses[200] == 500 && result.bodyBytes == 1_000)
    for histogram in [result.responseTime, result.serviceTime, result.sendLag, result.generatorLag] {
      #expect(histogram.totalCount == 500)
    }
    #expect(result.elapsed_ns >= 998_000_000)
  }

  @Test("A stall shows in response times from the intended start, and hides from service times")
  func stall() throws {
    let server = try LoopbackServer(.stalling(.milliseconds(500)))
    defer { server.stop() }
    // 500 requests/s for 1 s and a stall of 0.5 s: the first 250 wait 500 ms down to 0, so a quarter waits 250 ms or more;
    // of 500 service times only those of the 8 connections see it.
    let result = try plan(port: server.port, rate: 500, seconds: 1, connections: 8).send()
    #expect(result.answered == 500)
    #expect(result.responseTime.valueAtPercentile(80) > 200_000_000)
    #expect(result.serviceTime.count(within: 200_000_000...10_000_000_000) <= 8)
    #expect(result.largestBacklog > 150)
  }

  @Test("The seconds of a load add up to it, and a stall stands in the seconds that saw it")
  func timeline() throws {
    let server = try LoopbackServer(.stalling(.milliseconds(1_200)))
    defer { server.stop() }
    let result = try plan(port: server.port, rate: 200, seconds: 3, connections: 8).send()
    let seconds = result.timeline
    #expect(seconds.map(\.second) == Array(0..<seconds.count) && (3...4).contains(seconds.count))
    #expect(seconds.reduce(0) { $0 + $1.sent } == 600 && seconds.reduce(0) { $0 + $1.answered } == 600)
    // Nothing is answered in the first second; the second has the 240 that waited, up to 1.2 s.
    #expect(seconds[0].answered == 0 && seconds[0].response_ns == nil && seconds[0].backlog > 100)
    #expect(try #require(seconds[1].response_ns).longest > 1_000_000_000)
    #expect(try #require(seconds[2].response_ns).median < 200_000_000)
  }

  @Test("A sender that looks at the clock instead of sleeping sends the same plan")
  func busy() throws {
    let server = try LoopbackServer()
    defer { server.stop() }
    var plan = try plan(port: server.port, rate: 500, seconds: 1)
    plan.isBusy = true
    let result = try plan.send()
    #expect(result.answered == 500 && result.unsent == 0 && result.generatorLag.totalCount == 500)
  }

  @Test("Refused connections are counted, one for each request")
  func refused() throws {
    let server = try LoopbackServer()
    let port = server.port
    server.stop()
    let result = try plan(port: port, rate: 1_000, seconds: 0.5).send()
    #expect(result.count(.connect) == 500 && result.sent == 0 && result.failed == 500)
  }

  @Test("What is never answered times out, and the load ends")
  func timeouts() throws {
    let server = try LoopbackServer(.silent)
    defer { server.stop() }
    let result = try plan(port: server.port, rate: 50, seconds: 0.2, timeout: .milliseconds(200)).send()
    #expect(result.count(.timeout) == 10 && result.answered == 0)
    // A request without an answer has no response time, however long one waits: a gate on it does not hold.
    let verdict = try LoadGate("response_p50<10s").verdict(result)
    #expect(verdict.holds == false && verdict.text == "no answer")
    #expect(try LoadGate("service_p50<10s").verdict(result).holds == nil)
    #expect(result.elapsed_ns > 350_000_000)
  }

  @Test("Percentiles of a gate count requests without an answer as slower than all others")
  func unanswered() throws {
    let server = try LoopbackServer(.stalling(.milliseconds(400)))
    defer { server.stop() }
    // What was sent before the server went on times out; what came after was answered.
    let result = try plan(port: server.port, rate: 20, seconds: 1, timeout: .milliseconds(150)).send()
    let lost = result.count(.timeout)
    #expect(lost > 0 && result.answered > 0 && result.answered + lost == 20, "\(result.answered) \(lost)")
    let share = 100 * Double(result.answered) / 20
    #expect(try LoadGate("response_p\(Int(share) + 1)<10s").verdict(result).holds == false)
    #expect(try LoadGate("response_p\(Int(share))<10s").verdict(result).holds == true)
  }

  @Test("A load that is stopped drains, and says what it did not send")
  func stopped() throws {
    let server = try LoopbackServer()
    defer { server.stop() }
    let result = try plan(port: server.port, rate: 100, seconds: 60).send { _ in false }
    #expect(result.wasInterrupted && result.sent + result.unsent == 6_000 && result.unsent > 5_000)
    #expect(result.answered == result.sent)
  }

  @Test("The generator's lag decides whether a run is valid")
  func lag() throws {
    let server = try LoopbackServer()
    defer { server.stop() }
    let result = try plan(port: server.port, rate: 100, seconds: 0.2).send()
    #expect(!result.missedSchedule(by: .seconds(10)))
    #expect(result.missedSchedule(by: .zero))
  }
}

extension LoadPlan {
  /// Sends the plan with its figures.
  func send(_ goesOn: @escaping @Sendable (LoadProgress) -> Bool = { _ in true }) throws -> LoadResult {
    try run(figures(), goesOn: goesOn)
  }
}
