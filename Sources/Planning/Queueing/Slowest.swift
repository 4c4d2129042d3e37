/// The last of several: split shipments, the completion of a wave.
public enum Slowest {
  /// The mean of the largest of independent exponential times of one mean: a harmonic number of means.
  public static func meanOfExponentials(count: Int, mean: Double = 1) throws(PlanningError) -> Double {
    try Check.atLeastOne("count", count)
    try Check.nonNegative("mean", mean)
    return mean * (1...count).reversed().reduce(0) { $0 + 1 / Double($1) }
  }

  /// The mean of the largest of independent uniform numbers on 0...1.
  public static func meanOfUniforms(count: Int) throws(PlanningError) -> Double {
    try Check.atLeastOne("count", count)
    return Double(count) / Double(count + 1)
  }
}
