public import Kernel

/// The interval of a smooth figure of a whole sample, by leaving out one observation at a time.
///
/// - SeeAlso: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 11.
public enum Jackknife {
  /// The interval of Student's t over pseudo-values; without one below two observations.
  ///
  /// - Parameters:
  ///   - count: How many observations there are, at least 1.
  ///   - statistic: The figure of the observations with these places.
  public static func interval(count: Int, level: Double, statistic: ([Int]) -> Double) -> ConfidenceInterval {
    precondition(count > 0, "nothing to leave out")
    let all = Array(0..<count)
    let whole = statistic(all)
    guard count > 1 else {
      return ConfidenceInterval(estimate: whole, halfWidth: .infinity, level: level, count: Int64(count))
    }
    let pseudo = all.map { left in
      Double(count) * whole - Double(count - 1) * statistic(all.filter { $0 != left })
    }
    return ConfidenceInterval(of: Tally(pseudo), level: level)
  }
}
