import Kernel

/// How a market's waiting room admits visitors.
struct WaitingRoomPlan: Sendable {
  enum Order: String, CaseIterable, Sendable { case fifo, lottery }

  /// Visits per second.
  var rate: Double
  /// When the first is admitted, and when the room is closed and everybody walks in.
  var opens: SimTime?
  var until: SimTime?
  var order = Order.fifo
  /// Mean patience of one who was told of no wait, seconds.
  var patience = 1_200.0
  var wastesTurns = false
  /// Mean time between two polls of one who waits, seconds; infinite without polls.
  var pollEvery = Double.infinity
}

/// The visitors in front of the shop of one market, as counts by channel and arrival.
///
/// The k-th in line is admitted at T0 + k/w. Whoever waits leaves with a hazard of (1 + estimated wait / patience) /
/// patience. A bin costs O(arrival bins in line × channels), whatever the number of visitors; of a bin's visitors that are
/// admitted in part, channels go in equal shares.
struct WaitingRoom {
  /// Visitors who came together.
  private struct Cell {
    var since: Double
    /// The length of the bin they came in, seconds; 0 for a lottery.
    var length: Double
    /// How many came, are left, and have left without taking their turn along.
    var whole: Int64
    var left: Int64
    var ghosts: Int64 = 0
  }

  let plan: WaitingRoomPlan
  private let law: CountLaw
  private let channels: Int
  private var cells: [Cell] = []
  /// Visitors of each cell by channel.
  private var counts: [Int64] = []
  private var head = 0
  private var carries: [Double]
  private var spare = 0.0
  /// Visitors in the room, and the turns of those who left that will pass unused.
  private(set) var waiting: Int64 = 0
  private var ghosts: Int64 = 0
  /// Totals since the start.
  private(set) var admitted: Int64 = 0
  private(set) var left: Int64 = 0
  private(set) var wasted: Int64 = 0
  private(set) var longest: Int64 = 0
  private(set) var waits = LogHistogram()
  /// When the last one who had to wait was admitted.
  private(set) var lastAdmitted: SimTime?

  init(_ plan: WaitingRoomPlan, channels: Int, law: CountLaw) {
    self.plan = plan
    self.law = law
    self.channels = channels
    carries = .init(repeating: 0, count: channels)
  }

  /// Whether bins without visits must be computed too.
  var isBusy: Bool { waiting > 0 || ghosts > 0 }

  /// Takes a bin's visits in; `visits` becomes those admitted, `leaving` those who left meanwhile, both by channel.
  mutating func pass(
    _ visits: inout [Int64], leaving: inout [Int64], from now: SimTime, _ length: SimDuration,
    _ stream: inout RandomStream
  ) {
    for channel in 0..<channels { leaving[channel] = 0 }
    let seconds = length.seconds
    let open = openShare(now, length)
    let turns = plan.rate * seconds * open + spare
    let coming = visits.reduce(0, +)
    if waiting == 0, ghosts == 0, open == 1, Double(coming) <= turns {
      spare = 0
      admitted += coming
      waits.record(0, count: coming)
      return
    }
    join(visits, coming, now, seconds)
    longest = max(longest, waiting)
    abandon(seconds, &leaving, &stream)
    for channel in 0..<channels { visits[channel] = 0 }
    admit(turns, isFree: plan.until.map { now >= $0 } ?? false, now, seconds, open, &visits)
    compact()
  }

  /// The share of the bin in which visitors are admitted.
  private func openShare(_ now: SimTime, _ length: SimDuration) -> Double {
    guard let opens = plan.opens, opens > now else { return 1 }
    return max(0, (now + length - opens).seconds / max(1e-6, length.seconds))
  }

  private mutating func join(_ visits: [Int64], _ coming: Int64, _ now: SimTime, _ seconds: Double) {
    guard coming > 0 else { return }
    waiting += coming
    let isLottery = plan.order == .lottery && (plan.opens.map { now < $0 } ?? false)
    if isLottery, head < cells.count, cells[head].length == 0 {
      let place = cells.count - 1
      cells[place].whole += coming
      cells[place].left += coming
      for channel in 0..<channels { counts[place * channels + channel] += visits[channel] }
      return
    }
    let since = isLottery ? plan.opens?.seconds ?? now.seconds : now.seconds
    cells.append(Cell(since: since, length: isLottery ? 0 : seconds, whole: coming, left: coming))
    counts.append(contentsOf: visits)
  }

