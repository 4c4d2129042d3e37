public import Kernel

/// How much of a forecast's variance comes from not knowing the parameters, and how much is chance.
///
/// The law of total variance over nested samples: Var X = Var E[X | parameters] + E Var[X | parameters]. Each group holds the
/// replications of one draw of the parameters; the spread of the groups' means also holds chance over the group's size, which is
/// taken off.
/// - SeeAlso: Law, *Simulation Modeling and Analysis*, 5th ed., section 6.2 (uncertain inputs).
public struct VarianceSplit: Sendable, Equatable {
  /// The mean over groups with its interval: groups are independent, replications of one group are not.
  public let mean: ConfidenceInterval
  /// The variance that knowing the parameters would take away; not below 0.
  public let epistemic: Double
  /// The variance that would stay.
  public let aleatory: Double

  /// The split of nested samples: at least one group, all groups of one size of at least 1.
  public init(_ groups: [[Double]], level: Double = 0.95) throws(PlanningError) {
    try Check.atLeastOne("number of groups", groups.count)
    let size = groups[0].count
    try Check.atLeastOne("size of a group", size)
    for group in groups where group.count != size {
      throw .invalid(parameter: "size of a group", value: Double(group.count), requirement: "the same for all")
    }
    let tallies = groups.map { Tally($0) }
    mean = ConfidenceInterval(of: Tally(tallies.map(\.mean)), level: level)
    aleatory = size > 1 ? tallies.reduce(0) { $0 + $1.variance } / Double(groups.count) : 0
    let between = groups.count > 1 ? Tally(tallies.map(\.mean)).variance : 0
    epistemic = max(0, between - aleatory / Double(size))
  }

  /// The variance together.
  public var total: Double { epistemic + aleatory }
  /// The share of the variance that knowing the parameters would take away; 0 where nothing varies.
  public var epistemicShare: Double { total > 0 ? epistemic / total : 0 }
}
