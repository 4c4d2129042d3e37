import Kernel
import Testing

@testable import Logistics

@Suite("Lateness is split by cause to the microsecond")
struct BlameTests {
  /// From the end of the promised day until 11:00 of the next.
  private let elevenHours: Int64 = 11 * 3_600_000_000 + 1

  private func causes(_ run: SmallRun) -> [String: Lateness] {
    #expect(run.result.invariants.violations == [])
    return Dictionary(uniqueKeysWithValues: run.result.blame.causes.map { ($0.key, $0.lateness) })
  }

  private func order(_ count: Int, at time: String = "2026-11-10T15:20:00Z") -> [String] {
    [String](repeating: time, count: count)
  }

  @Test("a pack station that makes a parcel miss its truck answers for the whole day")
  func packing() throws {
    // Ready for packing at 16:30; the ninth is packed at 18:00 and makes the truck, the tenth does not.
    let run = try SmallRun(GoldenWorld.yaml(orders: order(10), pack: "stations: 1"))
    #expect(causes(run) == ["packing": Lateness(parcels: 1, microseconds: elevenHours)])
    #expect(run.result.blame.places.map(\.place) == ["depot"])
    #expect(run.result.blame.days.map(\.day) == [20_768])  // 11 November 2026
    #expect(run.result.late == 1)
  }

  @Test("a full truck, a closed door and a slow review are told apart, and a slot that is taken makes nobody late")
  func capacities() throws {
    let late = Lateness(parcels: 1, microseconds: elevenHours)
    let full = try SmallRun(GoldenWorld.yaml(orders: order(2), service: ", parcels: 1"))
    #expect(causes(full) == ["pick_up": late])
    let refused = try SmallRun(GoldenWorld.yaml(orders: order(2), provider: ", allocation: 1, overflow: refuse"))
    // Promises know that the slots of the day are taken: the second order is promised the day after, and kept.
    #expect(causes(refused).isEmpty && refused.result.orders.delivered == 2)
    let closed = GoldenWorld.yaml(orders: order(1)).replacing("success: [1]", with: "success: [0, 1]")
    #expect(try causes(SmallRun(closed)) == ["failed_attempt": late])
    let slow = GoldenWorld.yaml(orders: order(1)).replacing("manualShare: 0", with: "manualShare: 1, reviewTime: 5 h")
    #expect(try causes(SmallRun(slow)) == ["fraud_screening": late])
  }

  @Test("a line-haul without room and a depot without stops are told apart")
  func lineHaul() throws {
    let yaml = GoldenWorld.yaml(orders: order(2))
    let haul = yaml.replacing("departures: [\"23:30\"]", with: "departures: [\"23:30\"], parcels: 1")
    #expect(try causes(SmallRun(haul)).keys.sorted() == ["line_haul_capacity"])
    let stops = yaml.replacing("route: 3 h", with: "route: 3 h, stops: 1")
    #expect(try causes(SmallRun(stops)).keys.sorted() == ["depot_routes"])
  }

  @Test("nobody is blamed when nobody is late")
  func onTime() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: order(3)))
    #expect(run.result.blame.total == Lateness() && run.result.blame.causes.isEmpty && run.result.blame.days.isEmpty)
  }

  @Test("what a later step wins back is taken off what was blamed last, and the shares are the lateness")
  func winningBack() {
    let promise = SimTime(iso8601: "2026-11-10T00:00:00Z")!
    var split = BlameSplit()
    split.begin(promise: promise)
    split.step(.promise, promise - .hours(6))
    split.step(.screening, promise + .hours(24))
    split.step(.hub, promise + .hours(40))
    split.step(.transit, promise + .hours(20))
    split.step(.depot, .distantFuture)
    split.step(.attempt, promise + .hours(25))
    #expect(split.shares[Int(LateCause.screening.rawValue)] == SimDuration.hours(20).microseconds)
    #expect(split.shares[Int(LateCause.hub.rawValue)] == 0)
    #expect(split.shares[Int(LateCause.attempt.rawValue)] == SimDuration.hours(5).microseconds)
    #expect(split.shares.reduce(0, +) == split.lateness && split.main == .screening)
  }

  @Test("the planned arrival does not move while everything goes as planned")
  func steps() throws {
    let run = try SmallRun(GoldenWorld.yaml(orders: order(1)))
    let path = run.regions[0].state.model.fulfilment.candidates[0][0].path
    func at(_ text: String) -> SimTime { SimTime(iso8601: "2026-11-\(text)Z")! }
    let arrivals = [
      path.arrival(orderedAt: at("10T15:20:00")), path.arrival(wavedAt: at("10T16:00:00")),
      path.arrival(pickedAt: at("10T16:30:00")), path.arrival(tenderedAt: at("10T16:40:00")),
      path.arrival(pickedUpAt: at("10T18:00:00")), path.arrival(sortedAt: at("10T22:15:00")),
      path.arrival(departedAt: at("10T23:30:00")), path.arrival(clearingFrom: at("11T05:30:00")),
      path.arrival(atDepotAt: at("11T05:30:00")), path.arrival(routedAt: at("11T08:00:00")),
    ]
    #expect(arrivals == [SimTime](repeating: at("11T11:00:00"), count: 10))
    // A microsecond after the cut-off is after it, also in hundredths of a second.
    let stamp = ParcelStamps.stamp(at("10T18:00:00") + .microseconds(1), start: at("09T00:00:00"))
    #expect(ParcelStamps.time(stamp, start: at("09T00:00:00"))! > at("10T18:00:00"))
  }
}