  /// Those who lose patience leave; with wasted turns their places stay in the line.
  private mutating func abandon(_ seconds: Double, _ leaving: inout [Int64], _ stream: inout RandomStream) {
    let estimate = Double(waiting + ghosts) / plan.rate
    let hazard = (1 + estimate / plan.patience) / plan.patience
    let share = -Deterministic.expm1(-hazard * seconds)
    for place in head..<cells.count {
      for channel in 0..<channels where counts[place * channels + channel] > 0 {
        let gone = law.binomial(counts[place * channels + channel], share, &carries[channel], &stream)
        counts[place * channels + channel] -= gone
        leaving[channel] += gone
        cells[place].left -= gone
        waiting -= gone
        left += gone
        if plan.wastesTurns {
          cells[place].ghosts += gone
          ghosts += gone
        }
      }
    }
  }

  /// Admits from the head of the line as many as there are turns.
  private mutating func admit(
    _ turns: Double, isFree: Bool, _ now: SimTime, _ seconds: Double, _ open: Double, _ visits: inout [Int64]
  ) {
    let whole = isFree ? waiting + ghosts : min(waiting + ghosts, Int64(turns + 1e-9))
    spare = isFree || whole == waiting + ghosts ? 0 : turns - Double(whole)
    var used: Int64 = 0
    while used < whole, head < cells.count {
      let cell = cells[head]
      let taken = min(whole - used, cell.left + cell.ghosts)
      let unused = cell.ghosts > 0 ? taken * cell.ghosts / (cell.left + cell.ghosts) : 0
      let people = taken - unused
      // The middle of those admitted now came at this place of their bin, and is admitted at this place of the present one.
      let came =
        cell.since + cell.length * (1 - (Double(cell.left) - 0.5 * Double(people)) / Double(max(1, cell.whole)))
      let last = whole > 0 ? Double(used + taken) / max(turns, Double(whole)) : 0
      let middle = whole > 0 ? (Double(used) + 0.5 * Double(taken)) / max(turns, Double(whole)) : 0
      let begins = now.seconds + seconds * (1 - open)
      waits.record(Int64(max(0, begins + seconds * open * middle - came) * 1e6), count: people)
      if people > 0 { lastAdmitted = now + SimDuration(seconds: seconds * (1 - open) + seconds * open * last) }
      take(people, of: cell.left, from: head, &visits)
      cells[head].left -= people
      cells[head].ghosts -= unused
      ghosts -= unused
      wasted += unused
      waiting -= people
      admitted += people
      used += taken
      if cells[head].left == 0, cells[head].ghosts == 0 { head += 1 }
    }
  }

  /// Takes people of a cell in equal shares of its channels.
  private mutating func take(_ people: Int64, of all: Int64, from place: Int, _ visits: inout [Int64]) {
    var left = people
    var rest = all
    for channel in 0..<channels {
      let count = counts[place * channels + channel]
      guard count > 0, left > 0 else { continue }
      let exact = Int128(left) * Int128(count)
      let taken = min(count, count == rest ? left : Int64((exact + Int128(rest) / 2) / Int128(rest)))
      rest -= count
      let least = max(0, left - rest)
      let moved = min(left, max(taken, least))
      counts[place * channels + channel] -= moved
      visits[channel] += moved
      left -= moved
    }
  }

  private mutating func compact() {
    if head == cells.count {
      cells.removeAll(keepingCapacity: true)
      counts.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 512, head * 2 > cells.count {
      cells.removeFirst(head)
      counts.removeFirst(head * channels)
      head = 0
    }
  }
}

extension SimTime {
  /// Seconds since the epoch.
  var seconds: Double { Double(microseconds) * 1e-6 }
}

extension WaitingRoom {
  /// Takes over who waits.
  mutating func inherit(_ old: WaitingRoom) {
    cells = old.cells
    counts = old.counts
    head = old.head
    carries = old.carries
    spare = old.spare
    waiting = old.waiting
    ghosts = old.ghosts
    admitted = old.admitted
    left = old.left
    wasted = old.wasted
    longest = old.longest
    waits = old.waits
    lastAdmitted = old.lastAdmitted
  }
}
