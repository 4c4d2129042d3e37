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
  /// The figures of each plan's replications, of its first variant.
  let runs: [[RunFigures]]
  /// By plan, then replication: the figures of its variants.
  let variants: [[[RunFigures]]]

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
    let found = try races(
      plans.map { [AnswerVariant($0)] }, first: first, most: most, note: note, deltas: [delta]
    ) { _, plan, runs in value(plan, runs[0]) }
    return found[0]
  }

  /// Several choices among the same plans that share their runs, such as one per country.
  ///
  /// - Parameters:
  ///   - plans: The variants that each plan is judged by.
  ///   - deltas: By choice, the difference that does not matter.
  ///   - value: What a replication of a plan's variants is worth for a choice; nil where the plan is not open to it.
  mutating func races(
    _ plans: [[AnswerVariant]], first: Int, most: Int, note: String, deltas: [Double],
    value: (_ choice: Int, _ plan: Int, [RunFigures]) -> Double?
  ) throws -> [AnswerRace] {
    // By plan, then replication: the figures of its variants.
    var found = try stage(plans, Array(plans.indices), count: first, from: 0, note)
    func values(_ choice: Int, _ plan: Int) -> [Double] { found[plan].compactMap { value(choice, plan, $0) } }
    var rivals = deltas.indices.map { choice in plans.indices.filter { values(choice, $0).count == first } }
    var choices = try deltas.indices.map { choice -> KimNelson? in
      guard rivals[choice].count > 1, first > 1 else { return nil }
      var race = try KimNelson(
        KimNelson.Constants(systems: rivals[choice].count, level: level, firstStage: first), delta: deltas[choice])
      race.begin(rivals[choice].map { values(choice, $0) })
      return race
    }
    while let replications = choices.compactMap({ $0 }).first(where: { $0.selected == nil })?.replications,
      replications < most
    {
      let open = choices.indices.filter { choices[$0].map { $0.selected == nil } ?? false }
      let needed = plans.indices.filter { plan in
        open.contains { choice in choices[choice]!.remaining.contains { rivals[choice][$0] == plan } }
      }
      let next = try stage(plans, needed, count: 1, from: replications, note)
      for (plan, figures) in zip(needed, next) { found[plan] += figures }
      for choice in open {
        choices[choice]!.add(
          choices[choice]!.remaining.map { value(choice, rivals[choice][$0], found[rivals[choice][$0]].last!) ?? 0 })
      }
    }
    return deltas.indices.map { choice in
      if rivals[choice].isEmpty { rivals[choice] = Array(plans.indices) }
      let remaining = choices[choice]?.remaining.map { rivals[choice][$0] } ?? rivals[choice]
      let leader = remaining.max { Tally(values(choice, $0)).mean < Tally(values(choice, $1)).mean } ?? 0
      let selected = choices[choice]?.selected.map { rivals[choice][$0] }
      return AnswerRace(
        best: selected ?? leader, isDecided: selected != nil || rivals[choice].count == 1,
        replications: found.map(\.count), delta: deltas[choice], runs: found.map { $0.map { $0[0] } }, variants: found)
    }
  }

  /// Replications of some plans: by plan, then replication, the figures of its variants.
  private mutating func stage(
    _ plans: [[AnswerVariant]], _ wanted: [Int], count: Int, from first: Int, _ note: String
  ) throws -> [[[RunFigures]]] {
    let all = try runs(wanted.flatMap { plans[$0] }, count, from: UInt32(first), note: note)
    var begin = 0
    return wanted.map { plan in
      let own = all[begin..<(begin + plans[plan].count)]
      begin += plans[plan].count
      return (0..<count).map { replication in own.map { $0[replication] } }
    }
  }
}
