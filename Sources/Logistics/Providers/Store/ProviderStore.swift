internal import Kernel
public import Scenario

/// The app store for logistics: candidates by their manifests, with due diligence, score and standing.
public struct ProviderStore: Sendable {
  /// A provider as the store judges it.
  public struct Listing: Sendable {
    /// What it says of itself.
    public let manifest: ProviderManifest
    /// Gates and the parts of the score.
    public let diligence: DueDiligence
    /// What is believed of its share of parcels that come in time, over all lanes.
    public let reliability: BetaPosterior
    /// What is believed of each lane: its own evidence, shrunk towards the provider's.
    public let lanes: [BetaPosterior]
    /// How it came to its standing; the last entry is where it stands.
    public let history: [StandingChange]

    /// Where it stands.
    public var status: ProviderStatus { history.last?.to ?? .candidate }
  }

  /// A change of a provider's standing, with the evidence.
  public struct StandingChange: Sendable, Equatable {
    /// The day of the scorecard; nil for the due diligence.
    public let day: String?
    /// Where it stood.
    public let from: ProviderStatus
    /// Where it stands since.
    public let to: ProviderStatus
    /// Why.
    public let evidence: String
  }

  /// The providers, the best score first.
  public let listings: [Listing]

  /// The score from which a candidate that passes all gates gets a trial; an assumption.
  public static let leastScore = 0.55
  /// What is expected of a provider of which nothing is known: a mean of 0.95, worth 20 parcels; an assumption.
  public static let prior = BetaPosterior(alpha: 19, beta: 1)
  /// The weight of a parcel by which prices are compared, in kilograms; an assumption.
  public static let referenceKilograms = 0.5

  /// Reads the manifests of files, or those that come with Doorstep.
  ///
  /// - Throws: All that is wrong with any of them, each with file, line and column.
  public init(files: [String] = ManifestPack.files) throws(Diagnostics) {
    var problems = Diagnostics()
    var manifests: [ProviderManifest] = []
    var marks: [String: Mark] = [:]
    for file in files {
      do throws(Diagnostics) {
        let (manifest, mark) = try ProviderManifest.read(file)
        if let first = marks.updateValue(mark, forKey: manifest.name) {
          problems.error(at: mark, "provider \"\(manifest.name)\" is there twice", help: "the first one is at \(first)")
        }
        manifests.append(manifest)
      } catch { problems.add(error) }
    }
    try problems.check()
    self.init(manifests)
  }

  init(_ manifests: [ProviderManifest]) {
    let lanes = Set(manifests.flatMap { $0.lanes.map(\.name) }).count
    var cheapest: [String: Double] = [:]
    for manifest in manifests where manifest.failedGates.isEmpty {
      for lane in manifest.lanes {
        let price = lane.priceMinor(kilograms: Self.referenceKilograms)
        cheapest[lane.name] = min(cheapest[lane.name] ?? price, price)
      }
    }
    listings = manifests.map { Listing($0, lanes: lanes, cheapest: cheapest) }.sorted {
      ($1.diligence.score, $0.manifest.name) < ($0.diligence.score, $1.manifest.name)
    }
  }

  private init(sorted listings: [Listing]) { self.listings = listings }

  /// The store with some of its providers only.
  public func filtered(_ isWanted: (Listing) -> Bool) -> ProviderStore {
    ProviderStore(sorted: listings.filter(isWanted))
  }

  /// The provider of a name.
  public func find(_ name: String) -> Listing? { listings.first { $0.manifest.name == name } }
}

extension ProviderStore.Listing {
  fileprivate init(_ manifest: ProviderManifest, lanes count: Int, cheapest: [String: Double]) {
    let good = manifest.lanes.reduce(0) { $0 + $1.onTime }
    let all = manifest.lanes.reduce(0) { $0 + $1.parcels }
    let own = ProviderStore.prior.updated(successes: Double(good), failures: Double(all - good))
    // The mean of the provider takes the place of the prior's mean, with the same weight.
    let weight = ProviderStore.prior.alpha + ProviderStore.prior.beta
    let centre = BetaPosterior(alpha: weight * own.mean, beta: weight * (1 - own.mean))
    self.manifest = manifest
    reliability = own
    lanes = manifest.lanes.map {
      centre.updated(successes: Double($0.onTime), failures: Double($0.parcels - $0.onTime))
    }
    let prices = manifest.lanes.map { lane -> Double in
      let price = lane.priceMinor(kilograms: ProviderStore.referenceKilograms)
      return price > 0 ? min(1, (cheapest[lane.name] ?? price) / price) : 1
    }
    let scores = DueDiligence.Part.allCases.map { part -> Double in
      switch part {
      case .coverage: Double(manifest.lanes.count) / Double(max(1, count))
      case .reliability: own.quantile(0.1)
      case .surge: manifest.honouredShare
      case .cost: prices.reduce(0, +) / Double(max(1, prices.count))
      case .technology: manifest.interface.score
      case .compliance: manifest.compliance
      }
    }
    let diligence = DueDiligence(failedGates: manifest.failedGates, scores: scores)
    self.diligence = diligence
    history = Self.history(manifest, diligence)
  }

  /// What the due diligence and the scorecards make of a candidate, by the rules of the white list.
  private static func history(
    _ manifest: ProviderManifest, _ diligence: DueDiligence
  ) -> [ProviderStore.StandingChange] {
    var changes: [ProviderStore.StandingChange] = []
    let score = hundredths(diligence.score)
    guard diligence.isPassed else {
      let gates = diligence.failedGates.map(\.rawValue).joined(separator: ", ")
      return [.init(day: nil, from: .candidate, to: .candidate, evidence: "fails \(gates)")]
    }
    guard diligence.score >= ProviderStore.leastScore else {
      let least = hundredths(ProviderStore.leastScore)
      return [.init(day: nil, from: .candidate, to: .candidate, evidence: "score \(score), below \(least)")]
    }
    changes.append(
      .init(day: nil, from: .candidate, to: .pilot, evidence: "passes all gates with a score of \(score)"))
    var rules = WhiteListRules()
    rules.removesAutomatically = true
    var status = ProviderStatus.pilot
    let prior = ProviderStore.prior
    var belief = prior
    var observed = 0
    var onProbation = 0
    for card in manifest.scorecards {
      observed += card.parcels
      let memory = 0.9
      belief = BetaPosterior(
        alpha: prior.alpha + memory * (belief.alpha - prior.alpha),
        beta: prior.beta + memory * (belief.beta - prior.beta)
      ).updated(successes: Double(card.onTime), failures: Double(card.parcels - card.onTime))
      onProbation = status == .probation ? onProbation + 1 : 0
      let next = rules.next(status, belief, observed: observed, scorecardsOnProbation: onProbation)
      guard next != status else { continue }
      let isUp = next == .approved
      let share = isUp ? belief.probability(above: rules.good) : 1 - belief.probability(above: rules.poor)
      let claim = isUp ? "P(on time > \(hundredths(rules.good)))" : "P(on time < \(hundredths(rules.poor)))"
      changes.append(
        .init(
          day: card.day, from: status, to: next, evidence: "\(claim) = \(hundredths(share)) after \(observed) parcels"))
      status = next
    }
    return changes
  }

  /// A number with two decimals.
  private static func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    return "\(whole / 100)." + (whole % 100 < 10 ? "0" : "") + "\(whole % 100)"
  }
}
