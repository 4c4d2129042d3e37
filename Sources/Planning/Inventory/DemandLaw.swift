public import Kernel

/// A law of demand that a stock can be held against.
public protocol DemandLaw: Sendable {
  /// The expected demand, in units.
  var mean: Double { get }
  /// The least stock that meets all demand with at least a probability in 0..<1.
  func stock(meetingAllWith probability: Double) -> Double
  /// The probability that a stock meets all demand.
  func cycleService(_ stock: Double) -> Double
  /// The expected demand beyond a stock: E[(D − S)⁺], the loss function.
  func expectedShortage(_ stock: Double) -> Double
}

extension DemandLaw {
  /// The expected part of a stock that nobody wants: E[(S − D)⁺].
  public func expectedLeftover(_ stock: Double) -> Double { stock - mean + expectedShortage(stock) }

  /// The share of the demand that a stock meets: 1 − E[(D − S)⁺] / E[D]; not the same as the cycle service.
  public func fillRate(_ stock: Double) -> Double { mean > 0 ? 1 - expectedShortage(stock) / mean : 1 }
}

extension Normal: DemandLaw {
  /// The mean and so many standard deviations.
  public func stock(meetingAllWith probability: Double) -> Double {
    standardDeviation == 0 ? mean : mean + standardDeviation * Deterministic.normalQuantile(probability)
  }
  /// The normal distribution function.
  public func cycleService(_ stock: Double) -> Double {
    standardDeviation == 0 ? (stock >= mean ? 1 : 0) : Deterministic.normalCDF((stock - mean) / standardDeviation)
  }
  /// The standard deviation times the standard loss function φ(z) − z(1 − Φ(z)).
  public func expectedShortage(_ stock: Double) -> Double {
    standardDeviation == 0
      ? max(0, mean - stock) : standardDeviation * StandardNormal.loss((stock - mean) / standardDeviation)
  }
}

extension Poisson: DemandLaw {
  /// The smallest whole number of units whose distribution function reaches the probability.
  public func stock(meetingAllWith probability: Double) -> Double { Double(quantile(probability)) }
  /// The Poisson distribution function.
  public func cycleService(_ stock: Double) -> Double { stock < 0 ? 0 : cdf(Int64(stock.rounded(.down))) }
  /// (m − S)·P(D > S) + m·P(D = S) for whole S; linear between whole numbers.
  public func expectedShortage(_ stock: Double) -> Double {
    if stock < 0 { return mean - stock }
    let below = stock.rounded(.down)
    let shortage = wholeShortage(Int64(below))
    return below == stock ? shortage : shortage - (stock - below) * (1 - cdf(Int64(below)))
  }

  private func wholeShortage(_ stock: Int64) -> Double {
    max(0, (mean - Double(stock)) * (1 - cdf(stock)) + mean * probability(of: stock))
  }
}

extension Lognormal: DemandLaw {
  /// The exponential of a normal quantile.
  public func stock(meetingAllWith probability: Double) -> Double {
    sigma == 0 ? Deterministic.exp(mu) : value(atNormal: Deterministic.normalQuantile(probability))
  }
  /// The normal distribution function of the logarithm.
  public func cycleService(_ stock: Double) -> Double { stock <= 0 ? 0 : Deterministic.normalCDF(score(stock)) }
  /// m·Φ(σ − u) − S·(1 − Φ(u)) with u the standardised logarithm of S.
  public func expectedShortage(_ stock: Double) -> Double {
    if stock <= 0 { return mean - stock }
    if sigma == 0 { return max(0, mean - stock) }
    let u = score(stock)
    return max(0, mean * Deterministic.normalCDF(sigma - u) - stock * Deterministic.normalTail(u))
  }

  private func score(_ stock: Double) -> Double {
    let distance = Deterministic.log(stock) - mu
    return sigma == 0 ? (distance >= 0 ? .infinity : -.infinity) : distance / sigma
  }
}

extension Exponential: DemandLaw {
  /// −m·ln(1 − p).
  public func stock(meetingAllWith probability: Double) -> Double { -mean * Deterministic.log1p(-probability) }
  /// 1 − exp(−S/m).
  public func cycleService(_ stock: Double) -> Double {
    stock < 0 ? 0 : mean == 0 ? 1 : -Deterministic.expm1(-stock / mean)
  }
  /// m·exp(−S/m).
  public func expectedShortage(_ stock: Double) -> Double {
    stock <= 0 ? mean - stock : mean == 0 ? 0 : mean * Deterministic.exp(-stock / mean)
  }
}

/// The loss functions of the standard normal law.
enum StandardNormal {
  /// E[(Z − z)⁺] = φ(z) − z(1 − Φ(z)).
  static func loss(_ z: Double) -> Double {
    max(0, Deterministic.normalDensity(z) - z * Deterministic.normalTail(z))
  }

  /// Half of E[((Z − z)⁺)²] = ((1 + z²)(1 − Φ(z)) − zφ(z)) / 2: the integral of the loss from z on.
  static func secondLoss(_ z: Double) -> Double {
    max(0, ((1 + z * z) * Deterministic.normalTail(z) - z * Deterministic.normalDensity(z)) / 2)
  }
}
