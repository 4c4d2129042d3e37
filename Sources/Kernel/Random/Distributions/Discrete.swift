/// A law on the whole numbers 0, 1, 2… with given weights: one word and one table line per draw.
///
/// Source: Vose, *A Linear Algorithm for Generating Random Numbers with a Given Distribution*, IEEE TSE 17 (1991).
public struct Discrete: Distribution {
  /// The probability of each number.
  public let probabilities: [Double]
  /// Per number: keep it where the word's fraction lies below the threshold, else take the alias.
  private let thresholds: [UInt64]
  private let aliases: [UInt32]

  /// Makes the law from the numbers' weights, at least 0 and not all 0, of any total.
  public init(weights: [Double]) throws(DistributionError) {
    try Weights.check(weights)
    let total = weights.reduce(0, +)
    probabilities = weights.map { $0 / total }
    (thresholds, aliases) = Self.table(probabilities)
  }

  /// Draws one number.
  public func sample(_ stream: inout RandomStream) -> Int {
    let (column, fraction) = stream.next().multipliedFullWidth(by: UInt64(thresholds.count))
    let index = Int(truncatingIfNeeded: column)
    return fraction <= thresholds[index] ? index : Int(aliases[index])
  }

  private static func table(_ probabilities: [Double]) -> ([UInt64], [UInt32]) {
    let count = probabilities.count
    var height = probabilities.map { $0 * Double(count) }
    var thresholds = [UInt64](repeating: .max, count: count)
    var aliases = (0..<count).map { UInt32($0) }
    var small = height.indices.filter { height[$0] < 1 }
    var large = height.indices.filter { height[$0] >= 1 }
    while let low = small.last, let high = large.last {
      small.removeLast()
      thresholds[low] = UInt64(height[low] * 0x1p64)
      aliases[low] = UInt32(high)
      height[high] -= 1 - height[low]
      if height[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    return (thresholds, aliases)
  }
}
