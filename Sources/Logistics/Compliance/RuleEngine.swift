import Kernel

/// Says what may be sold where and when, and why: all rules that apply are looked at, and the worst verdict counts.
///
/// Deterministic. Adding a rule never makes a verdict better, for verdicts combine by maximum.
struct RuleEngine: Sendable {
  let network: Network
  let rules: [Rule]
  let documents: [HeldDocument]

  /// The verdict on a SKU in a market on one way at an instant, with its proof.
  func evaluate(
    sku: Int, market: Int, crossBorder: Bool, at time: SimTime
  ) -> (level: LegalLevel, conditions: LegalConditions, proof: LegalProof) {
    let place = network.markets[market]
    var level = LegalLevel.allowed
    var conditions: LegalConditions = []
    var proof = LegalProof()
    for rule in rules {
      let span = rule.span(in: place.timeZone)
      guard span.from <= time, time < span.until,
        rule.applies(to: network.skus[sku], market: market, price: place.prices[sku], crossBorder: crossBorder)
      else { continue }
      let found = verdict(of: rule, sku: sku, market: market, at: time)
      level = max(level, found.level)
      conditions.formUnion(found.conditions)
      proof.rules.append(rule.name)
      add(found, rule, to: &proof)
    }
    return (level, conditions, proof)
  }

  private typealias Finding = (level: LegalLevel, conditions: LegalConditions, missing: [String])

  private func verdict(of rule: Rule, sku: Int, market: Int, at time: SimTime) -> Finding {
    switch rule.effect {
    case .prohibit: return (.prohibited, [], [])
    case .require(let names):
      let missing = names.filter { !isHeld($0, sku: sku, market: market, at: time) }
      return (missing.isEmpty ? .conditional : .restricted, [], missing)
    case .minimumPrice(let prices):
      let price = network.markets[market].prices[sku]
      return (price.map { $0 >= prices[market] } ?? true ? .conditional : .restricted, [], [])
    case .condition(let conditions): return (.conditional, conditions, [])
    }
  }

  private func isHeld(_ name: String, sku: Int, market: Int, at time: SimTime) -> Bool {
    documents.contains {
      guard $0.name == name, $0.skus.contains(sku), $0.markets.contains(market) else { return false }
      let span = $0.span(in: network.markets[market].timeZone)
      return span.from <= time && time < span.until
    }
  }

  /// Remedies add up in money and run side by side in time; nothing helps against a prohibition.
  private func add(_ found: Finding, _ rule: Rule, to proof: inout LegalProof) {
    proof.missing += found.missing.filter { !proof.missing.contains($0) }
    switch found.level {
    case .prohibited: (proof.remedyCost, proof.remedyDays) = (nil, nil)
    case .restricted:
      proof.remedyCost = proof.remedyCost.map { $0 + rule.remedyCost }
      proof.remedyDays = proof.remedyDays.map { max($0, rule.remedyDays) }
    default: break
    }
  }

  /// All verdicts over the run: evaluated where a rule or document begins or ends, nowhere else.
  func table() -> LegalityTable {
    var proofs = [LegalProof()]
    var lists: [[LegalityTable.Entry]] = []
    for sku in network.skus.indices {
      for market in network.markets.indices {
        for isAbroad in [false, true] {
          lists.append(entries(sku, market, isAbroad, &proofs))
        }
      }
    }
    return LegalityTable(markets: network.markets.count, lists: lists, proofs: proofs)
  }

  private func entries(
    _ sku: Int, _ market: Int, _ isAbroad: Bool, _ proofs: inout [LegalProof]
  ) -> [LegalityTable.Entry] {
    var entries: [LegalityTable.Entry] = []
    for time in boundaries(of: market) {
      let found = evaluate(sku: sku, market: market, crossBorder: isAbroad, at: max(time, network.start))
      let place = proofs.firstIndex(of: found.proof) ?? proofs.count
      if place == proofs.count { proofs.append(found.proof) }
      let verdict = LegalVerdict(level: found.level, conditions: found.conditions, proof: UInt32(place))
      if entries.last?.verdict != verdict { entries.append(LegalityTable.Entry(from: time, verdict: verdict)) }
    }
    return entries
  }

  /// The beginning of time, and every instant after the start at which a rule or document of a market begins or ends.
  private func boundaries(of market: Int) -> [SimTime] {
    let zone = network.markets[market].timeZone
    let spans =
      rules.filter { $0.markets.contains(market) }.map { $0.span(in: zone) }
      + documents.filter { $0.markets.contains(market) }.map { $0.span(in: zone) }
    var times = [SimTime(microseconds: .min)]
    for time in spans.flatMap({ [$0.from, $0.until] }).sorted()
    where time > network.start && time != .distantFuture && times.last != time {
      times.append(time)
    }
    return times
  }
}
