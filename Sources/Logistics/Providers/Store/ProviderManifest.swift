internal import Kernel
internal import Scenario

/// What a logistics provider says of itself and what is known of it, as its manifest has it.
public struct ProviderManifest: Sendable {
  /// Carriage between two countries.
  public struct Lane: Sendable {
    /// The lane's name, `CN-US`.
    public let name: String
    /// Where parcels are taken, and where they are delivered.
    public let from: String
    /// Where parcels are delivered.
    public let to: String
    /// The price of a parcel and of a kilogram, in minor units of the manifest's currency.
    public let perParcelMinor: Int64
    /// The price of a kilogram, in minor units.
    public let perKilogramMinor: Int64
    /// Parcels a day that it promises to take.
    public let allocation: Int64
    /// The time from the pick-up to the last hub, as scenarios write it.
    public let transit: String
    /// Parcels of which the outcome is known.
    public let parcels: Int
    /// How many of them came in time, undamaged.
    public let onTime: Int

    /// The price of a parcel of a weight, in minor units.
    public func priceMinor(kilograms: Double) -> Double {
      Double(perParcelMinor) + Double(perKilogramMinor) * kilograms
    }
  }

  /// What was seen in a week or so.
  public struct Scorecard: Sendable {
    /// The day, `2026-08-03`.
    public let day: String
    /// Parcels that ended.
    public let parcels: Int
    /// How many of them came in time, undamaged.
    public let onTime: Int
  }

  /// How its interface behaves.
  public struct Interface: Sendable {
    /// Response times in seconds: the median and the 99th percentile.
    public let medianSeconds: Double
    /// The 99th percentile of the response time, in seconds.
    public let p99Seconds: Double
    /// Requests that it takes per second.
    public let requestsPerSecond: Double
    /// Share of the time in which it answers, 0...1.
    public let uptime: Double
    /// Whether it tells of events.
    public let hasWebhooks: Bool

    /// The due diligence's score for it, 0...1: the mean of three parts, of which 99 % uptime and a 99th percentile of 5 s are worth
    /// nothing, 100 % and 0.5 s everything, and webhooks all or nothing; an assumption.
    public var score: Double {
      let up = min(1, max(0, (uptime - 0.99) / 0.01))
      let quick = min(1, max(0, (5 - p99Seconds) / 4.5))
      return (up + quick + (hasWebhooks ? 1 : 0)) / 3
    }
  }

  /// Its name.
  public let name: String
  /// What it is.
  public let kind: ProviderKind
  /// What it offers, in a sentence.
  public let about: String
  /// Where the manifest's figures come from.
  public let source: String
  /// The currency of its prices.
  public let currency: String
  /// What connecting it costs once, in minor units.
  public let integrationMinor: Int64
  /// How long connecting it takes, in days.
  public let integrationDays: Double
  /// What is believed of the share of a promised capacity that it takes in a peak.
  public let honour: BetaPosterior
  /// How its interface behaves.
  public let interface: Interface
  /// The score for compliance, 0...1.
  public let compliance: Double
  /// Gates of the due diligence that it fails.
  public let failedGates: [DueDiligence.Gate]
  /// What it carries.
  public let lanes: [Lane]
  /// What was seen of it, in order of time.
  public let scorecards: [Scorecard]

  /// The share of a promised capacity that it takes with a probability of 90 %.
  public var honouredShare: Double { honour.quantile(0.1) }

  /// Reads a manifest.
  ///
  /// - Throws: All that is wrong with it, each with file, line and column.
  static func read(_ path: String) throws(Diagnostics) -> (manifest: ProviderManifest, mark: Mark) {
    let document = try ScenarioDocument.load(path: path, schema: ManifestFields.schema)
    var problems = document.warnings
    let manifest = ProviderManifest(document, &problems)
    try problems.check()
    return (manifest, document.root[mark: ManifestFields.name])
  }

