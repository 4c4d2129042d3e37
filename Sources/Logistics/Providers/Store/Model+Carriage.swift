/// How a market is served from nodes of its own country.
public struct DomesticCarriage: Sendable, Equatable {
  /// The market's ISO code.
  public let country: String
  /// The nodes of the country, by name, that some service takes parcels from.
  public let nodes: [String]
  /// Providers of services within the country, by name, that serve nothing else: others may take their place.
  public let replaceable: [String]
}

extension Model {
  /// The markets that are served from nodes of their own country, in the order of their codes.
  public var domesticCarriage: [DomesticCarriage] {
    network.markets.indices.compactMap { market in
      let code = network.markets[market].code
      func isWithin(_ service: Network.Service) -> Bool {
        service.from.allSatisfy { network.nodes[$0].country == code }
          && service.to.allSatisfy { network.zones[$0].market == market }
      }
      let own = network.services.filter { isWithin($0) && !$0.from.isEmpty && !$0.to.isEmpty }
      guard !own.isEmpty else { return nil }
      let nodes = Set(own.flatMap(\.from)).sorted().map { network.nodes[$0].name }
      let replaceable = Set(own.map(\.provider)).sorted().filter { provider in
        network.services.allSatisfy { $0.provider != provider || isWithin($0) }
      }
      return DomesticCarriage(
        country: code, nodes: nodes, replaceable: replaceable.map { network.providers[$0].name })
    }
  }

  /// The currency of reports.
  public var reportCurrency: String { network.currency }

  /// The factor on all capacities that the scenario writes.
  public var capacityScale: Double { network.scale.capacity }
}
