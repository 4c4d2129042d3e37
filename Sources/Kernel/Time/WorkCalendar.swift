/// When work is done: sorted, disjoint spans [open, close) of simulated time.
///
/// Prefix sums of the spans make every question a binary search, O(log n). Before the first and after the last span it is
/// closed: compile a calendar over the whole horizon of a run, and some days beyond.
public struct WorkCalendar: Hashable, Sendable {
  /// A span of open time, from its first open instant to its first closed one.
  public struct Span: Hashable, Sendable, BitwiseCopyable {
    /// The first open instant.
    public var open: SimTime
    /// The first closed instant after it.
    public var close: SimTime

    /// Open from `open` until just before `close`.
    @inlinable public init(_ open: SimTime, _ close: SimTime) {
      self.open = open
      self.close = close
    }

    /// The span's length.
    @inlinable public var length: SimDuration { close - open }
  }

  @usableFromInline let opens: [Int64]
  @usableFromInline let closes: [Int64]
  /// Work time before each span, in microseconds; one more element at the end holds the total.
  @usableFromInline let workBefore: [Int64]

  /// A calendar of open spans in any order: overlapping and touching ones become one, empty ones vanish.
  ///
  /// O(n log n).
  public init(_ spans: some Sequence<Span>) {
    var opens: [Int64] = []
    var closes: [Int64] = []
    for span in spans.filter({ $0.open < $0.close }).sorted(by: { ($0.open, $0.close) < ($1.open, $1.close) }) {
      if let last = closes.last, span.open.microseconds <= last {
        closes[closes.count - 1] = max(last, span.close.microseconds)
      } else {
        opens.append(span.open.microseconds)
        closes.append(span.close.microseconds)
      }
    }
    var work: [Int64] = [0]
    for (open, close) in zip(opens, closes) { work.append(work[work.count - 1] + (close - open)) }
    self.opens = opens
    self.closes = closes
    self.workBefore = work
  }

  /// Open at all times that a run can reach: 73,000 years before the epoch to 146,000 years after it.
  public static let always = WorkCalendar([
    Span(SimTime(microseconds: -(1 << 61)), SimTime(microseconds: 1 << 62))
  ])
  /// Never open.
  public static let never = WorkCalendar([])

  /// The open spans in order.
  public var spans: [Span] {
    zip(opens, closes).map { Span(SimTime(microseconds: $0), SimTime(microseconds: $1)) }
  }

  /// All open time together.
  @inlinable public var totalWork: SimDuration { SimDuration(microseconds: workBefore[opens.count]) }

  /// Whether it is open at the instant: at an opening yes, at a closing no.
  @inlinable public func isOpen(_ time: SimTime) -> Bool {
    let span = opens.countAtMost(time.microseconds) - 1
    return span >= 0 && time.microseconds < closes[span]
  }

  /// The first open instant at or after `time`; ``SimTime/distantFuture`` when it never opens again.
  @inlinable public func nextOpen(_ time: SimTime) -> SimTime {
    let next = opens.countAtMost(time.microseconds)
    if next > 0, time.microseconds < closes[next - 1] { return time }
    return next < opens.count ? SimTime(microseconds: opens[next]) : .distantFuture
  }

  /// The first closed instant at or after `time`; `time` itself when it is closed.
  @inlinable public func nextClose(_ time: SimTime) -> SimTime {
    let span = opens.countAtMost(time.microseconds) - 1
    return span >= 0 ? max(time, SimTime(microseconds: closes[span])) : time
  }

  /// The first instant after `time` at which it opens or closes; ``SimTime/distantFuture`` when nothing changes any more.
  @inlinable public func nextChange(after time: SimTime) -> SimTime {
    let next = opens.countAtMost(time.microseconds)
    if next > 0, time.microseconds < closes[next - 1] { return SimTime(microseconds: closes[next - 1]) }
    return next < opens.count ? SimTime(microseconds: opens[next]) : .distantFuture
  }

  /// The first instant at or after `time` by which that much work is done: work of no length is done at once, and work
  /// that fills a span ends at its close.
  ///
  /// - Precondition: `work` is not negative.
  /// - Returns: ``SimTime/distantFuture`` when the calendar has not that much open time left.
  @inlinable public func workAdd(_ time: SimTime, _ work: SimDuration) -> SimTime {
    precondition(work.microseconds >= 0, "work is not negative")
    if work.microseconds == 0 { return time }
    let next = opens.countAtMost(time.microseconds)
    if next > 0, work.microseconds <= closes[next - 1] &- time.microseconds { return time + work }
    let (goal, isBeyond) = workDone(at: time.microseconds, next: next).addingReportingOverflow(work.microseconds)
    if isBeyond || goal > workBefore[opens.count] { return .distantFuture }
    // The first span whose end reaches the goal: workBefore is strictly ascending.
    let span = workBefore.countAtMost(goal &- 1) - 1
    return SimTime(microseconds: opens[span] &+ (goal &- workBefore[span]))
  }

  /// The open time from `start` to `end`; negative when `end` comes first.
  @inlinable public func workBetween(_ start: SimTime, _ end: SimTime) -> SimDuration {
    let from = workDone(at: start.microseconds, next: opens.countAtMost(start.microseconds))
    let to = workDone(at: end.microseconds, next: opens.countAtMost(end.microseconds))
    return SimDuration(microseconds: to &- from)
  }

  /// The open time before an instant, where `next` is the first span that opens after it.
  @inlinable func workDone(at time: Int64, next: Int) -> Int64 {
    if next == 0 { return 0 }
    return workBefore[next - 1] &+ (min(time, closes[next - 1]) &- opens[next - 1])
  }
}

extension WorkCalendar {
  /// Open where either calendar is.
  public func union(_ other: WorkCalendar) -> WorkCalendar { WorkCalendar(spans + other.spans) }

  /// Open where both calendars are. O(n + m).
  public func intersection(_ other: WorkCalendar) -> WorkCalendar {
    var common: [Span] = []
    var i = 0
    var j = 0
    while i < opens.count, j < other.opens.count {
      common.append(
        Span(
          SimTime(microseconds: max(opens[i], other.opens[j])),
          SimTime(microseconds: min(closes[i], other.closes[j]))))
      if closes[i] < other.closes[j] { i += 1 } else { j += 1 }
    }
    return WorkCalendar(common)
  }

  /// Open where this calendar is and the other is not: a calendar without its strikes and closures. O(n + m).
  public func subtracting(_ other: WorkCalendar) -> WorkCalendar {
    guard let first = opens.first, let last = closes.last else { return self }
    var free: [Span] = []
    var from = first
    for (open, close) in zip(other.opens, other.closes) where close > first && open < last {
      free.append(Span(SimTime(microseconds: from), SimTime(microseconds: open)))
      from = close
    }
    free.append(Span(SimTime(microseconds: from), SimTime(microseconds: last)))
    return intersection(WorkCalendar(free))
  }
}
