import Kernel

/// The Hawkes intensity process of daily views: how views follow promotion and sharing, in the mean.
///
/// ξ(t) = γ·1{t = 0} + η + μ·s(t) + C·Σ ξ(t − τ)·(τ + c)^−(1+θ) over τ from 1 to t, with C = κ·(α − 1)/(α − β − 1). No
/// randomness: for planning, and to check simulated cascades.
///
/// - SeeAlso: Rizoiu et al., *Expecting to be HIP: Hawkes Intensity Processes for Social Media Popularity*, WWW 2017.
struct HIPModel: Sendable, Equatable {
  /// Content virality κ, the effect of influence β, the offset c in days and the exponent θ of the memory.
  var virality = 0.024
  var influence = 0.5
  var offset = 0.001
  var exponent = 0.2
  /// The exponent α of the power law of influence.
  var influenceExponent = 2.016
  /// Views at the beginning γ, a constant background η per day, and the effect μ of a unit of promotion.
  var initial = 0.0
  var background = 0.0
  var promotion = 1.0

  /// C, the size of the endogenous response.
  var constant: Double { virality * (influenceExponent - 1) / (influenceExponent - influence - 1) }

  /// Children per view if time were continuous, C/(θ·c^θ): not what the daily recursion has.
  var continuousBranching: Double { constant / (exponent * Deterministic.pow(offset, exponent)) }

  /// Children per view in the daily recursion, C·ζ(1 + θ, 1 + c).
  var branching: Double { constant * Self.hurwitzZeta(1 + exponent, 1 + offset) }

  /// All views that follow one exogenous view, itself included.
  var totalResponse: Double { 1 / (1 - branching) }

  /// Views by day, given the promotion of each day.
  func views(promotion series: [Double]) -> [Double] {
    var views: [Double] = []
    let memory = series.indices.map { Deterministic.pow(Double($0) + offset, -(1 + exponent)) }
    for day in series.indices {
      var sum = background + promotion * series[day] + (day == 0 ? initial : 0)
      for lag in 1..<max(1, day + 1) { sum += constant * views[day - lag] * memory[lag] }
      views.append(sum)
    }
    return views
  }

  /// Σ (k + a)^−s over k from 0, for s above 1 and a above 0: Euler and Maclaurin behind twenty terms, to about 1e-15.
  static func hurwitzZeta(_ s: Double, _ a: Double) -> Double {
    let direct = 20
    var sum = 0.0
    for k in 0..<direct { sum += Deterministic.pow(Double(k) + a, -s) }
    let b = Double(direct) + a
    sum += Deterministic.pow(b, 1 - s) / (s - 1) + 0.5 * Deterministic.pow(b, -s)
    var term = s * Deterministic.pow(b, -s - 1)
    // Bernoulli numbers over factorials: B2/2!, B4/4!, B6/6!, B8/8!.
    let weights = [1.0 / 12, -1.0 / 720, 1.0 / 30_240, -1.0 / 1_209_600]
    for (place, weight) in weights.enumerated() {
      sum += weight * term
      let k = Double(2 * place)
      term *= (s + k + 1) * (s + k + 2) / (b * b)
    }
    return sum
  }
}
