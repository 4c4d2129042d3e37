import Kernel

/// The region's desk for logistics providers: it reads their scorecards every week and moves them on or off the white list.
///
/// Scorecards count the parcels of this region's customers alone: good is what came by the day promised to them, undamaged; regions do not share
/// them, so an origin abroad goes on tendering to a provider that only this region has removed.
final class ProvidersDepartment: Department {
  let region: RegionState
  private let plan: ProvidersPlan
  /// By provider: the belief about its on-time share, what the last scorecard counted, and how long it is on probation.
  private var cards: [Scorecard]

  /// What is known of one provider.
  struct Scorecard: Sendable {
    var belief: BetaPosterior
    var countedEnded: Int64 = 0
    var countedOnTime: Int64 = 0
    var scorecardsOnProbation = 0
  }

  init(_ region: RegionState) {
    self.region = region
    plan = region.model.providers
    cards = .init(repeating: Scorecard(belief: plan.prior), count: plan.providers.count)
  }

  /// The belief about each provider's on-time share, in the network's order of providers.
  var beliefs: [BetaPosterior] { cards.map(\.belief) }

  func start(_ scheduler: ModelScheduler) {
    guard region.market != nil, !cards.isEmpty else { return }
    scheduler.schedule(EventKind.scorecards, index: 0, at: scheduler.now + plan.every, priority: .observation)
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {
    switch event.kind {
    case EventKind.scorecards:
      for provider in cards.indices { read(provider, scheduler.now) }
      scheduler.schedule(EventKind.scorecards, index: 0, at: scheduler.now + plan.every, priority: .observation)
    default: preconditionFailure("the provider desk has no event \(event.kind)")
    }
  }

  private func read(_ provider: Int, _ now: SimTime) {
    let counters = region.desk.counters[provider]
    let ended = counters.ended - cards[provider].countedEnded
    let onTime = counters.good - cards[provider].countedOnTime
    cards[provider].countedEnded = counters.ended
    cards[provider].countedOnTime = counters.good
    cards[provider].belief = fade(cards[provider].belief)
      .updated(successes: Double(onTime), failures: Double(ended - onTime))
    let belief = cards[provider].belief
    region.record(
      ProviderRecord.scorecard, at: now, node: UInt16(provider), value: Int64((belief.mean * 1e6).rounded()),
      aux: UInt32(clamping: ended))
    move(provider, belief, observed: Int(counters.ended), now)
  }

  /// Old evidence counts less with each scorecard; the prior stays.
  private func fade(_ belief: BetaPosterior) -> BetaPosterior {
    BetaPosterior(
      alpha: plan.prior.alpha + plan.memory * (belief.alpha - plan.prior.alpha),
      beta: plan.prior.beta + plan.memory * (belief.beta - plan.prior.beta))
  }

  private func move(_ provider: Int, _ belief: BetaPosterior, observed: Int, _ now: SimTime) {
    let status = region.desk.statuses[provider]
    cards[provider].scorecardsOnProbation = status == .probation ? cards[provider].scorecardsOnProbation + 1 : 0
    let next = plan.rules.next(
      status, belief, observed: observed, scorecardsOnProbation: cards[provider].scorecardsOnProbation)
    guard next != status else { return }
    region.desk.setStatus(provider, next)
    region.record(ProviderRecord.whitelistChange, at: now, node: UInt16(provider), aux: UInt32(next.code))
  }
}

extension ProvidersDepartment {
  /// Takes over what is known of the providers.
  func inherit(_ old: ProvidersDepartment) { cards = old.cards }
}
