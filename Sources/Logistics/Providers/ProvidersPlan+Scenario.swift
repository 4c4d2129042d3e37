import Kernel
import Scenario

extension ProvidersPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> ProvidersPlan {
    let root = document.root
    let providers = root.items("providers{}").map { ProviderTerms($0, network, &problems) }
    let mean = root[ProviderFields.priorMean]
    let weight = root[ProviderFields.priorWeight]
    if root[ProviderFields.poor] > root[ProviderFields.good] {
      problems.error(
        at: root[mark: ProviderFields.poor], "poor \"\(root[ProviderFields.poor])\" is above good",
        help: "a provider cannot be good and poor at once")
    }
    checkWhiteList(providers, root, network, &problems)
    return ProvidersPlan(
      providers: providers, ofService: network.services.map { UInt16($0.provider) },
      pilotShare: root[ProviderFields.pilotShare], rules: WhiteListRules(root),
      prior: BetaPosterior(alpha: mean * weight, beta: (1 - mean) * weight), memory: root[ProviderFields.memory],
      every: root[ProviderFields.every], timeZones: network.regions.indices.map { network.clock(ofRegion: $0) })
  }

  /// Every zone that services reach is reached by one whose provider may get parcels.
  private static func checkWhiteList(
    _ providers: [ProviderTerms], _ root: Section, _ network: Network, _ problems: inout Diagnostics
  ) {
    for zone in network.zones.indices {
      let ways = network.services.filter { $0.to.contains(zone) && !$0.from.isEmpty }
      guard !ways.isEmpty, !ways.contains(where: { providers[$0.provider].status.isOnWhiteList }) else { continue }
      let barred = Set(ways.map(\.provider)).sorted().map { number in
        "\"\(network.providers[number].name)\" (\(providers[number].status))"
      }
      problems.error(
        at: root.items("markets{}")[network.zones[zone].market].mark,
        "no provider on the white list delivers to \(network.placeName(zone)), only \(barred.joined(separator: ", "))",
        help: "write status: approved or pilot, or let another provider's service deliver there")
    }
  }
}

extension ProviderTerms {
  fileprivate init(_ section: Section, _ network: Network, _ problems: inout Diagnostics) {
    let diligence = DueDiligence(
      failedGates: section[ProviderFields.failedGates], scores: ProviderFields.scores.map { section[$0] })
    let wanted = section[ProviderFields.status]
    status = diligence.standing(wanted)
    if status != wanted {
      let gates = diligence.failedGates.map(\.rawValue).joined(separator: ", ")
      problems.warning(
        at: section[mark: ProviderFields.failedGates],
        "provider \"\(section.name)\" gets no parcels: it fails \(gates)",
        help: "remove the gate from failedGates once it is passed")
    }
    limit = section[ProviderFields.allocation].map { DailyLimit(initial: network.scaledLimit($0)) }
    let later = section[ProviderFields.allocations].entries.sorted { $0.key < $1.key }
    if !later.isEmpty {
      limit = limit ?? DailyLimit(initial: DailyLimit.unlimited)
      limit?.changes = later.map { DailyLimit.Change(from: $0.key, parcels: network.scaledLimit($0.value)) }
    }
    tiers = section.items("providers{}.tiers[]").map {
      Tier(above: network.scaledLimit($0[ProviderFields.tierAbove]), discount: $0[ProviderFields.tierDiscount])
    }
    overflow = section[ProviderFields.overflow].overflow
    surcharge = section[ProviderFields.surcharge]?.minor ?? 0
    labelsPerHour = section[ProviderFields.labels].map { $0.perHour * network.scale.capacity }
    score = diligence.score
    if zip(tiers, tiers.dropFirst()).contains(where: { $0.above >= $1.above }) {
      problems.error(
        at: section.mark, "the tiers of provider \"\(section.name)\" do not ascend",
        help: "write them from the fewest parcels to the most")
    }
    if let rate = section[ProviderFields.surcharge] { checkSurcharge(rate, section, network, &problems) }
  }

  private func checkSurcharge(_ rate: Money, _ section: Section, _ network: Network, _ problems: inout Diagnostics) {
    if rate.currency.code != network.currency {
      problems.error(
        at: section[mark: ProviderFields.surcharge],
        "surcharge \"\(rate)\" is not in the report currency \(network.currency)",
        help: "convert it to \(network.currency)")
    }
    if overflow != .surcharge || limit == nil {
      problems.warning(
        at: section[mark: ProviderFields.surcharge], "provider \"\(section.name)\" never asks for its surcharge",
        help: "write an allocation, and overflow: surcharge")
    }
  }
}

extension WhiteListRules {
  fileprivate init(_ root: Section) {
    self.init(
      good: root[ProviderFields.good], approveAt: root[ProviderFields.approveAt], poor: root[ProviderFields.poor],
      probationAt: root[ProviderFields.probationAt], leastForRemoval: root[ProviderFields.least],
      patience: root[ProviderFields.patience], removesAutomatically: root[ProviderFields.removes])
  }
}

extension Network {
  /// The clock of a region's daily allocations: its market's, else its first node's.
  fileprivate func clock(ofRegion region: Int) -> TimeZoneRules {
    if let market = regions[region].market { return markets[market].timeZone }
    return regions[region].nodes.first.map { nodes[$0].timeZone } ?? .utc
  }
}
