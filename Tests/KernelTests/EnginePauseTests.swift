import Kernel
import Testing

@Suite("Engine: pauses") struct EnginePauseTests {
  private static func time(_ milliseconds: Double) -> SimTime { SimTime(microseconds: Int64(milliseconds * 1_000)) }

  /// What a run did, window by window.
  private struct Story: Equatable {
    var digests: [UInt64] = []
    var accepted: [UInt64] = []
    var ends: [SimTime] = []
    var events = 0
  }

  private func story(regions: Int, threads: Int, pauses: [SimTime], stops: Bool = false) -> (Story, [SimTime]) {
    let engine = PHOLD.engine(regions: regions, population: 20, threads: threads)
    var story = Story()
    var seen: [SimTime] = []
    var rest = pauses
    var report: RunReport
    repeat {
      report = engine.run(
        until: Self.time(200), pauses: rest,
        atPause: { pause in
          seen.append(pause)
          rest.removeFirst()
          return !stops
        },
        atWindowEnd: {
          story.ends.append($0.end)
          return true
        })
    } while report.stoppedEarly
    story.digests = engine.processes.map(\.digest)
    story.accepted = engine.processes.map(\.accepted)
    story.events = report.events
    return (story, seen)
  }

  @Test("Pauses change neither events nor windows nor the order of messages", arguments: [1, 2, 5], [1, 2])
  func nothing(regions: Int, threads: Int) {
    let (plain, _) = story(regions: regions, threads: threads, pauses: [])
    let pauses = [0.0, 0.05, 3, 10, 10.025, 49.999, 50, 123.456, 150, 151, 152, 199.9, 200].map(Self.time)
    for stops in [false, true] {
      let (paused, seen) = story(regions: regions, threads: threads, pauses: pauses, stops: stops)
      #expect(paused == plain)
      #expect(seen == pauses)
    }
  }

  @Test("At a pause every event before it has been executed, and none at it or after")
  func exact() {
    let engine = PHOLD.engine(regions: 3, population: 5, threads: 1)
    let whole = PHOLD.engine(regions: 3, population: 5, threads: 1)
    let pause = Self.time(33.35)
    _ = engine.run(until: Self.time(100), pauses: [pause], atPause: { _ in false }, atWindowEnd: { _ in true })
    _ = whole.run(until: pause)
    #expect(engine.standings.map(\.executed) == whole.standings.map(\.executed))
    #expect(engine.processes.map(\.digest) == whole.processes.map(\.digest))
  }
}
