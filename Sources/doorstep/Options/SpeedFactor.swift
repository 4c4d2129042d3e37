import ArgumentParser
import Kernel
import Scenario

/// How much faster than recorded, written `10x` or `10`.
struct SpeedFactor: ExpressibleByArgument, CustomStringConvertible {
  let factor: Double

  init(factor: Double) { self.factor = factor }

  init?(argument: String) {
    guard let factor = Double(argument.hasSuffix("x") ? String(argument.dropLast()) : argument), factor > 0,
      factor <= 1e6
    else { return nil }
    self.factor = factor
  }

  var description: String { "\(factor.text)x" }
}

/// Two instants, written `2026-11-27T18:00:00Z..2026-11-27T18:10:00Z`.
struct InstantWindow: ExpressibleByArgument {
  let from: SimTime
  let to: SimTime

  init?(argument: String) {
    guard let dots = argument.firstRange(of: ".."), let from = Instant(argument: String(argument[..<dots.lowerBound])),
      let to = Instant(argument: String(argument[dots.upperBound...])), from.time < to.time
    else { return nil }
    (self.from, self.to) = (from.time, to.time)
  }
}
