/// Count, mean, variance and extremes of numbers seen one at a time.
///
/// Sources: Welford, Technometrics 4 (1962), for the update; Chan, Golub, LeVeque, *Updating Formulae and a Pairwise
/// Algorithm for Computing Sample Variances* (1979), for the merge.
@frozen public struct Tally: Sendable, BitwiseCopyable, Equatable {
  /// How many numbers were seen.
  public private(set) var count: Int64 = 0
  /// Their mean; 0 before the first.
  public private(set) var mean = 0.0
  /// The sum of their squared distances from the mean.
  public private(set) var squares = 0.0
  /// The smallest; infinity before the first.
  public private(set) var min = Double.infinity
  /// The largest; minus infinity before the first.
  public private(set) var max = -Double.infinity

  /// Makes an empty tally.
  public init() {}

  /// Makes the tally of a list.
  public init(_ values: some Sequence<Double>) { for value in values { add(value) } }

  /// Takes one number.
  public mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / Double(count)
    squares += distance * (value - mean)
    if value < min { min = value }
    if value > max { max = value }
  }

  /// Takes the same number many times.
  public mutating func add(_ value: Double, count times: Int64) {
    guard times > 0 else { return }
    var other = Tally()
    other.count = times
    other.mean = value
    other.min = value
    other.max = value
    merge(other)
  }

  /// Takes all that another tally saw.
  public mutating func merge(_ other: Tally) {
    if other.count == 0 { return }
    if count == 0 {
      self = other
      return
    }
    let total = count + other.count
    let distance = other.mean - mean
    let share = Double(other.count) / Double(total)
    mean += distance * share
    squares += other.squares + distance * distance * Double(count) * share
    count = total
    min = Swift.min(min, other.min)
    max = Swift.max(max, other.max)
  }

  /// The sum of all numbers.
  public var sum: Double { mean * Double(count) }
  /// The sample variance, with count - 1 below the line; 0 for fewer than two numbers.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }
  /// The square root of the sample variance.
  public var standardDeviation: Double { variance.squareRoot() }
  /// The standard deviation of the mean; infinite for fewer than two numbers.
  public var standardError: Double { count > 1 ? (variance / Double(count)).squareRoot() : .infinity }
}
