public import Scenario

/// Makes a failing scenario smaller while it goes on failing in the same way: delta debugging over the scenario's tree.
///
/// In turns it leaves out names with all that refers to them, sections, entries of maps and elements of lists, largest first and several at a time, and shortens
/// the run, until nothing more can go. (Zeller, Hildebrandt, *Simplifying and Isolating Failure-Inducing Input*, 2002;
/// Misherghi, Su, *HDD*, 2006.)
public struct ScenarioShrinker {
  /// Whether a candidate still fails in the same way; asked at most ``mostAttempts`` times.
  private let fails: (Written) -> Bool
  private let mostAttempts: Int
  /// Candidates tried.
  public private(set) var attempts = 0

  /// A shrinker.
  public init(mostAttempts: Int = 500, fails: @escaping (Written) -> Bool) {
    self.mostAttempts = mostAttempts
    self.fails = fails
  }

  /// The smallest scenario found.
  public mutating func shrink(_ scenario: Written) -> Written {
    var best = scenario
    var before = -1
    while before != best.weight, attempts < mostAttempts {
      before = best.weight
      best = withoutNames(best)
      for depth in 1...7 { best = leavingOut(best, at: depth) }
      best = shortened(best)
      best = simplified(best)
    }
    return best
  }

  private mutating func tries(_ candidate: Written) -> Bool {
    guard attempts < mostAttempts else { return false }
    attempts += 1
    return fails(candidate)
  }

  /// Leaves out names together with all that refers to them: a country goes with its nodes and their services.
  private mutating func withoutNames(_ scenario: Written) -> Written {
    var best = scenario
    for name in scenario.names {
      let candidate = best.without(name: name)
      if candidate != best, tries(candidate) { best = candidate }
    }
    return best
  }

  /// Leaves out what stands at a depth: all of it in pieces of halving size.
  private mutating func leavingOut(_ scenario: Written, at depth: Int) -> Written {
    var best = scenario
    var paths = best.paths(at: depth)
    var size = paths.count
    while size >= 1 {
      var first = 0
      while first < paths.count {
        let piece = paths[first..<min(first + size, paths.count)]
        // From the back, because elements of lists move up.
        let candidate = piece.reversed().reduce(best) { $0.with(nil, at: $1) }
        if tries(candidate) {
          best = candidate
          paths = best.paths(at: depth)
        } else {
          first += size
        }
      }
      size = size == 1 ? 0 : (size + 1) / 2
    }
    return best
  }

  /// Ends the run earlier.
  private mutating func shortened(_ scenario: Written) -> Written {
    var best = scenario
    while let earlier = best.endingEarlier, tries(earlier) { best = earlier }
    return best
  }

  /// Puts rounder values in place of numbers.
  private mutating func simplified(_ scenario: Written) -> Written {
    var best = scenario
    for path in best.numbers {
      for value in ["0", "1"] {
        if best.at(path) == .plain(value) { break }
        let candidate = best.with(.plain(value), at: path)
        if tries(candidate) {
          best = candidate
          break
        }
      }
    }
    return best
  }
}
