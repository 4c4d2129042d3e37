/// Counts of non-negative whole numbers in buckets of bounded relative width: quantiles without keeping values.
///
/// Every power of two is cut into 2^precision equal buckets, so a quantile is off by at most 2^-(precision + 1) of its
/// size, 0.4 % by default; numbers below 2^precision are exact. Recording allocates nothing. The layout follows HdrHistogram.
public struct LogHistogram: Sendable, Equatable {
  /// The binary digits kept of each number after the first.
  public let precision: Int
  private var buckets: [Int64]
  /// How many numbers were recorded.
  public private(set) var count: Int64 = 0
  /// The smallest number; `Int64.max` before the first.
  public private(set) var min = Int64.max
  /// The largest number; 0 before the first.
  public private(set) var max: Int64 = 0
  private var total: Int128 = 0

  /// Makes an empty histogram with a precision of 1 to 14 digits; 7 take 58 kB.
  public init(precision: Int = 7) {
    Swift.precondition((1...14).contains(precision), "a precision outside 1...14")
    self.precision = precision
    buckets = [Int64](repeating: 0, count: (64 - precision) << precision)
  }

  /// Records a number, some times over; negative numbers count as 0.
  public mutating func record(_ value: Int64, count times: Int64 = 1) {
    let number = Swift.max(0, value)
    buckets[index(number)] += times
    count += times
    total += Int128(number) * Int128(times)
    if number < min { min = number }
    if number > max { max = number }
  }

  /// Records a duration in microseconds.
  public mutating func record(_ duration: SimDuration) { record(duration.microseconds) }

  /// Takes all that another histogram of the same precision recorded.
  public mutating func merge(_ other: LogHistogram) {
    Swift.precondition(precision == other.precision, "histograms of different precision")
    for i in buckets.indices where other.buckets[i] != 0 { buckets[i] += other.buckets[i] }
    count += other.count
    total += other.total
    min = Swift.min(min, other.min)
    max = Swift.max(max, other.max)
  }

  /// The exact mean of all numbers; not a number where there are none.
  public var mean: Double { count > 0 ? Double(total) / Double(count) : .nan }

  /// The number at the given share of all numbers in rising order: the middle of its bucket; nil where there are none.
  public func quantile(_ probability: Double) -> Int64? {
    guard count > 0 else { return nil }
    let rank = Swift.max(1, Int64((Double(count) * Swift.min(Swift.max(probability, 0), 1)).rounded(.up)))
    if rank >= count { return max }
    var seen: Int64 = 0
    for i in buckets.indices where buckets[i] != 0 {
      seen += buckets[i]
      if seen >= rank { return Swift.min(Swift.max(middle(i), min), max) }
    }
    return max
  }

  /// The share of numbers whose bucket lies wholly above a bound; 0 where there are none.
  public func share(above bound: Int64) -> Double {
    guard count > 0, bound < max else { return 0 }
    if bound < 0 { return 1 }
    let above = buckets[(index(bound) + 1)...].reduce(0, +)
    return Double(above) / Double(count)
  }

  private func index(_ value: Int64) -> Int {
    let shift = Swift.max(0, 63 - precision - value.leadingZeroBitCount)
    return shift << precision + Int(value >> Int64(shift))
  }

  private func middle(_ index: Int) -> Int64 {
    let shift = Swift.max(0, index >> precision - 1)
    let low = Int64(index - shift << precision) << Int64(shift)
    return low + (Int64(1) << Int64(shift) - 1) / 2
  }
}