  private init(_ document: ScenarioDocument, _ problems: inout Diagnostics) {
    let root = document.root
    name = root[ManifestFields.name]
    kind = root[ManifestFields.kind]
    about = root[ManifestFields.about]
    source = root.source?.source ?? "not told"
    let currency = root[ManifestFields.currency]
    self.currency = currency.code
    let cost = root[ManifestFields.integrationCost]
    integrationMinor = cost.minor
    integrationDays = root[ManifestFields.integrationTakes].seconds / 86_400
    honour = BetaPosterior(alpha: root[ManifestFields.kept], beta: root[ManifestFields.broken])
    interface = Interface(
      medianSeconds: root[ManifestFields.median].seconds, p99Seconds: root[ManifestFields.p99].seconds,
      requestsPerSecond: root[ManifestFields.rate].perSecond, uptime: root[ManifestFields.uptime],
      hasWebhooks: root[ManifestFields.webhooks])
    compliance = root[ManifestFields.compliance]
    failedGates = root[ManifestFields.failedGates]
    lanes = root.items("lanes[]").map { Lane($0) }
    scorecards = root.items("scorecards[]").map {
      Scorecard(
        day: $0[ManifestFields.cardOn].text, parcels: $0[ManifestFields.cardParcels],
        onTime: $0[ManifestFields.cardOnTime])
    }
    let isName = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
    }
    if !isName || name.isEmpty || name.utf8.count > 48 {
      problems.error(
        at: root[mark: ManifestFields.name], "name \"\(name)\" cannot be a provider's name",
        help: "use at most 48 small letters, digits and -")
    }
    if interface.p99Seconds < interface.medianSeconds {
      problems.error(
        at: root[mark: ManifestFields.p99], "p99 \"\(root[ManifestFields.p99].text)\" is below the median",
        help: "the 99th percentile is the larger one")
    }
    var prices = [(cost, root[mark: ManifestFields.integrationCost])]
    var seen: [String: Mark] = [:]
    for (section, lane) in zip(root.items("lanes[]"), lanes) {
      for field in [ManifestFields.perParcel, ManifestFields.perKilogram] {
        prices.append((section[field], section[mark: field]))
      }
      if let first = seen.updateValue(section.mark, forKey: lane.name) {
        problems.error(at: section.mark, "lane \(lane.name) is written twice", help: "the first one is at \(first)")
      }
      if lane.onTime > lane.parcels {
        problems.error(
          at: section[mark: ManifestFields.onTime], "onTime \"\(lane.onTime)\" is above parcels \"\(lane.parcels)\"",
          help: "no more parcels come in time than come")
      }
    }
    for (price, mark) in prices where price.currency != currency {
      problems.error(
        at: mark, "price \"\(price.text)\" is not in \(currency.code)", help: "convert it to the manifest's currency")
    }
    var before: LocalDate?
    for (section, card) in zip(root.items("scorecards[]"), scorecards) {
      if card.onTime > card.parcels {
        problems.error(
          at: section[mark: ManifestFields.cardOnTime],
          "onTime \"\(card.onTime)\" is above parcels \"\(card.parcels)\"",
          help: "no more parcels come in time than come")
      }
      let day = section[ManifestFields.cardOn]
      if let before, day <= before {
        problems.error(
          at: section[mark: ManifestFields.cardOn], "scorecard \"\(day.text)\" is not after \(before.text)",
          help: "write scorecards in order of time")
      }
      before = day
    }
  }
}

extension ProviderManifest.Lane {
  fileprivate init(_ section: Section) {
    from = section[ManifestFields.from].code
    to = section[ManifestFields.to].code
    name = "\(from)-\(to)"
    perParcelMinor = section[ManifestFields.perParcel].minor
    perKilogramMinor = section[ManifestFields.perKilogram].minor
    allocation = section[ManifestFields.allocation]
    transit = section[ManifestFields.transit].written.line
    parcels = section[ManifestFields.parcels]
    onTime = section[ManifestFields.onTime]
  }
}
