import Kernel
import Testing

@testable import Logistics

@Suite struct CustomsTimelineTests {
  /// Every parcel goes into one channel, with office hours 09:00-17:00 on weekdays and constant times.
  func border(yellow: Double = 0, red: Double = 0, shiftEnd: String = "finish") throws -> BackWorld {
    try BackWorld(
      market: """
        customs:
          regime: GB
          autoLodged: 1
          poorData: 0
          hold: { share: 0 }
          yellow: \(yellow)
          red: \(red)
          seized: 0
          greenTime: 10 min
          documents: { people: 1, time: 25 min, hours: "Mon-Fri 09:00-17:00", shiftEnd: \(shiftEnd) }
          examination: { people: 1, time: 45 min, hours: "Mon-Fri 09:00-17:00", shiftEnd: \(shiftEnd) }
        """)
  }

  @Test("G5: a parcel of Saturday 10:00 in the yellow channel is released on Monday at 09:25")
  func yellowWaitsForMonday() throws {
    let world = try border(yellow: 1)
    world.importParcel(at: "2026-11-14T10:00:00")
    world.run()
    #expect(world.times(of: EventKind.atDepot) == ["2026-11-16T09:25:00Z"])
    #expect(world.home.customs.counters.yellow == 1)
    #expect(world.violations == [])
  }

  @Test("G5: in the green channel it is released on Saturday at 10:10")
  func greenNeedsNobody() throws {
    let world = try border()
    world.importParcel(at: "2026-11-14T10:00:00")
    world.run()
    #expect(world.times(of: EventKind.atDepot) == ["2026-11-14T10:10:00Z"])
  }

  func threeExaminations(_ shiftEnd: String) throws -> [String] {
    let world = try border(red: 1, shiftEnd: shiftEnd)
    for minute in 30...32 { world.importParcel(at: "2026-11-16T16:\(minute):00") }
    world.run()
    #expect(world.violations == [])
    return world.times(of: EventKind.atDepot)
  }

  @Test("G6: three examinations of 45 min from Monday 16:30 that pause overnight end on Tuesday at 09:15, 10:00, 10:45")
  func examinationsPause() throws {
    let expected = ["2026-11-17T09:15:00Z", "2026-11-17T10:00:00Z", "2026-11-17T10:45:00Z"]
    #expect(try threeExaminations("preemptResume") == expected)
  }

  @Test("G7: when the officer finishes what is in hand they end on Monday at 17:15 and on Tuesday at 09:45 and 10:30")
  func examinationsFinish() throws {
    let expected = ["2026-11-16T17:15:00Z", "2026-11-17T09:45:00Z", "2026-11-17T10:30:00Z"]
    #expect(try threeExaminations("finish") == expected)
  }
}

