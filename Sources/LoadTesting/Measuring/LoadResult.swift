public import Histogram
public import Kernel

/// What became of a load: counts, and the times of each request that was sent.
public struct LoadResult: Sendable {
  /// Requests of the plan.
  public internal(set) var planned = 0
  /// Requests written to a connection.
  public internal(set) var sent = 0
  /// Requests with a whole answer, whatever its status.
  public internal(set) var answered = 0
  /// Answers with a status that the step expects, or that ends its session in order.
  public internal(set) var succeeded = 0
  /// Requests of the plan that their session did not need any more: sold out, prohibited.
  public internal(set) var notNeeded = 0
  /// Requests of the plan that could not be made, because the step before them failed.
  public internal(set) var orphaned = 0
  /// Requests of the plan that were never sent: the load was stopped, or no connection came free before its end.
  public internal(set) var unsent = 0
  /// Requests that were due before the answer they build on, and were sent when it came.
  public internal(set) var heldByAnswer = 0
  /// Requests sent more than ``lateAfter_ns`` after their intended start.
  public internal(set) var late = 0
  /// What counts as late, in nanoseconds.
  public static let lateAfter_ns: Int64 = 10_000_000
  /// Bytes of requests.
  public internal(set) var sentBytes = 0
  /// Bytes of answers' bodies.
  public internal(set) var bodyBytes = 0
  /// The most requests that were due and waited for a connection at once.
  public internal(set) var largestBacklog = 0
  /// Connections opened.
  public internal(set) var connections = 0
  /// From the start of the load to its end: the last answer, or the last wait for one that did not come, in nanoseconds.
  public internal(set) var elapsed_ns: Int64 = 0
  /// From the first send to the last one, in nanoseconds.
  public internal(set) var sending_ns: Int64 = 0
  /// The variance over the mean of sends per 10 ms; nil for short loads.
  public internal(set) var dispersion: Double?
  /// Whether the load was stopped before its end.
  public internal(set) var wasInterrupted = false
  /// The gate that stopped the load.
  public internal(set) var abortedBy: LoadGate?
  /// Why the first connection without TLS failed.
  public internal(set) var securityProblem: String?
  /// Why the plan could not be read to its end.
  public internal(set) var problem: String?
  /// Answers by status code.
  public internal(set) var statuses = [Int](repeating: 0, count: 600)
  /// Failures in the order of ``LoadFailure/allCases``.
  var failureCounts = [Int](repeating: 0, count: LoadFailure.allCases.count)
  /// From the intended start to the send, in nanoseconds: the wait for a free connection or an answer before is part of it.
  public internal(set) var sendLag = Self.times
  /// From the intended start to the generator's turn, in nanoseconds: nothing that the server does is part of it.
  public internal(set) var generatorLag = Self.times
  /// The load by seconds.
  public internal(set) var timeline: [LoadSecond] = []
  /// The counts by step and country, and the times of answers.
  public internal(set) var cells: LoadCells

  /// Up to an hour, to three significant digits: memory does not grow with the number of requests.
  private static var times: Histogram<UInt64> {
    Histogram<UInt64>(highestTrackableValue: 3_600_000_000_000, numberOfSignificantValueDigits: .three)
  }

  init(steps: [String], countries: [String]) { cells = LoadCells(steps: steps, countries: countries) }

  /// From the intended start to the last byte, in nanoseconds, over all cells.
  public var responseTime: Histogram<UInt64> { cells.sum()?.responseTime ?? LoadCell.times }

  /// From the send to the last byte, in nanoseconds, over all cells.
  public var serviceTime: Histogram<UInt64> { cells.sum()?.serviceTime ?? LoadCell.times }

  /// Requests that failed in a way.
  public func count(_ failure: LoadFailure) -> Int { failureCounts[failure.rawValue] }

  /// Requests that failed in any way.
  public var failed: Int { failureCounts.reduce(0, +) }

  mutating func note(_ failure: LoadFailure, _ session: LoadSession, _ step: JourneyStep) {
    failureCounts[failure.rawValue] += 1
    cells.change(step.number, session.country) { $0.failureCounts[failure.rawValue] += 1 }
  }

  /// Whether the generator missed its own schedule: its lag is above the limit for more than one request in a hundred.
  public func missedSchedule(by limit: SimDuration) -> Bool {
    generatorLag.totalCount > 0
      && generatorLag.valueAtPercentile(99) > UInt64(max(0, limit.microseconds)) * 1_000
  }
}

/// Why a request did not do what its session needs.
public enum LoadFailure: Int, Sendable, CaseIterable {
  /// The connection was refused, or could not be made.
  case connect
  /// TLS could not be agreed upon: the certificate is not trusted, or the server does not speak it.
  case tls
  /// The connection ended before the answer did.
  case closed
  /// No whole answer in time.
  case timeout
  /// The answer was no HTTP.
  case malformed
  /// The answer has a status that the step does not expect.
  case status
  /// The answer lacks a value that a later step needs.
  case value

  /// The name in results.
  public var name: String { "\(self)" }
}
