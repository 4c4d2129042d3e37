/// The Kolmogorov-Smirnov test: the largest distance between two distribution functions.
public enum KolmogorovSmirnov {
  /// A test's distance and how likely chance alone makes a larger one.
  public struct Result: Sendable, Equatable {
    /// The largest distance.
    public let distance: Double
    /// The probability of a larger distance when both laws are equal.
    public let pValue: Double
  }

  /// Compares a sample with a continuous law.
  public static func test(_ sample: [Double], cdf: (Double) -> Double) -> Result {
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (i, x) in sorted.enumerated() {
      let p = cdf(x)
      distance = max(distance, p - Double(i) / n, Double(i + 1) / n - p)
    }
    return Result(distance: distance, pValue: pValue(distance, size: n))
  }

  /// Compares two samples of continuous laws.
  public static func test(_ first: [Double], _ second: [Double]) -> Result {
    let a = first.sorted()
    let b = second.sorted()
    var i = 0
    var j = 0
    var distance = 0.0
    while i < a.count && j < b.count {
      let x = min(a[i], b[j])
      while i < a.count && a[i] == x { i += 1 }
      while j < b.count && b[j] == x { j += 1 }
      distance = max(distance, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    let size = Double(a.count) * Double(b.count) / Double(a.count + b.count)
    return Result(distance: distance, pValue: pValue(distance, size: size))
  }

  /// The limiting law with Stephens's correction for size, good to 1 % from 10 observations on.
  ///
  /// Source: Stephens, *Use of the Kolmogorov-Smirnov, Cramer-von Mises and Related Statistics*, JRSS B 32 (1970).
  public static func pValue(_ distance: Double, size: Double) -> Double {
    let root = size.squareRoot()
    let x = (root + 0.12 + 0.11 / root) * distance
    if x < 0.2 { return 1 }
    if x < 1 {
      let t = -(Double.pi * Double.pi) / (8 * x * x)
      let sum = [1.0, 9, 25, 49].reduce(0) { $0 + Deterministic.exp(t * $1) }
      return 1 - (2 * Double.pi).squareRoot() / x * sum
    }
    var sum = 0.0
    for j in 1...6 {
      let term = Deterministic.exp(-2 * Double(j * j) * x * x)
      sum += j % 2 == 1 ? term : -term
    }
    return 2 * sum
  }
}
