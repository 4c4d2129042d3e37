internal import Kernel

/// How retries multiply load.
public enum Retries {
  /// The expected attempts per request when each fails with the same probability and at most so many retries follow.
  public static func expectedAttempts(failureProbability f: Double, retries: Int) throws(PlanningError) -> Double {
    try Check.probability("failure probability", f)
    if retries < 0 {
      throw .invalid(parameter: "retries", value: Double(retries), requirement: "a whole number of at least 0")
    }
    var sum = 1.0
    var chance = 1.0
    for _ in 0..<retries {
      chance *= f
      sum += chance
    }
    return sum
  }

  /// The most attempts at the bottom of a stack of layers that each make so many.
  public static func worstCase(attemptsPerLayer: Int, layers: Int) throws(PlanningError) -> Double {
    try Check.atLeastOne("attempts per layer", attemptsPerLayer)
    try Check.atLeastOne("layers", layers)
    return Deterministic.pow(Double(attemptsPerLayer), Double(layers))
  }
}
