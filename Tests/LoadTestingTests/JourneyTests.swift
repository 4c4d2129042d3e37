import Histogram
import Kernel
import LoadTesting
import NIOCore
import Testing

@Suite("Journeys of sessions", .serialized) struct JourneyTests {
  private func map(_ steps: String, _ head: String = "") throws -> JourneyMap {
    try JourneyMap(yaml: "\(head)\njourneys:\n  a:\n    steps:\n\(steps)\n", file: "map.yaml")
  }

  private func plan(
    _ map: JourneyMap, port: Int = 1, rate: Double = 50, seconds: Double = 1, seed: UInt64 = 1,
    isPoisson: Bool = true
  ) throws -> LoadPlan {
    LoadPlan(
      target: try LoadTarget("http://127.0.0.1:\(port)"),
      source: ShapeStarts(try .constant(rate, for: SimDuration(seconds: seconds)), poisson: isPoisson ? seed : nil),
      map: map, seed: seed,
      connections: 16)
  }

  @Test("The hash of (intended start, request) is this one on every machine, and another for another seed or map")
  func digest() throws {
    let figures = try plan(.standard, rate: 20, seconds: 10).figures()
    #expect(String(figures.digest, radix: 16) == "fdeb233293a8db82")
    #expect(try plan(.standard, rate: 20, seconds: 10).figures() == figures)
    #expect(try plan(.standard, rate: 20, seconds: 10, seed: 2).figures().digest != figures.digest)
    let other = JourneyMap.standardText.replacing("think: 100 ms", with: "think: 101 ms")
    let changed = try JourneyMap(yaml: other, file: "other")
    #expect(try plan(changed, rate: 20, seconds: 10).figures().digest != figures.digest)
  }

  @Test("Countries and journeys come by their shares")
  func shares() throws {
    let text = """
      countries: { US: 3, DE: 1 }
      journeys:
        a: { weight: { DE: 1, other: 0 }, steps: [{ path: "/a/{country}" }] }
        b: { weight: { US: 1 }, steps: [{ path: "/b/{country}" }, { path: /c, think: 1 s }] }
      """
    let server = try LoopbackServer()
    defer { server.stop() }
    let map = try JourneyMap(yaml: text, file: "map")
    let result = try plan(map, port: server.port, rate: 400, seconds: 0.5).send()
    let counts = result.cells.all.map { ["\($0.step) \($0.country ?? "")": $0.sent] }
    let us = try #require(result.cells.sum(country: "US")).sent
    let de = try #require(result.cells.sum(country: "DE")).sent
    // Journey a is Germany's alone, and b, of two steps, America's.
    #expect(result.cells.all.count == 3 && us % 2 == 0, "\(counts)")
    // 200 sessions, a quarter of them German: 50 with a standard deviation of 6; five of them would be one seed in a million.
    #expect(abs(de - 50) < 31 && result.sent == us + de)
  }

  @Test("Values of an answer reach later steps, and a step whose answer was late is sent late")
  func dependent() throws {
    let server = try LoopbackServer(.stalling(.milliseconds(300)), body: #"{"list":[{"id":"x y"}],"n":7,"ok":true}"#)
    defer { server.stop() }
    let map = try map(
      """
            - { name: first, path: /first, extract: { id: "list[?].id", n: n, ok: ok } }
            - { name: second, path: "/second/{id}", think: 50 ms, headers: { X-N: "{n}" }, body: { "n": "{n}", "q": 2 } }
            - { name: third, path: "/third/{ok}", think: 50 ms }
      """)
    var behind = try plan(map, port: server.port, rate: 10, seconds: 0.1, isPoisson: false)
    let digest = try behind.figures().digest
    behind.prefix = "/shop"
    #expect(try behind.figures().digest != digest)
    let result = try behind.send()
    #expect(result.planned == 3 && result.sent == 3 && result.succeeded == 3 && result.heldByAnswer == 2)
    // The first answer is due after 300 ms; the second was meant for 50 ms and the third for 100 ms.
    #expect(result.late == 2 && result.responseTime.valueAtPercentile(34) >= 190_000_000)
    #expect(result.sendLag.max >= 240_000_000 && result.generatorLag.max < 200_000_000)
    let requests = server.requests
    #expect(requests.count == 3 && requests[1].hasPrefix("POST /shop/second/x%20y HTTP/1.1\r\n"))
    #expect(requests[2].hasPrefix("GET /shop/third/true HTTP/1.1\r\n"))
    #expect(requests[1].contains("\r\nX-N: 7\r\n") && requests[1].hasSuffix("\r\n\r\n{\"n\":\"7\",\"q\":2}"))
  }

  @Test("A session ends where its step says, or where a status or a value is not what it needs")
  func ends() throws {
    let server = try LoopbackServer()
    defer { server.stop() }
    func send(_ step: String) throws -> LoadResult {
      try plan(
        map("      - \(step)\n      - { path: /b }\n      - { path: /c }"), port: server.port, rate: 10, seconds: 0.1,
        isPoisson: false
      ).send()
    }
    let sold = try send("{ path: /a, expect: 201, end: 200 }")
    #expect(sold.planned == 3 && sold.succeeded == 1 && sold.notNeeded == 2 && sold.failed == 0 && sold.unsent == 0)
    let wrong = try send("{ path: /a, expect: 201 }")
    #expect(wrong.count(.status) == 1 && wrong.orphaned == 2 && wrong.succeeded == 0)
    let missing = try send("{ path: /a, extract: { id: id } }")
    #expect(missing.count(.value) == 1 && missing.orphaned == 2 && missing.answered == 1)
  }

  @Test("A redirect is an answer, and is not followed")
  func redirect() throws {
    let server = try LoopbackServer(status: "302 Found\r\nLocation: http://192.0.2.1/")
    defer { server.stop() }
    let result = try plan(map("      - { path: /a }"), port: server.port, rate: 50, seconds: 0.2).send()
    #expect(
      result.statuses[302] == result.planned && result.sent == result.planned && server.requests.count == result.sent)
  }

  @Test("All that is wrong with a map is told with its place")
  func wrong() throws {
    let text = """
      journeys:
        a:
          weight: -1
          steps:
            - { path: nowhere }
            - { path: "/{cart}", think: 5, verb: GET }
            - { path: /x, expect: 99, headers: { Host: a } }
        b: { on: sunday, steps: [] }
      """
    do {
      _ = try JourneyMap(yaml: text, file: "m.yaml")
      Issue.record("the map was read")
    } catch {
      let lines = error.lines.map { $0.split(separator: " ", maxSplits: 1)[0] }
      #expect(
        lines == [
          "m.yaml:3:13:", "m.yaml:5:17:", "m.yaml:6:38:", "m.yaml:6:17:", "m.yaml:6:35:", "m.yaml:7:44:",
          "m.yaml:7:29:", "m.yaml:8:12:", "m.yaml:8:6:",
        ], "\(error)")
    }
  }

  @Test("Memory follows open sessions, not requests: a plan of 300,000 requests is walked without being held")
  func streaming() throws {
    let figures = try LoadPlan(
      target: try LoadTarget("http://127.0.0.1:1"), source: ShapeStarts(try .constant(30_000, for: .seconds(10)))
    ).figures()
    #expect(figures.requests == 300_000 && figures.peakPerSecond == 30_000 && figures.length_ns < 10_000_000_000)
    #expect(try #require(figures.dispersion) < 0.2)
  }
}
