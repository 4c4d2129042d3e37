internal import Kernel
internal import Planning

/// A choice among simulated plans by the procedure of Kim and Nelson, under common random numbers.
struct AnswerRace {
  /// The plan with the largest mean: the selected one, or the leader where the replications did not suffice.
  let best: Int
  /// Whether all others dropped out.
  let isDecided: Bool
  /// Replications of each plan.
  let replications: [Int]
  /// The difference that does not matter.
  let delta: Double
  /// The figures of each plan's replications.
  let runs: [[RunFigures]]

  /// What was found, in words: how sure the choice is.
  func sentence(level: Double, unit: String) -> String {
    let most = replications.max() ?? 0
    return isDecided
      ? "chosen by the procedure of Kim and Nelson: the best, or one within \(count(delta)) \(unit) of it, with probability "
        + "\(percentText(level)); \(most) replications decided"
      : "\(most) replications did not decide among those within \(count(delta)) \(unit) of each other"
  }
}

extension AnswerDesk {
  /// Runs plans until one is selected, or until each that remains has `most` replications.
  ///
  /// - Parameters:
  ///   - first: Replications of the first stage, at least 2.
  ///   - delta: The difference that does not matter, above 0, in the unit of `value`.
  ///   - value: What a replication of a plan is worth, in figures of the whole world.
  mutating func race(
    _ plans: [[String]], first: Int, most: Int, delta: Double, note: String, value: (Int, RunFigures) -> Double
  ) throws -> AnswerRace {
    var found = try runs(plans, first, note: note)
    func values(_ plan: Int) -> [Double] { found[plan].map { value(plan, $0) } }
    guard plans.count > 1, first > 1 else {
      return AnswerRace(
        best: 0, isDecided: plans.count == 1, replications: found.map(\.count), delta: delta, runs: found)
    }
    var race = try KimNelson(
      KimNelson.Constants(systems: plans.count, level: level, firstStage: first), delta: delta)
    race.begin(plans.indices.map(values))
    while race.selected == nil, race.replications < most {
      let remaining = race.remaining
      let next = try runs(remaining.map { plans[$0] }, 1, from: UInt32(race.replications), note: note)
      for (plan, figures) in zip(remaining, next) { found[plan] += figures }
      race.add(zip(remaining, next).map { value($0, $1[0]) })
    }
    let leader = race.remaining.max { Tally(values($0)).mean < Tally(values($1)).mean } ?? 0
    return AnswerRace(
      best: race.selected ?? leader, isDecided: race.selected != nil, replications: found.map(\.count), delta: delta,
      runs: found)
  }
}
