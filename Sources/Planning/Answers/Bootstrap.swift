public import Kernel

/// The percentile interval of a statistic of nested samples: groups are drawn again, with all that is in them.
///
/// Replications of one draw of the parameters have that draw in common; drawing whole groups keeps it so.
/// - SeeAlso: Davison and Hinkley, *Bootstrap Methods and their Application* (1997), section 3.8.
public enum Bootstrap {
  /// The interval.
  ///
  /// - Parameters:
  ///   - groups: How many groups there are, at least 1.
  ///   - resamples: How many samples are drawn again.
  ///   - draws: Whatever draws them: equal streams give equal intervals.
  ///   - statistic: The figure of the groups with these places.
  public static func interval(
    groups: Int, resamples: Int = 500, level: Double = 0.95, draws: inout RandomStream,
    statistic: ([Int]) -> Double
  ) -> (lower: Double, upper: Double) {
    precondition(groups > 0 && resamples > 0, "nothing to draw from")
    var values: [Double] = []
    for _ in 0..<resamples {
      values.append(statistic((0..<groups).map { _ in Int(draws.below(UInt64(groups))) }))
    }
    values.sort()
    return (
      SampleQuantile.of(sorted: values, (1 - level) / 2), SampleQuantile.of(sorted: values, (1 + level) / 2)
    )
  }
}
