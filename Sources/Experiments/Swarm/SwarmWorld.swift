public import Scenario

import Kernel
import Logistics

/// A random world: a scenario that the model accepts, made from a seed and a number alone.
public struct SwarmWorld: Sendable {
  /// The number of the world in its swarm.
  public let number: Int
  /// The scenario.
  public let scenario: Written
  /// How many mechanisms, values and faults were drawn to be laid over its bones.
  public let parts: Int
  /// How many of them the model refused together with the rest, and that were left out.
  public let leftOut: Int

  /// Makes a world.
  ///
  /// The bones of a world, its mechanisms, their values and its faults come from streams of their own.
  public init(seed: UInt64, number: Int) {
    self.number = number
    let (bones, additions) = Self.draw(seed: seed, number: number)
    let sieve = Sieve(bones)
    parts = additions.count
    scenario = sieve.laying(additions)
    leftOut = sieve.leftOut
  }

  /// The bones of a world, and what is to be laid over them if the model takes it.
  static func draw(seed: UInt64, number: Int) -> (bones: Written, additions: [Mechanisms.Addition]) {
    let streams = Streams(seed: seed)
    var sketch = WorldSketch(SwarmDraws(streams, "swarm network", number))
    var seeds = SwarmDraws(streams, "swarm seed", number)
    let bones = sketch.scenario(number: number, seed: seeds.below(1_000_000))
    let mechanisms = Mechanisms(
      over: bones, SwarmDraws(streams, "swarm mechanisms", number), values: SwarmDraws(streams, "swarm values", number),
      start: sketch.start, end: sketch.end)
    let faults = Faults(
      over: bones, SwarmDraws(streams, "swarm faults", number), start: sketch.start, end: sketch.end)
    return (bones, faults.additions + mechanisms.additions)
  }

  /// The scenario's text.
  public var text: String { scenario.yaml }
}

/// Whether the model accepts a scenario.
func isAccepted(_ scenario: Written) -> Bool {
  guard let document = try? ScenarioDocument.parse(scenario.yaml, schema: ModelSchema.schema) else { return false }
  return (try? Model.build(document)) != nil
}

/// Lays additions over a world and leaves out those that do not fit.
private final class Sieve {
  private var world: Written
  private(set) var leftOut = 0

  init(_ world: Written) { self.world = world }

  /// All together if they fit; otherwise the halves one after the other. O(k log n) attempts for k that do not fit.
  func laying(_ additions: [Mechanisms.Addition]) -> Written {
    lay(additions[...])
    return world
  }

  private func lay(_ additions: ArraySlice<Mechanisms.Addition>) {
    guard !additions.isEmpty else { return }
    let whole = additions.reduce(world) { $0.with($1.value, at: $1.path) }
    if isAccepted(whole) {
      world = whole
    } else if additions.count == 1 {
      leftOut += 1
    } else {
      let middle = additions.startIndex + additions.count / 2
      lay(additions[..<middle])
      lay(additions[middle...])
    }
  }
}
