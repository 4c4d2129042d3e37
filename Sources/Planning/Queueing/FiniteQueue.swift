/// One station with room for a limited number of customers: the M/M/1/K queue.
public struct FiniteQueue: Sendable {
  /// The probability of each number in the system, from 0 to the limit.
  public let probabilities: [Double]

  /// Makes the queue from arrival rate over service rate, which may exceed 1, and the limit including the one in service.
  public init(offeredLoad: Double, limit: Int) throws(PlanningError) {
    try Check.nonNegative("offered load", offeredLoad)
    try Check.atLeastOne("limit", limit)
    var weights = [1.0]
    let ratio = offeredLoad <= 1 ? offeredLoad : 1 / offeredLoad
    for _ in 0..<limit { weights.append(weights[weights.count - 1] * ratio) }
    let total = weights.reversed().reduce(0, +)
    let shares = weights.map { $0 / total }
    probabilities = offeredLoad <= 1 ? shares : shares.reversed()
  }

  /// The share of arrivals that find no room.
  public var blockingProbability: Double { probabilities[probabilities.count - 1] }
  /// The mean number in the system.
  public var meanInSystem: Double { probabilities.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } }
}
