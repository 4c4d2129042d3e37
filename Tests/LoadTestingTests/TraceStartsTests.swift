import Foundation
import Kernel
import LoadTesting
import Testing
import TraceFormat

@Suite("The sessions of a trace") struct TraceStartsTests {
  @Test(
    "An order is a session at its instant and one visit fewer; visits lie in their bin, whatever the speed and scale")
  func sessions() throws {
    let reader = try makeTrace()
    let plain = try starts(reader)
    let (orders, visits) = (plain.filter { $0.occasion == .order }, plain.filter { $0.occasion == .visit })
    #expect(orders.map(\.offset_ns) == [2_000_000_000, 2_500_000_000] && orders.map(\.sku) == [1, 0])
    #expect(orders.map(\.country) == [0, 1])
    // Six visits in each of five bins of two regions, two of them the orders.
    #expect(visits.count == 58 && plain.map(\.offset_ns) == plain.map(\.offset_ns).sorted())
    for bin in 0..<5 {
      let inside = visits.filter { $0.offset_ns / 1_000_000_000 == bin }
      // The first region's order stands before the visits of its bin, the second's behind them: the next bin's are fewer.
      #expect(inside.count == (bin == 2 || bin == 3 ? 11 : 12))
    }
    #expect(try starts(reader) == plain)

    var window = TraceStarts.Window()
    window.speed = 8
    let fast = try starts(reader, window)
    #expect(fast.count == plain.count)
    #expect(zip(fast, plain).allSatisfy { abs($0.offset_ns * 8 - $1.offset_ns) <= 8 })
    window.scale = 0.5
    #expect((15...45).contains(try starts(reader, window).count))
    window.scale = 3
    #expect(try starts(reader, window).count == 3 * plain.count)
  }

  @Test("A window sends what lies in it, from its own beginning")
  func windows() throws {
    var window = TraceStarts.Window()
    window.from = 1_000_000 + 2_000_000
    window.to = 1_000_000 + 3_000_000
    let inside = try starts(makeTrace(), window)
    // Eleven visits and both orders; the second order's visit would be the next bin's.
    #expect(inside.count == 13 && inside.allSatisfy { (0..<1_000_000_000).contains($0.offset_ns) })
  }

  @Test("What cannot be sent is refused: no speed, no length, no sessions, more of them than any cap")
  func refusals() throws {
    let reader = try makeTrace()
    for (speed, scale) in [(0, 1), (1e-11, 0), (.nan, 1), (1, -1), (1, 1e9)] {
      var window = TraceStarts.Window()
      (window.speed, window.scale) = (speed, scale)
      #expect(throws: LoadError.self) { try TraceStarts(reader, window, seed: 1) }
    }
    var window = TraceStarts.Window()
    (window.from, window.to) = (5, 5)
    #expect(throws: LoadError.self) { try TraceStarts(reader, window, seed: 1) }
    #expect(throws: LoadError.self) { try TraceStarts(TraceReader(path: Self.other), seed: 1) }
    #expect(throws: LoadError.self) { try starts(makeTrace(visits: 1 << 60)) }
  }

  private func starts(_ reader: TraceReader, _ window: TraceStarts.Window = .init()) throws -> [SessionStart] {
    var stream = try TraceStarts(reader, window, seed: 3).starts()
    var starts: [SessionStart] = []
    while let start = try stream.next() { starts.append(start) }
    return starts
  }

  /// Five bins of a second in two regions, and an order in each region.
  private func makeTrace(visits: Int64 = 6) throws -> TraceReader {
    let folder = FileManager.default.temporaryDirectory.appending(path: "starts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "visits.trace.zst").path()
    let kinds = [
      TraceKind(
        id: 5, name: "cohortTick", fields: [TraceField(.value, "visits"), TraceField(.aux, "ms")]),
      TraceKind(id: 7, name: "checkoutStart", fields: [TraceField(.aux, "sku")]),
    ]
    let writer = try TraceWriter(
      path: path, header: TraceHeader(scenarioName: "load", kinds: kinds, regions: ["a", "b"]))
    for region in 0..<2 {
      let block = writer.pool.take(region: UInt16(region))
      for bin in Int64(0)..<5 {
        let start = 1_000_000 + bin * 1_000_000
        if bin == 2, region == 0 { block.append(TraceRecord(time: start, kind: 7, aux: 1)) }
        block.append(TraceRecord(time: start, kind: 5, value: visits, aux: 1_000))
        if bin == 2, region == 1 { block.append(TraceRecord(time: start + 500_000, kind: 7, aux: 0)) }
      }
      try writer.append(block)
    }
    _ = try writer.finish()
    return try TraceReader(path: path)
  }

  /// A trace without visits or orders, whose times reach from one end of 64 bits to the other.
  private static let other = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../traces/three-regions.trace.zst").standardizedFileURL.path()
}
