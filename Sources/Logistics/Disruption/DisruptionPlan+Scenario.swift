import Kernel
import Scenario

extension DisruptionPlan {
  /// The plan of a scenario.
  ///
  /// - Parameter isLimited: Whether a resource has a capacity that a factor between 0 and 1 can change.
  static func build(
    _ document: ScenarioDocument, _ network: Network, isLimited: (Resource) -> Bool, _ problems: inout Diagnostics
  ) -> DisruptionPlan {
    let root = document.root
    let hubs = root.items("hubs{}").map(\.name)
    return DisruptionPlan(
      disruptions: root.items("disruptions{}").map { section in
        let plan = Disruption(section, ResourceNames(network: network, hubs: hubs), &problems)
        plan.check(section, network, isLimited, &problems)
        return plan
      }, horizon: network.horizon.upperBound, start: network.start)
  }
}

extension DisruptionPlan.Disruption {
  fileprivate init(_ section: Section, _ names: ResourceNames, _ problems: inout Diagnostics) {
    name = section.name
    var struck: [Resource] = []
    for text in section[DisruptionFields.resources] {
      let found = names.find(text)
      if found.isEmpty {
        problems.error(
          at: section[mark: DisruptionFields.resources], "\"\(text)\" is nothing that can be struck",
          help: NearestName.find(text, in: names.all).map { "did you mean \"\($0)\"?" }
            ?? "write for example \(names.all.prefix(4).joined(separator: ", "))")
      }
      struck += found.filter { !struck.contains($0) }
    }
    resources = struck
    at = section[DisruptionFields.at]
    lasts = (try? DurationSampler(section[DisruptionFields.lasts])) ?? DurationSampler(.days(1))
    probability = section[DisruptionFields.probability]
    every = section[DisruptionFields.every]
    level = Disturbance.Level(
      capacity: section[DisruptionFields.capacity], cost: section[DisruptionFields.cost],
      delay: section[DisruptionFields.delay], inFlight: section[DisruptionFields.inFlight])
    restore = section[DisruptionFields.restore]
    restoreFrom = section[DisruptionFields.restoreFrom]
    restoreTo = section[DisruptionFields.restoreTo]
    notice = section[DisruptionFields.isKnown] ? section[DisruptionFields.notice] : nil
  }

  fileprivate func check(
    _ section: Section, _ network: Network, _ isLimited: (Resource) -> Bool, _ problems: inout Diagnostics
  ) {
    if at == nil, every == nil {
      problems.error(
        at: section.mark, "disruption \"\(name)\" has neither at nor every, so it never begins",
        help: "write at: \(network.start), or every: 30 d")
    }
    if let at, every == nil, at >= network.end {
      problems.warning(
        at: section[mark: DisruptionFields.at], "disruption \"\(name)\" begins after the run",
        help: "the run ends at \(network.end)")
    }
    if level.inFlight == .destroy, !resources.contains(where: { $0.kind == .lineHaul }) {
      problems.error(
        at: section[mark: DisruptionFields.inFlight], "only parcels before a line-haul can be destroyed",
        help: "write hold or reroute, or strike services.NAME.lineHaul")
    }
    let isPartial = level.capacity > 0 && level.capacity != 1
    if isPartial, let resource = resources.first(where: { !isLimited($0) }) {
      problems.warning(
        at: section[mark: DisruptionFields.capacity],
        "capacity \"\(level.capacity)\" changes nothing: \(resource.kind) has no limit in this scenario",
        help: "write the limit it has: parcels, stops or an allocation")
    }
  }
}

/// The things of a scenario that can be struck, by the names that scenarios write.
private struct ResourceNames {
  let network: Network
  let hubs: [String]

  /// What a name stands for; nothing when it is unknown.
  func find(_ text: String) -> [Resource] {
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return [] }
    switch parts[0] {
    case "nodes": return node(parts[1])
    case "services": return service(parts[1])
    case "hubs": return hubs.firstIndex(of: parts[1]).map { [Resource(.hub, $0)] } ?? []
    case "markets": return market(parts[1])
    case "providers": return provider(parts[1])
    default: return []
    }
  }

  private func node(_ text: String) -> [Resource] {
    for (number, node) in network.nodes.enumerated() {
      switch text {
      case node.name: return [.pickers, .packers, .receiving].map { Resource($0, number) }
      case node.name + ".pick": return [Resource(.pickers, number)]
      case node.name + ".pack": return [Resource(.packers, number)]
      case node.name + ".receiving": return [Resource(.receiving, number)]
      default: continue
      }
    }
    return []
  }

  private func service(_ text: String) -> [Resource] {
    for (number, service) in network.services.enumerated() {
      switch text {
      case service.name: return [.pickUps, .lineHaul].map { Resource($0, number) }
      case service.name + ".pickUp": return [Resource(.pickUps, number)]
      case service.name + ".lineHaul": return [Resource(.lineHaul, number)]
      default: continue
      }
    }
    return []
  }

  private func market(_ text: String) -> [Resource] {
    for (number, market) in network.markets.enumerated() {
      switch text {
      case market.code + ".lastMile": return market.zones.map { Resource(.lastMile, $0) }
      case market.code + ".customs": return [Resource(.customs, number)]
      case market.code + ".payments": return [Resource(.payments, number)]
      case market.code + ".servers": return [Resource(.servers, number)]
      default:
        if let zone = market.zones.first(where: { text == "\(market.code).zones.\(network.zones[$0].name)" }) {
          return [Resource(.lastMile, zone)]
        }
      }
    }
    return []
  }

  private func provider(_ text: String) -> [Resource] {
    for (number, provider) in network.providers.enumerated() {
      if text == provider.name { return [Resource(.provider, number)] }
      if text == provider.name + ".labels" { return [Resource(.labels, number)] }
    }
    return []
  }

  /// All names, for suggestions.
  var all: [String] {
    network.services.flatMap { ["services.\($0.name).lineHaul", "services.\($0.name).pickUp", "services.\($0.name)"] }
      + network.nodes.flatMap { ["nodes.\($0.name)", "nodes.\($0.name).pick", "nodes.\($0.name).pack"] }
      + hubs.map { "hubs.\($0)" }
      + network.providers.flatMap { ["providers.\($0.name)", "providers.\($0.name).labels"] }
      + network.markets.flatMap { market in
        ["lastMile", "customs", "payments", "servers"].map { "markets.\(market.code).\($0)" }
      }
  }
}

extension Resource {
  fileprivate init(_ kind: ResourceKind, _ number: Int) {
    self.init(kind: kind, number: UInt16(truncatingIfNeeded: number))
  }
}