@Suite struct CustomsDepartmentTests {
  @Test("A seized parcel never reaches the depot; the customer gets the money back and the goods are written off")
  func seizure() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, hold: { share: 0 }, yellow: 0, red: 1, seized: 1, examination: { time: 1 h } }")
    world.importParcel(at: "2026-11-16T10:00:00")
    world.run()
    #expect(world.times(of: EventKind.atDepot) == [])
    #expect(world.home.customs.counters.seized == 1)
    #expect(world.home.doorstep.counters.seized == 1)
    #expect(world.state.ledger.balance(.writeOff, in: .report) == 15_00)
    #expect(world.state.ledger.balance(.refunds, in: .market) == 41_67)
    #expect(world.state.orders.count == 0 && world.state.parcels.count == 0)
    #expect(world.violations == [])
  }

  @Test("A parcel whose documents never come is given up after twenty days")
  func abandonedHold() throws {
    let world = try BackWorld(market: "customs: { regime: GB, hold: { share: 1, time: 30 d } }")
    world.importParcel(at: "2026-11-16T10:00:00")
    world.run(until: "2026-12-06T10:00:00")
    #expect(world.home.customs.onHold == 1)
    #expect(world.violations == [])
    world.run(until: "2026-12-06T10:00:01")
    #expect(world.home.customs.counters.abandoned == 1)
    #expect(world.home.doorstep.counters.returnedToSender == 1)
    #expect(world.state.desk.counters[0].returned == 1)
    #expect(world.violations == [])
  }

  @Test("A parcel whose documents come is lodged then, and its clearance counts from the border")
  func resolvedHold() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, hold: { share: 1, time: 2 d }, yellow: 0, red: 0, seized: 0, autoLodged: 1, "
        + "poorData: 0, greenTime: 10 min }")
    world.importParcel(at: "2026-11-16T10:00:00")
    world.run()
    #expect(world.times(of: EventKind.atDepot) == ["2026-11-18T10:10:00Z"])
    #expect(world.home.customs.counters.clearance.max == SimDuration.minutes(2_890).microseconds)
  }

  @Test("What is not lodged by itself waits for the broker's office to open")
  func brokerHours() throws {
    let world = try BackWorld(
      market: "customs: { regime: GB, autoLodged: 0, hold: { share: 0 }, yellow: 0, red: 0, seized: 0, "
        + "greenTime: 10 min, broker: { people: 1, time: 6 min, hours: \"Mon-Fri 09:00-17:00\" } }")
    for _ in 1...2 { world.importParcel(at: "2026-11-14T10:00:00") }
    world.run()
    #expect(world.times(of: EventKind.atDepot) == ["2026-11-16T09:16:00Z", "2026-11-16T09:22:00Z"])
    #expect(world.home.customs.counters.lodgedByBroker == 2)
  }

  @Test("Above the threshold the border's duty is a cost and its tax settles the tax in the price")
  func prepaidDuty() throws {
    let world = try BackWorld(market: "customs: { regime: GB, hold: { share: 0 }, greenTime: 10 min }")
    world.importParcel(1, at: "2026-11-16T10:00:00")
    world.run()
    #expect(world.home.customs.counters.duty == 24_00)
    #expect(world.home.customs.counters.tax == 44_80)
    #expect(world.state.ledger.balance(.taxPayable, in: .market) == 40_00)
    #expect(world.state.ledger.balance(.dutyAndFees, in: .market) == 28_80)
    #expect(world.state.ledger.balance(.payables, in: .market) == -68_80)
  }

  @Test("The checkout charges what the border will cost beyond the tax in the price")
  func chargeAtCheckout() throws {
    let world = try BackWorld(market: "customs: { regime: GB }")
    let desk = try #require(world.state.duties)
    let dear = world.state.orders[world.order(1, isAbroad: true)]
    let cheap = world.state.orders[world.order(0, isAbroad: true)]
    #expect(desk.charge(for: dear, at: world.time("2026-11-16T10:00:00")) == 28_80)
    #expect(desk.charge(for: cheap, at: world.time("2026-11-16T10:00:00")) == 0)
    let plan = world.state.model.customs
    #expect(plan.landedCharges(market: 0, sku: 1, network: world.state.network) == 28_80)
  }

  @Test("A bulk import pays duty on its unit cost, and nothing where the goods were made")
  func bulkImport() throws {
    let world = try BackWorld(market: "customs: { regime: GB }")
    let plan = world.state.model.customs
    let network = world.state.network
    let britain = try #require(network.nodes.firstIndex { $0.country == "GB" })
    let at = world.time("2026-11-16T10:00:00")
    #expect(plan.bulkImportCost(sku: 1, units: 100, into: britain, at: at, network) == 480_00)
    let china = try #require(network.nodes.firstIndex { $0.country == "CN" })
    #expect(plan.bulkImportCost(sku: 1, units: 100, into: china, at: at, network) == 0)
  }

  @Test("Where the customer pays at the door the amount is noted and nothing is booked")
  func dutyAtTheDoor() throws {
    let world = try BackWorld(market: "customs: { regime: GB, terms: dap, hold: { share: 0 }, greenTime: 10 min }")
    let parcel = world.importParcel(1, at: "2026-11-16T10:00:00")
    world.run(until: "2026-11-16T10:05:00")
    let order = world.state.orders[world.state.parcels[parcel].orderRow]
    #expect(order.dutyAndTax == 68_80 && order.flags.contains(.dutyAtDoor))
    #expect(world.state.ledger.postings == 0)
    #expect(world.state.duties?.charge(for: order, at: world.time("2026-11-16T10:05:00")) == 0)
  }

  @Test("Channels come in their shares, and every parcel that arrived is released, seized or given up (p > 0.999)")
  func channelShares() throws {
    let world = try BackWorld(market: "customs: { regime: GB, poorData: 0 }", seed: 7, delivers: true)
    let count = 20_000
    for number in 0..<count {
      let parcel = world.parcel(of: world.order(isAbroad: true))
      world.scheduler.schedule(
        EventKind.borderArrive, index: parcel, at: world.time("2026-11-10T00:00:00") + .seconds(Int64(number) * 60))
    }
    world.run(until: "2026-11-12T00:00:00")
    #expect(world.violations == [])
    world.run()
    let seen = world.home.customs.counters
    #expect(seen.arrived == Int64(count) && seen.released + seen.seized + seen.abandoned == Int64(count))
    expectShare(seen.yellow, of: seen.entries, 0.035)
    expectShare(seen.red, of: seen.entries, 0.015)
    expectShare(seen.seized, of: seen.entries, 0.002)
    expectShare(seen.held, of: seen.arrived, 0.03)
    expectShare(seen.lodgedByBroker, of: seen.entries, 0.03)
    #expect(world.violations == [])
  }

  /// A binomial share lies within 3.29 standard deviations with probability 0.999.
  func expectShare(_ count: Int64, of total: Int64, _ share: Double) {
    let mean = Double(total) * share
    #expect(abs(Double(count) - mean) < 3.29 * (mean * (1 - share)).squareRoot())
  }
}
