import Kernel

/// A density as a weighted sum of exponentials: what lets a cascade advance in O(terms) per bin, whatever its past.
///
/// Rates are spaced evenly on a log scale from 5 minutes to 30 days; the weights are the non-negative least squares fit of
/// the cumulative distribution on a log grid, and sum to 1.
struct ExponentialMixture: Sendable, Equatable {
  /// The terms' rates, per second, falling.
  let rates: [Double]
  /// The terms' shares of the mass, summing to 1.
  let weights: [Double]

  init(rates: [Double], weights: [Double]) {
    self.rates = rates
    self.weights = weights
  }

  /// The share of the mass within `seconds`.
  func cumulative(_ seconds: Double) -> Double {
    zip(rates, weights).reduce(0) { $0 - $1.1 * Deterministic.expm1(-$1.0 * seconds) }
  }

  /// Fits a mixture to a kernel.
  static func fit(_ kernel: some CascadeKernel, terms: Int = 6) -> ExponentialMixture {
    let first = 5.0 * 60
    let last = 30.0 * 86_400
    let step = terms > 1 ? Deterministic.log(last / first) / Double(terms - 1) : 0
    let rates = (0..<terms).map { Deterministic.exp(-step * Double($0)) / first }
    let ages = logGrid(from: 10, to: 90 * 86_400, points: 240)
    let columns = rates.map { rate in ages.map { -Deterministic.expm1(-rate * $0) } }
    var weights = nonNegativeLeastSquares(columns, ages.map(kernel.cumulative))
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    return ExponentialMixture(rates: rates, weights: weights)
  }

  private static func logGrid(from first: Double, to last: Double, points: Int) -> [Double] {
    let step = Deterministic.log(last / first) / Double(points - 1)
    return (0..<points).map { first * Deterministic.exp(step * Double($0)) }
  }

  /// The non-negative combination of columns nearest to a target, by cyclic coordinate descent on the normal equations.
  ///
  /// The problem is convex, so the descent ends at its minimum; six columns need some thousand cheap sweeps.
  static func nonNegativeLeastSquares(_ columns: [[Double]], _ target: [Double]) -> [Double] {
    let count = columns.count
    let products = columns.map { a in columns.map { b in dot(a, b) } }
    let aims = columns.map { dot($0, target) }
    var x = [Double](repeating: 1 / Double(count), count: count)
    for _ in 0..<20_000 {
      var change = 0.0
      for i in 0..<count where products[i][i] > 0 {
        let next = max(0, x[i] + (aims[i] - dot(products[i], x)) / products[i][i])
        change = max(change, abs(next - x[i]))
        x[i] = next
      }
      if change < 1e-12 { break }
    }
    return x
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
