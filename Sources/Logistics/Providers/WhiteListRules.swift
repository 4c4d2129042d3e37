/// How a scorecard moves a provider on or off the white list.
///
/// ```
/// candidate ─gates─► pilot ─► approved ◄─► probation ─► removed
///                      └────────────────────────────────►┘
/// ```
struct WhiteListRules: Hashable, Sendable, BitwiseCopyable {
  /// Approve when P(on-time share > `good`) > `approveAt`.
  var good = 0.95
  var approveAt = 0.9
  /// Put on probation when P(on-time share < `poor`) > `probationAt`.
  var poor = 0.92
  var probationAt = 0.8
  /// Parcels that must have been seen before anybody is removed.
  var leastForRemoval = 30
  /// Scorecards on probation before a removal.
  var patience = 4
  /// Whether removals happen by themselves; otherwise a provider stays on probation.
  var removesAutomatically = false

  /// A provider's standing after a scorecard.
  ///
  /// - Parameters:
  ///   - observed: Parcels seen since the start.
  ///   - scorecardsOnProbation: Scorecards in a row, this one included, that found it on probation.
  func next(
    _ status: ProviderStatus, _ posterior: BetaPosterior, observed: Int, scorecardsOnProbation: Int
  ) -> ProviderStatus {
    let isGood = posterior.probability(above: good) > approveAt
    let isPoor = 1 - posterior.probability(above: poor) > probationAt
    let mayRemove = removesAutomatically && isPoor && observed >= leastForRemoval
    switch status {
    case .candidate, .removed: return status
    case .pilot: return isGood ? .approved : mayRemove ? .removed : .pilot
    case .approved: return isPoor ? .probation : .approved
    case .probation: return isGood ? .approved : mayRemove && scorecardsOnProbation >= patience ? .removed : .probation
    }
  }
}
