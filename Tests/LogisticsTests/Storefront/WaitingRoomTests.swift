import Kernel
import Testing

@testable import Logistics

@Suite struct WaitingRoomTests {
  static let start = SimTime(iso8601: "2026-11-02T00:00:00Z")!

  /// Feeds counts by second, and gives the admitted by second, all channels together.
  static func run(
    _ room: inout WaitingRoom, _ arrivals: (Int) -> Int64, seconds: Int, seed: UInt64 = 1
  ) -> [Int64] {
    let streams = Streams(seed: seed)["room"]
    var leaving: [Int64] = [0, 0]
    return (0..<seconds).map { second in
      let all = arrivals(second)
      var visits = [all / 4, all - all / 4]
      var stream = streams[UInt64(second)]
      room.pass(&visits, leaving: &leaving, from: start + .seconds(Int64(second)), .seconds(1), &stream)
      return visits[0] + visits[1]
    }
  }

  @Test("KA-17: a million visitors at 2,000 a second: the last is admitted after 500 s")
  func million() throws {
    var room = WaitingRoom(WaitingRoomPlan(rate: 2_000, patience: 1e15), channels: 2, law: .expected)
    let admitted = Self.run(&room, { $0 == 0 ? 1_000_000 : 0 }, seconds: 600)
    #expect(admitted[..<500].allSatisfy { $0 == 2_000 } && admitted[500...].allSatisfy { $0 == 0 })
    #expect(room.lastAdmitted == Self.start + .seconds(500) && room.admitted == 1_000_000 && room.waiting == 0)
  }

  @Test("the first come are the first served; a lottery mixes those who came before it opened")
  func order() {
    for order in [WaitingRoomPlan.Order.fifo, .lottery] {
      var plan = WaitingRoomPlan(rate: 100, opens: Self.start + .seconds(60), patience: 1e15)
      plan.order = order
      var room = WaitingRoom(plan, channels: 2, law: .random)
      let admitted = Self.run(&room, { $0 < 60 ? 100 : 0 }, seconds: 200)
      #expect(admitted[..<60].allSatisfy { $0 == 0 } && admitted[60..<120].allSatisfy { $0 == 100 })
      // In order of arrival everybody waits a minute; in a lottery waits after opening run evenly from 0 to a minute.
      let (half, tail) = (Double(room.waits.quantile(0.5)!) / 1e6, Double(room.waits.quantile(0.95)!) / 1e6)
      if order == .fifo { #expect(abs(half - 60) < 1 && abs(tail - 60) < 1) }
      if order == .lottery { #expect(abs(half - 30) < 1 && abs(tail - 57) < 1) }
    }
  }

  @Test("who loses patience leaves, and a wasted turn makes all others wait longer")
  func abandonment() {
    func room(wastes: Bool) -> WaitingRoom {
      var plan = WaitingRoomPlan(rate: 100, patience: 300)
      plan.wastesTurns = wastes
      var room = WaitingRoom(plan, channels: 2, law: .random)
      _ = Self.run(&room, { $0 < 100 ? 500 : 0 }, seconds: 2_000)
      return room
    }
    let (fair, wasting) = (room(wastes: false), room(wastes: true))
    for room in [fair, wasting] {
      #expect(room.admitted + room.left == 50_000 && room.waiting == 0 && room.left > 10_000)
    }
    #expect(fair.wasted == 0 && wasting.wasted > 10_000)
    #expect(wasting.lastAdmitted! > fair.lastAdmitted! + .seconds(60))
  }

  @Test("without a line a room is a door: the same visits go through")
  func door() {
    var room = WaitingRoom(WaitingRoomPlan(rate: 1_000), channels: 2, law: .random)
    #expect(Self.run(&room, { Int64($0 % 7) }, seconds: 50) == (0..<50).map { Int64($0 % 7) } && !room.isBusy)
  }

  @Test("a run with a waiting room keeps the conservation of visitors, and drains the room when nobody comes any more")
  func inARun() throws {
    let model = try FrontWorld.model(
      """
      drops: [{ at: 2026-11-04T18:00:00Z, crowd: 40000 }]
      storefront: { waitingRoom: { rate: 20/s } }
      """)
    let run = FrontWorld.run(model)
    #expect(run.violations.isEmpty, "\(run.violations)")
    let room = run.region("GB").storefront.room!
    #expect(room.admitted > 5_000 && room.left > 1_000 && room.waiting == 0)
    #expect(room.admitted + room.left == run.counters("GB").visits)
  }
}
