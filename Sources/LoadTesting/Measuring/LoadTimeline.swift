import Histogram

/// What happened in one second of a load.
public struct LoadSecond: Sendable, Hashable {
  /// Whole seconds from the start of the load to the beginning of this one.
  public var second: Int
  /// Requests sent in it.
  public var sent = 0
  /// Whole answers that came in it.
  public var answered = 0
  /// Requests that failed in it.
  public var failed = 0
  /// The most requests that were due and waited for a connection at once.
  public var backlog = 0
  /// Response times of its answers: the median, the 99th percentile and the longest, in nanoseconds; nil without an answer.
  public var response_ns: Times?

  /// A second in which nothing has happened yet.
  public init(second: Int) { self.second = second }

  /// Three response times, in nanoseconds.
  public struct Times: Sendable, Hashable {
    /// The median.
    public var median: UInt64
    /// The 99th percentile.
    public var p99: UInt64
    /// The longest.
    public var longest: UInt64

    /// Times in rising order.
    public init(median: UInt64, p99: UInt64, longest: UInt64) {
      (self.median, self.p99, self.longest) = (median, p99, longest)
    }
  }
}

/// Cuts a load into seconds while it runs.
struct LoadTimeline {
  private(set) var seconds: [LoadSecond] = []
  private var current = LoadSecond(second: 0)
  private var times = LoadCell.times
  private var (sent, answered, failed) = (0, 0, 0)

  mutating func answered(after response: UInt64) { _ = times.record(response) }

  /// Called where requests begin to wait.
  mutating func waiting(_ count: Int) { if count > current.backlog { current.backlog = count } }

  /// Called every 20 ms with the counts so far; closes what has ended.
  mutating func look(_ now: Int64, _ result: LoadResult, backlog: Int) {
    let second = Int(max(0, now) / 1_000_000_000)
    while current.second < second { close(result.sent, result.answered, result.failed) }
    waiting(backlog)
  }

  /// Closes the second that is under way.
  mutating func end(_ result: LoadResult) {
    if result.sent > sent || result.answered > answered || result.failed > failed {
      close(result.sent, result.answered, result.failed)
    }
  }

  private mutating func close(_ sent: Int, _ answered: Int, _ failed: Int) {
    (current.sent, current.answered, current.failed) = (
      sent - self.sent, answered - self.answered, failed - self.failed
    )
    (self.sent, self.answered, self.failed) = (sent, answered, failed)
    if times.totalCount > 0 {
      current.response_ns = LoadSecond.Times(
        median: times.valueAtPercentile(50), p99: times.valueAtPercentile(99), longest: times.valueAtPercentile(100))
      times.reset()
    }
    seconds.append(current)
    current = LoadSecond(second: current.second + 1)
  }
}
