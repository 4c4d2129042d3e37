extension Deterministic {
  /// The x at which P(shape, x) takes the given probability; 0 at 0, infinity at 1.
  public static func gammaQuantile(_ shape: Double, _ probability: Double) -> Double {
    if !(shape > 0) || !(probability >= 0 && probability <= 1) { return .nan }
    if probability == 0 || probability == 1 { return probability == 0 ? 0 : .infinity }
    let useTail = probability > 0.5
    let target = useTail ? 1 - probability : probability
    return solve(from: 0, to: .infinity, start: gammaStart(shape, probability)) { x in
      let density = exp(logPoissonProbability(shape, mean: x)) * shape / x
      let error = useTail ? target - gammaQ(shape, x) : gammaP(shape, x) - target
      return (error, density)
    }
  }

  /// Wilson and Hilferty's cube, or the leading term of the series where that fails.
  private static func gammaStart(_ shape: Double, _ probability: Double) -> Double {
    let spread = 1 / (9 * shape)
    let root = 1 - spread + normalQuantile(probability) * spread.squareRoot()
    if shape > 0.3 && root > 0.2 { return shape * root * root * root }
    return max(exp((log(probability) + lgamma(shape + 1)) / shape), 1e-300)
  }

  /// The x at which I(x; a, b) takes the given probability.
  public static func betaQuantile(_ a: Double, _ b: Double, _ probability: Double) -> Double {
    if !(a > 0) || !(b > 0) || !(probability >= 0 && probability <= 1) { return .nan }
    if probability == 0 || probability == 1 { return probability }
    return solve(from: 0, to: 1, start: a / (a + b)) { x in
      let density = exp(logBetaFront(a, b, x, 1 - x)) / (x * (1 - x))
      return (betaI(a, b, x) - probability, density)
    }
  }

  /// The root of a rising function by Newton's steps, kept inside a shrinking bracket by bisection.
  ///
  /// The function gives its value and its slope. A bracket that is open upwards grows by doubling.
  static func solve(
    from lowest: Double, to highest: Double, start: Double, _ function: (Double) -> (value: Double, slope: Double)
  ) -> Double {
    var low = lowest
    var high = highest
    var x = start
    for _ in 0..<400 {
      let (value, slope) = function(x)
      if value == 0 { return x }
      if value < 0 { low = x } else { high = x }
      let step = value / slope
      var next = x - step
      if !(next > low && next < high) {
        next = high == .infinity ? max(x + x, 1e-300) : low <= 0 && lowest == 0 ? high * 0.25 : low + (high - low) / 2
      }
      if abs(next - x) <= abs(x) * 0x1p-52 || next == low || next == high { return next }
      x = next
    }
    return x
  }
}
