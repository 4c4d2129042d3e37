public import Histogram
public import Kernel

/// What became of a load: counts, and three times of each request that was sent.
public struct LoadResult: Sendable {
  /// Requests of the plan.
  public internal(set) var planned = 0
  /// Requests written to a connection.
  public internal(set) var sent = 0
  /// Requests with a whole answer, whatever its status.
  public internal(set) var answered = 0
  /// Requests of the plan that were never sent: the load was stopped, or no connection came free before its end.
  public internal(set) var unsent = 0
  /// Answers by status code.
  public internal(set) var statuses = [Int](repeating: 0, count: 600)
  /// Failures in the order of ``LoadFailure/allCases``.
  private var failureCounts = [Int](repeating: 0, count: LoadFailure.allCases.count)
  /// Bytes of answers' bodies.
  public internal(set) var bodyBytes = 0
  /// The most requests that were due and waited for a connection at once.
  public internal(set) var largestBacklog = 0
  /// Connections opened.
  public internal(set) var connections = 0
  /// From the first intended start to the last answer, in nanoseconds.
  public internal(set) var elapsed_ns: Int64 = 0
  /// Whether the load was stopped before its end.
  public internal(set) var wasInterrupted = false
  /// From the intended start to the last byte, in nanoseconds.
  public internal(set) var responseTime = Self.times
  /// From the send to the last byte, in nanoseconds.
  public internal(set) var serviceTime = Self.times
  /// From the intended start to the send, in nanoseconds: the wait for a free connection is part of it.
  public internal(set) var sendLag = Self.times
  /// From the intended start to the generator's turn, in nanoseconds: nothing that the server does is part of it.
  public internal(set) var generatorLag = Self.times

  /// Up to an hour, to three significant digits: memory does not grow with the number of requests.
  private static var times: Histogram<UInt64> {
    Histogram<UInt64>(highestTrackableValue: 3_600_000_000_000, numberOfSignificantValueDigits: .three)
  }

  init() {}

  /// Requests that failed in a way.
  public func count(_ failure: LoadFailure) -> Int { failureCounts[failure.rawValue] }

  /// Requests that failed in any way.
  public var failed: Int { failureCounts.reduce(0, +) }

  mutating func note(_ failure: LoadFailure, _ count: Int = 1) { failureCounts[failure.rawValue] += count }

  /// Whether the generator missed its own schedule: its lag is above the limit for more than one request in a hundred.
  public func missedSchedule(by limit: SimDuration) -> Bool {
    generatorLag.totalCount > 0
      && generatorLag.valueAtPercentile(99) > UInt64(max(0, limit.microseconds)) * 1_000
  }
}

/// Why a request has no answer.
public enum LoadFailure: Int, Sendable, CaseIterable {
  /// The connection was refused, or could not be made.
  case connect
  /// The connection ended before the answer did.
  case closed
  /// No whole answer in time.
  case timeout
  /// The answer was no HTTP.
  case malformed

  /// The name in results.
  public var name: String { "\(self)" }
}
