/// Any of the laws on the real line as one value: what a scenario names, a model stores and draws from.
public enum ContinuousLaw: MomentDistribution {
  /// Always the same value.
  case constant(Constant)
  /// Between two bounds.
  case uniform(Uniform)
  /// A triangle.
  case triangular(Triangular)
  /// Times between independent events.
  case exponential(Exponential)
  /// The bell.
  case normal(Normal)
  /// The exponential of a normal number.
  case lognormal(Lognormal)
  /// A lognormal number above a minimum.
  case shiftedLognormal(ShiftedLognormal)
  /// Positive and skewed.
  case gamma(Gamma)
  /// A sum of exponential stages.
  case erlang(Erlang)
  /// A mixture of exponentials.
  case hyperExponential(HyperExponential)
  /// Shares between 0 and 1.
  case beta(Beta)
  /// A power tail.
  case pareto(Pareto)
  /// Points of a distribution function.
  case empirical(Empirical)

  /// Draws one value.
  public func sample(_ stream: inout RandomStream) -> Double {
    switch self {
    case .constant(let law): law.sample(&stream)
    case .uniform(let law): law.sample(&stream)
    case .triangular(let law): law.sample(&stream)
    case .exponential(let law): law.sample(&stream)
    case .normal(let law): law.sample(&stream)
    case .lognormal(let law): law.sample(&stream)
    case .shiftedLognormal(let law): law.sample(&stream)
    case .gamma(let law): law.sample(&stream)
    case .erlang(let law): law.sample(&stream)
    case .hyperExponential(let law): law.sample(&stream)
    case .beta(let law): law.sample(&stream)
    case .pareto(let law): law.sample(&stream)
    case .empirical(let law): law.sample(&stream)
    }
  }

  /// The expected value.
  public var mean: Double { law.mean }
  /// The expected squared distance from the mean.
  public var variance: Double { law.variance }

  private var law: any MomentDistribution {
    switch self {
    case .constant(let law): law
    case .uniform(let law): law
    case .triangular(let law): law
    case .exponential(let law): law
    case .normal(let law): law
    case .lognormal(let law): law
    case .shiftedLognormal(let law): law
    case .gamma(let law): law
    case .erlang(let law): law
    case .hyperExponential(let law): law
    case .beta(let law): law
    case .pareto(let law): law
    case .empirical(let law): law
    }
  }
}
