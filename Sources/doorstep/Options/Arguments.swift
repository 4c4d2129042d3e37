import ArgumentParser
import Experiments
import Scenario

/// A share of something, written `2 %` or `0.02`.
struct Percentage: ExpressibleByArgument, CustomStringConvertible {
  let share: Double

  init(share: Double) { self.share = share }

  init?(argument: String) {
    guard let share = try? Double.parse(argument), share >= 0, share.isFinite else { return nil }
    self.share = share
  }

  var description: String { "\((share * 100).text) %" }
}

extension Plant: ExpressibleByArgument {}

/// Reads a part of a whole such as 2/8, for options.
func shard(_ text: String) throws -> Shard {
  guard let shard = Shard(text) else { throw ValidationError("write a part and the number of parts, such as 2/8") }
  return shard
}
