import Kernel

/// A market's returns centre: who sends back what and when, and the graders who decide what it is worth.
///
/// Whole orders come back, to the market's own returns centre.
final class ReturnsDesk {
  private let rules: ReturnRules
  private let region: RegionState
  let graders: Station
  private let decisionDraws: StreamFamily
  private let lagDraws: StreamFamily
  private let transitDraws: StreamFamily
  private let gradeDraws: StreamFamily
  /// The node here that returned goods go to when their own is elsewhere; nil when no local node holds stock.
  private let fallbackNode: UInt16?
  private let isLocalStock: [Bool]
  /// Returns sent and not yet graded.
  private(set) var underWay: Int64 = 0
  /// Units graded where no local node could take them back.
  private(set) var soldUsedElsewhere: Int64 = 0
  private(set) var scrappedElsewhere: Int64 = 0

  init(_ rules: ReturnRules, _ region: RegionState) {
    self.rules = rules
    self.region = region
    graders = Station(rules.graders, kind: EventKind.graded)
    decisionDraws = region.streams["return decision"]
    lagDraws = region.streams["return lag"]
    transitDraws = region.streams["return transit"]
    gradeDraws = region.streams["return grade"]
    let isLocalStock = region.network.nodes.map { $0.region == region.id && $0.holdsStock }
    self.isLocalStock = isLocalStock
    fallbackNode = isLocalStock.firstIndex(of: true).map { UInt16($0) }
  }

  /// When the customer of an order just delivered asks to return it; nil when it is kept.
  func returnTime(of order: OrderRow, deliveredAt now: SimTime) -> SimTime? {
    let place = (order.flags.contains(.live) ? 1 : 0) + (order.flags.contains(.late) ? 2 : 0)
    let probability = rules.probabilities[Int(order.sku) * 4 + place]
    guard probability > 0 else { return nil }
    var decision = decisionDraws[order.id]
    guard decision.uniform() < probability else { return nil }
    var draws = lagDraws[order.id]
    for _ in 0..<64 {
      let lag = rules.requestLag.sample(&draws)
      if lag <= rules.window { return now + lag }
    }
    return now + rules.window
  }

  /// Whether an order's goods come back at all.
  func comesBack(_ order: OrderRow) -> Bool { rules.comesBackAcrossBorders || !order.flags.contains(.crossBorder) }

  /// The goods start on their way back.
  func sendBack(_ row: UInt32, _ scheduler: ModelScheduler) {
    underWay += 1
    var draws = transitDraws[region.orders[row].id]
    scheduler.schedule(EventKind.returnReceived, index: row, at: scheduler.now + rules.transit.sample(&draws))
  }

  /// The goods have come and wait for a grader.
  func receive(_ row: UInt32, _ scheduler: ModelScheduler) {
    var draws = gradeDraws[region.orders[row].id, 1]
    _ = graders.arrive(row, work: rules.gradingTime.sample(&draws), on: scheduler)
  }

  /// What graded goods are worth; a parcel that never was opened is as good as new.
  func grade(_ row: UInt32) -> ReturnGrade {
    underWay -= 1
    if region.orders[row].state == .lost { return .a }
    var draws = gradeDraws[region.orders[row].id]
    return rules.grades.grade(draws.uniform())
  }

  /// Puts graded goods where they belong and books it; returns the units that went back into stock.
  func dispose(_ row: UInt32, _ grade: ReturnGrade, at now: SimTime) -> Int64 {
    let order = region.orders[row]
    let cost = region.cost(of: order.sku, order.quantity)
    region.book(GoodsPostings.handleReturn(rules.cost), order: order.id, at: now)
    let node = restockNode(order)
    count(order, grade, at: node, now)
    if grade == .a, node != nil {
      region.book(GoodsPostings.restock(cost: cost), order: order.id, at: now)
      return Int64(order.quantity)
    }
    let proceeds = grade == .scrap ? 0 : region.model.ledger.salvage.of(cost)
    region.book(GoodsPostings.sellUsed(cost: cost, proceeds: proceeds), order: order.id, at: now)
    return 0
  }

  /// Counts graded units at the node that takes them back, or here when none does.
  private func count(_ order: OrderRow, _ grade: ReturnGrade, at node: UInt16?, _ now: SimTime) {
    guard !order.flags.contains(.recorded) else { return }
    let units = Int64(order.quantity)
    guard let node else {
      if grade == .scrap { scrappedElsewhere += units } else { soldUsedElsewhere += units }
      return
    }
    region.stock[node, order.sku].returned += units
    switch grade {
    case .a: region.stock[node, order.sku].onHand += units
    case .b: region.stock[node, order.sku].soldUsed += units
    case .scrap: region.stock[node, order.sku].scrapped += units
    }
    region.replenishment?.note(node, order.sku, at: now)
  }

  private func restockNode(_ order: OrderRow) -> UInt16? {
    guard !order.flags.contains(.recorded) else { return nil }
    return isLocalStock[Int(order.node)] ? order.node : fallbackNode
  }
}

// Returns.
extension DoorstepDepartment {
  func requestReturn(_ row: UInt32, _ scheduler: ModelScheduler) {
    guard let desk else { return }
    region.advance(row, to: .returnRequested)
    region.counters.returned += 1
    region.record(DoorstepRecord.returnRequested, at: scheduler.now, entity: region.orders[row].id)
    guard !desk.comesBack(region.orders[row]) else { return desk.sendBack(row, scheduler) }
    counters.refundedWithoutReturn += 1
    refund(row, isSettled: true, scheduler.now)
    writeOff(row, scheduler.now)
    region.advance(row, to: .refunded)
    finish(row)
  }

  func receiveReturn(_ row: UInt32, _ scheduler: ModelScheduler) {
    counters.returnsReceived += 1
    if region.orders[row].state == .returnRequested { region.advance(row, to: .returnReceived) }
    region.record(DoorstepRecord.returnReceived, at: scheduler.now, entity: region.orders[row].id)
    desk?.receive(row, scheduler)
  }

  func gradersWork(_ event: Event, _ scheduler: ModelScheduler) {
    if let row = desk?.graders.complete(event, on: scheduler) { finishGrading(row, scheduler.now) }
  }

  private func finishGrading(_ row: UInt32, _ now: SimTime) {
    guard let desk else { return }
    let grade = desk.grade(row)
    switch grade {
    case .a: counters.gradedA += 1
    case .b: counters.gradedB += 1
    case .scrap: counters.scrapped += 1
    }
    region.record(
      DoorstepRecord.graded, at: now, entity: region.orders[row].id, flags: grade.rawValue)
    counters.restockedUnits += desk.dispose(row, grade, at: now)
    if region.orders[row].state == .returnReceived {
      refund(row, isSettled: true, now)
      region.advance(row, to: .refunded)
    }
    finish(row)
  }
}

extension ReturnsDesk {
  /// Takes over the returns under way.
  func inherit(_ old: ReturnsDesk, on scheduler: ModelScheduler) {
    graders.inherit(old.graders, on: scheduler)
    underWay = old.underWay
    soldUsedElsewhere = old.soldUsedElsewhere
    scrappedElsewhere = old.scrappedElsewhere
  }
}
