/// Waiting for the next departure of a timetable, arriving at any time alike.
public enum ScheduledDepartures {
  /// The mean wait for a timetable that repeats these gaps: the sum of their squares over twice their sum.
  public static func meanWait(gaps: [Double]) throws(PlanningError) -> Double {
    var sum = 0.0
    var squares = 0.0
    for gap in gaps {
      try Check.nonNegative("gap", gap)
      sum += gap
      squares += gap * gap
    }
    try Check.positive("sum of gaps", sum)
    return squares / (2 * sum)
  }

  /// The mean wait where gaps are random, independent, with this mean and squared coefficient of variation.
  ///
  /// A clearing wave at regular intervals is the case of a squared coefficient of variation of 0.
  public static func meanWait(meanGap: Double, squaredCV: Double) throws(PlanningError) -> Double {
    try Check.positive("mean gap", meanGap)
    try Check.nonNegative("squared cv", squaredCV)
    return meanGap * (1 + squaredCV) / 2
  }
}
