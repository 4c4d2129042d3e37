/// A first-in-first-out line as a fluid: a step takes what arrived over it and serves what capacity allows, in order of
/// arrival.
///
/// Requests that arrived in one step form an entry; within an entry arrivals are spread evenly, and so is service within a
/// step, so that backlogs and waits of constant rates are exact. Whoever waits longer than the patience of its caller is
/// dead: the caller has gone, but the work is still done, unless expired work is dropped. A step costs the entries it
/// touches, whatever the number of requests.
struct FluidQueue: Sendable {
  /// Requests that arrived in one step.
  private struct Entry {
    /// When the step began and how long it was, seconds.
    var from: Double
    var length: Double
    /// How many arrived, how many are left, and the share of them whose callers still wait.
    var whole: Double
    var left: Double
    var alive: Double
  }

  /// What a step did with the line.
  struct Outcome: Sendable, Equatable {
    /// Requests served, and those of them whose callers still waited.
    var served = 0.0
    var onTime = 0.0
    /// Callers that lost patience in this step, in the line or just served too late.
    var timedOut = 0.0
    /// Dead requests dropped without work, and requests refused because the line was full.
    var dropped = 0.0
    var refused = 0.0
    /// The waits of all served, added up, and the wait of those served last, seconds.
    var waited = 0.0
    var lastWait = 0.0
  }

  /// How a line is served in a step.
  struct Terms: Sendable {
    /// Requests per second.
    var capacity: Double
    /// Seconds after which a caller is gone.
    var patience = Double.infinity
    /// Most requests in the line after the step.
    var bound = Double.infinity
    /// Whether dead requests are dropped when their turn comes: deadlines are passed on.
    var dropsExpired = false
  }

  private var entries: [Entry] = []
  private var head = 0
  /// The first entry that may still have living callers.
  private var living = 0
  /// Requests in the line, living and dead.
  private(set) var backlog = 0.0

  /// Whether nobody waits.
  var isEmpty: Bool { head == entries.count }

  /// Advances by a step that begins at `now`, seconds since any fixed instant.
  ///
  /// - Parameter alive: The share of the arriving whose callers wait.
  mutating func step(
    _ arriving: Double, alive: Double = 1, at now: Double, for length: Double, _ terms: Terms
  ) -> Outcome {
    var outcome = Outcome()
    if arriving > 0 {
      entries.append(Entry(from: now, length: length, whole: arriving, left: arriving, alive: alive))
      backlog += arriving
    }
    serve(from: now, length, terms, &outcome)
    refuse(terms, &outcome)
    expire(at: now + length, terms, &outcome)
    compact()
    return outcome
  }

  private mutating func serve(from now: Double, _ length: Double, _ terms: Terms, _ outcome: inout Outcome) {
    let whole = terms.capacity * length
    var left = whole
    while head < entries.count, left > 0 {
      let entry = entries[head]
      if terms.dropsExpired, entry.alive <= 0 {
        outcome.dropped += entry.left
        remove(entry.left)
        continue
      }
      let taken = min(entry.left, left)
      let arrived = entry.from + entry.length * (1 - (entry.left - 0.5 * taken) / entry.whole)
      let served = now + length * (1 - (left - 0.5 * taken) / whole)
      let wait = max(0, served - arrived)
      if terms.dropsExpired, wait > terms.patience {
        outcome.timedOut += entry.left * entry.alive
        outcome.dropped += entry.left
        remove(entry.left)
        continue
      }
      let living = taken * entry.alive
      if wait > terms.patience { outcome.timedOut += living } else { outcome.onTime += living }
      outcome.served += taken
      outcome.waited += wait * taken
      outcome.lastWait = max(
        0,
        now + length * (1 - (left - taken) / whole) - entry.from - entry.length
          * (1 - (entry.left - taken) / entry.whole))
      left -= taken
      remove(taken)
    }
  }

  /// Takes requests from the head of the line.
  private mutating func remove(_ amount: Double) {
    backlog -= amount
    entries[head].left -= amount
    guard entries[head].left <= entries[head].whole * 1e-12 else { return }
    backlog -= entries[head].left
    head += 1
    living = max(living, head)
    if head == entries.count { backlog = 0 }
  }

  /// Refuses the latest to come where the line is too long.
  private mutating func refuse(_ terms: Terms, _ outcome: inout Outcome) {
    guard backlog > terms.bound, let last = entries.indices.last, last >= head else { return }
    let refused = min(backlog - terms.bound, entries[last].left)
    outcome.refused += refused
    backlog -= refused
    entries[last].whole -= refused
    entries[last].left -= refused
  }

  /// Notes the callers whose patience has ended.
  private mutating func expire(at now: Double, _ terms: Terms, _ outcome: inout Outcome) {
    while living < entries.count {
      let entry = entries[living]
      guard now - entry.from - 0.5 * entry.length > terms.patience else { return }
      outcome.timedOut += entry.left * entry.alive
      entries[living].alive = 0
      living += 1
    }
  }

  private mutating func compact() {
    if head == entries.count {
      entries.removeAll(keepingCapacity: true)
    } else if head > 512, head * 2 > entries.count {
      entries.removeFirst(head)
    } else {
      return
    }
    living -= head
    head = 0
    living = max(0, min(living, entries.count))
  }
}
