import Kernel

/// A market's contact centre: agents with hours, and customers whose patience ends (an M/M/c queue with abandonment,
/// "Erlang A", when times are exponential).
///
/// A customer who gives up tries again with a probability; an answered question costs money.
final class ContactCentre {
  private let terms: ContactTerms
  private let region: RegionState
  let agents: Station
  private let waiting = Table<ContactRow>(minimumCapacity: 64)
  private let workDraws: StreamFamily
  private let patienceDraws: StreamFamily
  /// The number of the next contact.
  private var serial: UInt64 = 0
  private(set) var asked: Int64 = 0
  private(set) var answered: Int64 = 0
  private(set) var gaveUp: Int64 = 0
  private(set) var lost: Int64 = 0
  /// Customers who gave up and will try again.
  private(set) var willTryAgain: Int64 = 0

  /// A customer in the line or on the telephone.
  private struct ContactRow: BitwiseCopyable {
    var serial: UInt64
    /// The order's number, for the records.
    var order: UInt64
    var ticket = WaitingLine.Ticket.none
    /// Events that still name this row.
    var pending: UInt8 = 0
  }

  init(_ terms: ContactTerms, _ region: RegionState) {
    self.terms = terms
    self.region = region
    agents = Station(terms.agents, kind: EventKind.contactAnswered)
    workDraws = region.streams["contact time"]
    patienceDraws = region.streams["contact patience"]
  }

  deinit { waiting.deallocate() }

  /// The customer of an order asks.
  func ask(order: UInt64, _ scheduler: ModelScheduler) {
    asked += 1
    serial += 1
    call(waiting.insert(ContactRow(serial: serial, order: order)), scheduler)
  }

  /// A customer who had given up asks again.
  func askAgain(_ row: UInt32, _ scheduler: ModelScheduler) {
    willTryAgain -= 1
    call(row, scheduler)
  }

  private func call(_ row: UInt32, _ scheduler: ModelScheduler) {
    let contact = waiting[row]
    region.record(DoorstepRecord.contact, at: scheduler.now, entity: contact.order)
    var draws = workDraws[contact.serial]
    waiting[row].pending = 1
    guard case .waiting(let ticket) = agents.arrive(row, work: terms.time.sample(&draws), on: scheduler) else { return }
    waiting[row].ticket = ticket
    waiting[row].pending = 2
    var patience = patienceDraws[contact.serial, UInt32(truncatingIfNeeded: scheduler.now.microseconds)]
    scheduler.schedule(
      EventKind.contactGivesUp, index: row,
      at: scheduler.now + SimDuration(seconds: patience.exponential() * terms.patience.seconds))
  }

  /// A customer's patience ends: nothing happens when an agent has answered meanwhile.
  func losePatience(_ row: UInt32, _ scheduler: ModelScheduler) {
    guard agents.leave(waiting[row].ticket, on: scheduler) else { return letGo(row) }
    gaveUp += 1
    var draws = patienceDraws[waiting[row].serial, 1]
    guard draws.uniform() < terms.triesAgain else {
      lost += 1
      return waiting.free(row)
    }
    willTryAgain += 1
    scheduler.schedule(EventKind.contactAgain, index: row, at: scheduler.now + terms.triesAgainAfter)
  }

  /// An agent finishes, or the shift changes.
  func agentsWork(_ event: Event, _ scheduler: ModelScheduler) {
    guard let row = agents.complete(event, on: scheduler) else { return }
    answered += 1
    region.record(DoorstepRecord.contactServed, at: scheduler.now, entity: waiting[row].order)
    region.book(GoodsPostings.answer(terms.cost), order: waiting[row].order, at: scheduler.now)
    letGo(row)
  }

  private func letGo(_ row: UInt32) {
    waiting[row].pending -= 1
    if waiting[row].pending == 0 { waiting.free(row) }
  }

  func check(_ code: String, _ report: inout InvariantReport) {
    report.require(
      asked == answered + lost + willTryAgain + Int64(agents.presentCount),
      "contacts of \(code): \(asked) asked, \(answered) answered, \(lost) lost, \(willTryAgain) to come back, "
        + "\(agents.presentCount) with the agents")
  }
}

extension ContactCentre {
  /// Takes over the customers who wait.
  func inherit(_ old: ContactCentre, on scheduler: ModelScheduler) {
    agents.inherit(old.agents, on: scheduler)
    waiting.inherit(old.waiting)
    serial = old.serial
    asked = old.asked
    answered = old.answered
    gaveUp = old.gaveUp
    lost = old.lost
    willTryAgain = old.willTryAgain
  }
}
