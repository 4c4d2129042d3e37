import Kernel
import Scenario

/// Chance for making worlds: a stream of its own for each purpose and world.
struct SwarmDraws {
  private var stream: RandomStream

  init(_ streams: Streams, _ purpose: String, _ number: Int) { stream = streams[purpose][UInt64(number)] }

  mutating func below(_ bound: Int) -> Int { bound > 1 ? Int(stream.below(UInt64(bound))) : 0 }
  mutating func between(_ least: Int, _ most: Int) -> Int { least + below(most - least + 1) }
  mutating func chance(_ probability: Double) -> Bool { stream.uniform() < probability }
  mutating func uniform() -> Double { stream.uniform() }
  mutating func pick<Element>(_ options: [Element]) -> Element { options[below(options.count)] }

  /// A number whose logarithm is uniform.
  mutating func spread(_ least: Double, _ most: Double) -> Double {
    least * Deterministic.exp(stream.uniform() * Deterministic.log(most / least))
  }

  /// Another order.
  mutating func shuffled<Element>(_ list: [Element]) -> [Element] { list.shuffled(using: &stream) }
}
