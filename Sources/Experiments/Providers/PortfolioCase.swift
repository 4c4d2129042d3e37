internal import Kernel
public import Logistics
public import Planning

/// The choice of providers for a scenario: lanes and parcels from its runs, offers from the store.
///
/// A lane is a market with nodes in its own country; its period is a busy day, the mean day's orders times a factor. A provider's
/// capacity is what it promises times the share that it keeps in nine peaks of ten.
public struct PortfolioCase: Sendable {
  /// What is asked of a portfolio.
  public struct Terms: Sendable {
    /// What a late parcel costs, in major units of the report currency; an assumption.
    public var latePenalty = 5.0
    /// The largest share of a lane that one provider gets, where the lane needs two; an assumption.
    public var maxShare = 0.6
    /// Parcels a day above which a lane needs two providers; an assumption.
    public var twoProvidersAbove = 50.0
    /// Share of parcels that must be expected in time; an assumption.
    public var onTimeTarget = 0.95
    /// A busy day's parcels over the mean day's; an assumption.
    public var busyDay = 2.0

    /// The usual terms.
    public init() {}

    /// Only the price counts: any provider may have all of it.
    public var cheapest: Terms {
      var terms = self
      terms.latePenalty = 0
      terms.maxShare = 1
      terms.twoProvidersAbove = .infinity
      terms.onTimeTarget = 0
      return terms
    }
  }

  /// The program.
  public let problem: ProviderPortfolio
  /// How the market of each lane is served.
  public let carriage: [DomesticCarriage]
  /// Markets that the store cannot serve, with the reason: their providers stay.
  public let leftOut: [(country: String, reason: String)]
  private let store: ProviderStore
  private let capacityScale: Double

  /// Makes the choice of a scenario's providers.
  ///
  /// - Parameters:
  ///   - store: The providers; those that are approved may be chosen, in the scenario's currency.
  ///   - model: The scenario.
  ///   - runs: Runs of it, for the parcels of each lane.
  ///   - terms: What is asked.
  public init(store: ProviderStore, model: Model, runs: [RunResult], terms: Terms = Terms()) throws(PlanningError) {
    try self.init(
      store: store, model: model,
      orders: { country in
        let orders = runs.reduce(0) { total, run in
          total + (run.countries.first { $0.country == country }?.orders ?? 0)
        }
        return Double(orders) / Double(max(1, runs.count))
      }, terms: terms)
  }

  /// Makes the choice for given demand.
  ///
  /// - Parameter orders: A country's orders over the scenario's days.
  public init(
    store: ProviderStore, model: Model, orders: (_ country: String) -> Double, terms: Terms = Terms()
  ) throws(PlanningError) {
    let span = model.span.upperBound.microseconds - model.span.lowerBound.microseconds
    let days = Double(span) / 86_400_000_000
    var lanes: [ProviderPortfolio.Lane] = []
    var carriage: [DomesticCarriage] = []
    var leftOut: [(country: String, reason: String)] = []
    let approved = store.filtered { $0.status == .approved && $0.manifest.currency == model.reportCurrency }
    for one in model.domesticCarriage {
      let name = "\(one.country)-\(one.country)"
      let demand = terms.busyDay * orders(one.country) / days
      let offers = approved.listings.count { $0.manifest.lanes.contains { $0.name == name } }
      if offers == 0 {
        leftOut.append((one.country, "no approved provider serves \(name) in \(model.reportCurrency)"))
      } else if one.replaceable.isEmpty {
        leftOut.append((one.country, "its providers serve other countries as well"))
      } else if demand > 0 {
        lanes.append(.init(name: name, demand: demand, onTimeTarget: terms.onTimeTarget))
        carriage.append(one)
      }
    }
    let places = Dictionary(uniqueKeysWithValues: lanes.enumerated().map { ($1.name, $0) })
    let providers = approved.listings.map { listing in
      ProviderPortfolio.Provider(
        name: listing.manifest.name, fixedCost: Double(listing.manifest.integrationMinor) / 100 / days,
        offers: zip(listing.manifest.lanes, listing.lanes).compactMap { lane, belief in
          places[lane.name].map {
            .init(
              lane: $0, cost: lane.priceMinor(kilograms: ProviderStore.referenceKilograms) / 100,
              capacity: Double(lane.allocation) * listing.manifest.honouredShare, onTime: belief.mean)
          }
        })
    }.filter { !$0.offers.isEmpty }
    problem = try ProviderPortfolio(
      providers: providers, lanes: lanes, latePenalty: terms.latePenalty, maxShare: terms.maxShare,
      twoProvidersAbove: terms.twoProvidersAbove)
    self.carriage = carriage
    self.leftOut = leftOut
    self.store = approved
    capacityScale = model.capacityScale
  }

  /// The provider with the most parcels; nil without any.
  public func top(of plan: ProviderPortfolio.Plan) -> Int? {
    plan.chosen.max { (volume(of: $0, plan), $1) < (volume(of: $1, plan), $0) }
  }

  private func volume(of provider: Int, _ plan: ProviderPortfolio.Plan) -> Double {
    plan.volumes.reduce(0) { $0 + ($1.provider == provider ? $1.parcels : 0) }
  }

  /// A provider that is out.
  public typealias Outage = (provider: Int, from: String, days: Int)

  /// The scenario with a portfolio in place of the providers whose place it takes: a text that includes the file.
  ///
  /// - Parameters:
  ///   - plan: The portfolio.
  ///   - file: The scenario's file, as seen from where the text stands.
  ///   - outage: A provider that is out, from when (as scenarios write it) and for how many days.
  public func overlay(_ plan: ProviderPortfolio.Plan, on file: String, outage: Outage? = nil) -> String {
    "include: \"\(file)\"\n" + sections(plan, outage: outage)
  }

  /// What a scenario writes to have a portfolio in place of the providers whose place it takes.
  public func sections(_ plan: ProviderPortfolio.Plan, outage: Outage? = nil) -> String {
    var providers = ""
    for name in carriage.flatMap(\.replaceable) { providers += "  \(name): { status: removed }\n" }
    var services = ""
    var struck: [String] = []
    for volume in plan.volumes {
      let name = problem.providers[volume.provider].name
      let own = carriage[volume.lane]
      guard let lane = store.find(name)?.manifest.lanes.first(where: { $0.name == problem.lanes[volume.lane].name })
      else { continue }
      let key = "\(name)-\(own.country)"
      let parcels = max(1, Int((volume.parcels / capacityScale).rounded(.up)))
      let currency = store.find(name)?.manifest.currency ?? ""
      providers += "  \(key): { status: approved, allocation: \(parcels), overflow: delay }\n"
      services +=
        "  \(key): { provider: \(key), from: [\(own.nodes.joined(separator: ", "))], to: [\(own.country)], "
        + "lineHaul: { departures: [\"23:00\"] }, transit: \(lane.transit), price: { perParcel: "
        + "\(major(lane.perParcelMinor)) \(currency), perKilogram: \(major(lane.perKilogramMinor)) \(currency) } }\n"
      if volume.provider == outage?.provider { struck.append("providers.\(key)") }
    }
    var text = "providers:\n\(providers)services:\n\(services)"
    if let outage {
      text += "disruptions:\n  portfolio-outage: { resources: [\(struck.joined(separator: ", "))], at: \(outage.from), "
      text += "lasts: \(outage.days) d, capacity: 0, source: assumption }\n"
    }
    return text
  }

  private func major(_ minor: Int64) -> String {
    "\(minor / 100)." + (minor % 100 < 10 ? "0" : "") + "\(minor % 100)"
  }
}
