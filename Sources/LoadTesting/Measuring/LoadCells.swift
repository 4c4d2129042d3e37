public import Histogram

/// What became of the requests of one step in one country.
public struct LoadCell: Sendable {
  /// The step's name.
  public let step: String
  /// The country; nil for sessions of none.
  public let country: String?
  /// Requests written to a connection.
  public internal(set) var sent = 0
  /// Requests with a whole answer.
  public internal(set) var answered = 0
  /// Bytes of answers' bodies.
  public internal(set) var bodyBytes = 0
  /// Requests sent late.
  public internal(set) var late = 0
  var failureCounts = [Int](repeating: 0, count: LoadFailure.allCases.count)
  /// From the intended start to the last byte, in nanoseconds, in steps of a microsecond.
  public internal(set) var responseTime = Self.times
  /// From the send to the last byte, in nanoseconds, in steps of a microsecond.
  public internal(set) var serviceTime = Self.times

  static var times: Histogram<UInt64> {
    Histogram<UInt64>(
      lowestDiscernibleValue: 1_000, highestTrackableValue: 3_600_000_000_000, numberOfSignificantValueDigits: .three)
  }

  /// Requests that failed in a way.
  public func count(_ failure: LoadFailure) -> Int { failureCounts[failure.rawValue] }

  /// Requests that failed in any way.
  public var failed: Int { failureCounts.reduce(0, +) }

  /// All that was tried.
  public var requests: Int { answered + failed - count(.status) - count(.value) }

  mutating func add(_ other: LoadCell) {
    sent += other.sent
    answered += other.answered
    bodyBytes += other.bodyBytes
    late += other.late
    for (kind, count) in other.failureCounts.enumerated() { failureCounts[kind] += count }
    responseTime.add(other.responseTime)
    serviceTime.add(other.serviceTime)
  }
}

/// The cells of a load, each made when its first request is counted.
public struct LoadCells: Sendable {
  let steps: [String]
  let countries: [String]
  private var cells: [LoadCell?]

  init(steps: [String], countries: [String]) {
    (self.steps, self.countries) = (steps, countries)
    cells = [LoadCell?](repeating: nil, count: steps.count * (countries.count + 1))
  }

  /// Those with requests, by step, then by country.
  public var all: [LoadCell] { cells.compactMap { $0 } }

  mutating func change(_ step: Int, _ country: Int?, _ body: (inout LoadCell) -> Void) {
    let place = step * (countries.count + 1) + (country ?? countries.count)
    if cells[place] == nil { cells[place] = LoadCell(step: steps[step], country: country.map { countries[$0] }) }
    body(&cells[place]!)
  }

  /// The cells of a step and a country together; nil for any. Nil without requests.
  public func sum(step: String? = nil, country: String? = nil) -> LoadCell? {
    all.filter { (step == nil || $0.step == step) && (country == nil || $0.country == country) }
      .reduce(into: LoadCell?.none) { sum, cell in if sum == nil { sum = cell } else { sum!.add(cell) } }
  }
}
