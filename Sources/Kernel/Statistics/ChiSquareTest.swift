/// Pearson's chi-square test of counts against expectations.
public enum ChiSquareTest {
  /// The statistic, its degrees of freedom and the probability of a larger one by chance.
  public struct Result: Sendable, Equatable {
    /// The sum of squared deviations over expectations.
    public let statistic: Double
    /// Cells after pooling, minus 1, minus the fitted parameters.
    public let degreesOfFreedom: Int
    /// The probability of a larger statistic when the expectations hold.
    public let pValue: Double
  }

  /// Compares counts with expected counts; neighbouring cells are pooled until each expects at least five.
  public static func test(observed: [Double], expected: [Double], fittedParameters: Int = 0) -> Result {
    precondition(observed.count == expected.count, "as many expectations as counts")
    var cells: [(observed: Double, expected: Double)] = []
    var open = (observed: 0.0, expected: 0.0)
    for (o, e) in zip(observed, expected) {
      open = (open.observed + o, open.expected + e)
      if open.expected >= 5 {
        cells.append(open)
        open = (0, 0)
      }
    }
    if cells.isEmpty {
      cells.append(open)
    } else {
      cells[cells.count - 1].observed += open.observed
      cells[cells.count - 1].expected += open.expected
    }
    let statistic = cells.reduce(0) { $0 + ($1.observed - $1.expected) * ($1.observed - $1.expected) / $1.expected }
    let df = cells.count - 1 - fittedParameters
    let p = df > 0 ? ChiSquare.tail(statistic, degreesOfFreedom: Double(df)) : 1
    return Result(statistic: statistic, degreesOfFreedom: df, pValue: p)
  }
}
