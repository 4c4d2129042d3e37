import Kernel
import Testing
import TraceFormat

@testable import Logistics

@Suite("What must follow when a world changes in a known way")
struct MetamorphicTests {
  @Test("twice the capacity everywhere never raises the mean lateness, for any of eight seeds")
  func capacity() throws {
    for seed in UInt64(1)...8 {
      let yaml = BusyWorld.yaml(orders: 240, seed: seed)
      let tight = try SmallRun(yaml, seed: seed)
      let ample = try SmallRun(yaml, overrides: ["scale.capacity=2"], seed: seed)
      #expect(tight.result.orders.placed == 240 && ample.result.orders.placed == 240)
      #expect(lateness(tight) > 0, "the world is tight")
      #expect(lateness(ample) <= lateness(tight), "seed \(seed)")
    }
  }

  /// The mean time after the promise in hours, zero for those on time; what is not delivered is late until the end.
  private func lateness(_ run: SmallRun) -> Double {
    var promise: [UInt64: Int64] = [:]
    var late = 0.0
    for record in run.records.sorted(by: { $0.time < $1.time }) {
      if record.kind == FulfilmentRecord.allocate { promise[record.entity] = record.time + record.value }
      if record.kind == DoorstepRecord.delivered, let due = promise.removeValue(forKey: record.entity) {
        late += Double(max(0, record.time - due))
      }
    }
    for due in promise.values { late += Double(max(0, run.result.cost.endMicroseconds - due)) }
    return late / 3.6e9 / Double(run.result.orders.placed)
  }

  @Test("four times the demand with four times the capacity keeps the utilisation within a tenth")
  func scale() throws {
    let yaml = SteadyWorld.yaml(days: 10)
    let small = try SmallRun(yaml)
    let large = try SmallRun(yaml, overrides: ["scale.all=4"])
    #expect(abs(Double(large.result.orders.placed) / Double(small.result.orders.placed) - 4) < 0.4)
    let pairs = zip(
      small.result.stations.sorted { $0.name < $1.name }, large.result.stations.sorted { $0.name < $1.name })
    for (few, many) in pairs where few.utilisation > 0.1 {
      #expect(few.name == many.name && many.servers == 4 * few.servers)
      #expect(abs(many.utilisation / few.utilisation - 1) < 0.1, "\(few.name): \(few.utilisation), \(many.utilisation)")
      #expect(many.meanWaitSeconds <= few.meanWaitSeconds * 1.1, "larger pools wait less")
    }
    #expect(small.result.stations.contains { $0.utilisation > 0.1 })
  }

  @Test("listed orders may come in any order")
  func orderOfTheList() throws {
    let times = (0..<40).map { "2026-11-1\($0 / 20)T\(10 + $0 % 12):\(10 + $0):00Z" }
    let first = try SmallRun(GoldenWorld.yaml(orders: times))
    let second = try SmallRun(GoldenWorld.yaml(orders: times.reversed()))
    #expect(first.records == second.records)
  }

  @Test("shifting the whole world by a week leaves all times of day alone")
  func shift() throws {
    let first = try SmallRun(GoldenWorld.yaml(orders: ["2026-11-10T15:20:00Z", "2026-11-11T17:05:00Z"]))
    let week = GoldenWorld.yaml(orders: ["2026-11-17T15:20:00Z", "2026-11-18T17:05:00Z"])
      .replacing("2026-11-09T", with: "2026-11-16T").replacing("2026-11-24T", with: "2026-12-01T")
    let second = try SmallRun(week)
    #expect(first.records.map(\.kind) == second.records.map(\.kind))
    #expect(first.records.map { $0.time + 7 * 86_400_000_000 } == second.records.map(\.time))
  }

  @Test("halving the time bins moves the conversion by less than the half-width over replications, 95 %")
  func bins() throws {
    func conversions(_ bin: String) throws -> [Double] {
      let yaml = SteadyWorld.yaml(days: 3)
      return try (0..<8).map { replication in
        let run = try SmallRun(yaml, overrides: ["demand.bins.normal=\(bin)"], replication: UInt32(replication))
        return run.result.countries[0].conversion
      }
    }
    let (whole, half) = (try conversions("10 min"), try conversions("5 min"))
    var tally = Tally()
    for value in whole { tally.add(value) }
    let mean = half.reduce(0, +) / Double(half.count)
    #expect(abs(mean - tally.mean) < ConfidenceInterval(of: tally).halfWidth, "\(tally.mean), \(mean)")
  }
}
