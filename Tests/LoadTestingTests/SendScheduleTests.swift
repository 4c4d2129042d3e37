import Foundation
import Kernel
import LoadTesting
import Testing
import TraceFormat

@Suite("When requests must start")
struct SendScheduleTests {
  @Test("Even starts of a constant rate are evenly spaced, and as many as the rate says")
  func even() throws {
    let schedule = SendSchedule.even(try .constant(2_000, for: .seconds(8)))
    #expect(schedule.count == 16_000)
    for (k, offset) in schedule.offsets_ns.enumerated() { #expect(abs(offset - Int64(k) * 500_000) <= 1) }
    #expect(try #require(schedule.dispersion(per: .milliseconds(10))) < 0.01)
  }

  @Test("A ramp, a pause and a plateau have the area under their rates, and nothing starts in the pause")
  func stages() throws {
    let shape = try LoadShape([
      .init(from: 0, to: 100, length: .seconds(10)), .init(from: 0, to: 0, length: .seconds(5)),
      .init(from: 40, to: 40, length: .seconds(5)),
    ])
    let schedule = SendSchedule.even(shape)
    #expect(shape.expected == 700 && schedule.count == 700 && shape.length == .seconds(20))
    let seconds = schedule.offsets_ns.map { Double($0) / 1e9 }
    #expect(seconds == seconds.sorted())
    #expect(seconds.count { $0 < 10 } == 500 && seconds.count { $0 >= 10 && $0 < 15 } == 0)
    // Half of the ramp's time has a quarter of its requests: 5 t^2 are due by t.
    #expect(seconds.count { $0 < 5 } == 125)
    for k in 0..<500 { #expect(abs(seconds[k] - (Double(k) / 5).squareRoot()) < 1e-8) }
  }

  @Test("Poisson starts are as dispersed as a Poisson process, over twenty seeds")
  func poisson() throws {
    let shape = try LoadShape.constant(2_000, for: .seconds(20))
    var (dispersion, counts) = (Tally(), Tally())
    for seed in 0..<20 {
      let schedule = SendSchedule.poisson(shape, seed: UInt64(seed))
      dispersion.add(try #require(schedule.dispersion(per: .milliseconds(10))))
      counts.add(Double(schedule.count))
      #expect(schedule.offsets_ns == schedule.offsets_ns.sorted())
    }
    // 40,000 intervals: the mean dispersion is 1 with a standard error of 0.007, the mean count 40,000 with one of 45.
    // Four standard errors: one seed list in 16,000 would fail by chance.
    #expect(abs(dispersion.mean - 1) < 0.028)
    #expect(abs(counts.mean - 40_000) < 180)
  }

  @Test("The same seed gives the same starts, another one others; the digest tells them apart")
  func digests() throws {
    let shape = try LoadShape([.init(from: 10, to: 500, length: .seconds(30))])
    let schedule = SendSchedule.poisson(shape, seed: 1)
    #expect(SendSchedule.poisson(shape, seed: 1) == schedule)
    #expect(SendSchedule.poisson(shape, seed: 2).digest != schedule.digest)
    #expect(String(schedule.digest, radix: 16) == "6fb746132102c69b")
  }

  @Test("Every selected record of a trace starts a request at its instant, whatever the speed")
  func recorded() throws {
    let reader = try makeTrace()
    let selection = TraceSelection(kinds: [7, 9])
    var times: [Int64] = []
    _ = try reader.forEachRecord(selection, order: .merged) { record, _ in
      times.append(record.time)
      return true
    }
    let first = try #require(times.first)
    let plain = try SendSchedule.recorded(reader, selection)
    #expect(plain.offsets_ns == times.map { ($0 - first) * 1_000 } && plain.count > 100)
    let fast = try SendSchedule.recorded(reader, selection, pace: .init(speed: 8))
    #expect(fast.offsets_ns == times.map { Int64((Double($0 - first) * 125).rounded()) })
    let late = try SendSchedule.recorded(reader, TraceSelection(from: first - 5, kinds: [7, 9]))
    #expect(late.offsets_ns == plain.offsets_ns.map { $0 + 5_000 })
  }

  @Test("Capped pauses keep the order and the shorter gaps")
  func pauses() throws {
    let reader = try makeTrace()
    let plain = try SendSchedule.recorded(reader, TraceSelection())
    let longest = SimDuration.milliseconds(2)
    let capped = try SendSchedule.recorded(reader, TraceSelection(), pace: .init(longestPause: longest))
    #expect(capped.count == plain.count)
    func gaps(_ schedule: SendSchedule) -> [Int64] {
      zip(schedule.offsets_ns.dropFirst(), schedule.offsets_ns).map { $0 - $1 }
    }
    #expect(gaps(plain).contains { $0 > 2_000_000 })
    #expect(gaps(capped) == gaps(plain).map { min($0, 2_000_000) })
  }

  @Test("Loads that cannot be are refused with their reason")
  func refusals() throws {
    #expect(throws: LoadError.self) { try LoadShape([]) }
    #expect(throws: LoadError.self) { try LoadShape.constant(-1, for: .seconds(1)) }
    #expect(throws: LoadError.self) { try LoadShape.constant(.nan, for: .seconds(1)) }
    #expect(throws: LoadError.self) { try LoadShape.constant(5, for: .zero) }
    #expect(throws: LoadError.self) { try LoadShape.constant(1e6, for: .days(1)) }
    let reader = try makeTrace()
    #expect(throws: LoadError.self) { try SendSchedule.recorded(reader, TraceSelection(), pace: .init(speed: 0)) }
    #expect(throws: LoadError.self) { try SendSchedule.recorded(reader, TraceSelection(), pace: .init(speed: 1e-11)) }
    #expect(throws: LoadError.self) { try SendSchedule.recorded(TraceReader(path: Self.extremes), TraceSelection()) }
    #expect(SendSchedule.even(try .constant(0, for: .seconds(1))).count == 0)
    #expect(SendSchedule.even(try .constant(0, for: .seconds(1))).dispersion(per: .milliseconds(1)) == nil)
  }

  /// Records of three kinds in two regions, a thousand each, some microseconds to some milliseconds apart.
  private func makeTrace() throws -> TraceReader {
    let path = URL.temporaryDirectory.appending(path: "load-\(UUID().uuidString).trace.zst").path()
    let kinds = [5, 7, 9].map { TraceKind(id: $0, name: "kind \($0)", fields: []) }
    let writer = try TraceWriter(
      path: path, header: TraceHeader(scenarioName: "load", kinds: kinds, regions: ["a", "b"]))
    for region in 0..<2 {
      var stream = Streams(seed: 7)["records"][UInt64(region)]
      let block = writer.pool.take(region: UInt16(region))
      var time: Int64 = 1_000_000
      for _ in 0..<1_000 {
        time += Int64(stream.exponential() * 1_500)
        block.append(TraceRecord(time: time, kind: [5, 7, 9][Int(stream.below(3))]))
      }
      try writer.append(block)
    }
    _ = try writer.finish()
    let reader = try TraceReader(path: path)
    try FileManager.default.removeItem(atPath: path)
    return reader
  }

  /// A trace whose times reach from one end of 64 bits to the other.
  private static let extremes = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../traces/three-regions.trace.zst").standardizedFileURL.path()
}
