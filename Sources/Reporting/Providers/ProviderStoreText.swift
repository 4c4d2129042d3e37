public import Logistics

/// What all providers' figures are, for every report of them.
public let illustrativeNote = "providers are invented and their figures illustrative: nobody's rate card"

/// One row per provider: where it stands, and the parts of its score.
public func storeTable(_ store: ProviderStore) -> Table {
  var table = Table(
    [
      .text("provider"), .text("kind"), .text("status"), .number("score"), .number("lanes"), .number("on_time_p10"),
      .number("honours_p10"),
    ])
  for listing in store.listings {
    table.add(
      listing.manifest.name, listing.manifest.kind.rawValue, listing.status.rawValue,
      fixed(listing.diligence.score, 3), String(listing.manifest.lanes.count),
      fixed(listing.reliability.quantile(0.1), 4), fixed(listing.manifest.honouredShare, 3))
  }
  return table
}

/// One row per provider with the parts of the due diligence.
public func scoreTable(_ store: ProviderStore) -> Table {
  let parts = DueDiligence.Part.allCases
  var table = Table(
    [.text("provider"), .text("gates"), .number("score")] + parts.map { .number($0.rawValue) })
  for listing in store.listings {
    let failed = listing.diligence.failedGates.map(\.rawValue).joined(separator: " ")
    table.rows.append(
      [listing.manifest.name, failed.isEmpty ? "passed" : "fails \(failed)", fixed(listing.diligence.score, 3)]
        + listing.diligence.scores.map { fixed($0, 3) })
  }
  return table
}

/// A provider's lanes: rate card, capacity, and what is believed of each.
public func laneTable(_ listing: ProviderStore.Listing) -> Table {
  var table = Table(
    [
      .text("lane"), .number("per_parcel"), .number("per_kg"), .text("currency"), .number("allocation_per_day"),
      .text("transit"), .number("on_time"), .number("on_time_p10"), .number("on_time_p90"), .number("parcels"),
    ])
  for (lane, belief) in zip(listing.manifest.lanes, listing.lanes) {
    table.add(
      lane.name, decimal(minor: lane.perParcelMinor, digits: 2), decimal(minor: lane.perKilogramMinor, digits: 2),
      listing.manifest.currency, String(lane.allocation), lane.transit, fixed(belief.mean, 4),
      fixed(belief.quantile(0.1), 4), fixed(belief.quantile(0.9), 4), String(lane.parcels))
  }
  return table
}

/// How providers came to their standing, one row per change.
public func standingTable(_ listings: [ProviderStore.Listing]) -> Table {
  var table = Table([.text("provider"), .text("on"), .text("from"), .text("to"), .text("evidence")])
  for listing in listings {
    for change in listing.history {
      table.add(
        listing.manifest.name, change.day ?? "due diligence", change.from.rawValue, change.to.rawValue, change.evidence)
    }
  }
  return table
}

/// The page of one provider.
public func providerText(_ listing: ProviderStore.Listing, asMarkdown: Bool) -> String {
  let manifest = listing.manifest
  let title = "\(manifest.name): \(manifest.kind.rawValue), \(listing.status.rawValue)"
  let lines = [
    manifest.about,
    "score \(fixed(listing.diligence.score, 3)); connecting it costs "
      + "\(money(manifest.integrationMinor, digits: 2, currency: manifest.currency)) and takes "
      + "\(fixed(manifest.integrationDays, 0)) days; keeps \(percent(manifest.honouredShare, 1)) of what it promises "
      + "in nine peaks of ten",
    "interface: median \(fixed(manifest.interface.medianSeconds, 2)) s, p99 \(fixed(manifest.interface.p99Seconds, 2)) s, "
      + "\(fixed(manifest.interface.requestsPerSecond, 0)) requests/s, up \(percent(manifest.interface.uptime, 2)) of the time, "
      + (manifest.interface.hasWebhooks ? "webhooks" : "asked every 15 min"),
    "source: \(manifest.source); \(illustrativeNote)",
  ]
  let tables = [laneTable(listing), standingTable([listing])]
  if asMarkdown {
    return "# \(title)\n\n" + lines.map { "- \($0)\n" }.joined() + tables.map { "\n" + $0.markdown() }.joined()
  }
  return title + "\n" + lines.map { "  \($0)\n" }.joined() + tables.map { "\n" + $0.text() }.joined()
}

/// The JSON of the store, or of some of its providers.
public func storeDocument(_ listings: [ProviderStore.Listing]) -> JSONValue {
  [
    "schema": .integer(1), "note": .string(illustrativeNote),
    "providers": .array(of: listings) { listing in
      let manifest = listing.manifest
      return [
        "name": .string(manifest.name), "kind": .string(manifest.kind.rawValue), "about": .string(manifest.about),
        "source": .string(manifest.source), "status": .string(listing.status.rawValue),
        "score": .number(listing.diligence.score),
        "parts": .object(of: zip(DueDiligence.Part.allCases, listing.diligence.scores)) {
          ($0.0.rawValue, .number($0.1))
        },
        "failed_gates": .array(of: listing.diligence.failedGates) { .string($0.rawValue) },
        "integration": [
          "cost": .money(minor: manifest.integrationMinor, digits: 2), "currency": .string(manifest.currency),
          "days": .number(manifest.integrationDays),
        ],
        "honoured_share_p10": .number(manifest.honouredShare),
        "interface": [
          "median_s": .number(manifest.interface.medianSeconds), "p99_s": .number(manifest.interface.p99Seconds),
          "requests_per_s": .number(manifest.interface.requestsPerSecond), "uptime": .number(manifest.interface.uptime),
          "webhooks": .bool(manifest.interface.hasWebhooks),
        ],
        "on_time": belief(listing.reliability),
        "lanes": .array(of: zip(manifest.lanes, listing.lanes)) { lane, onTime in
          [
            "lane": .string(lane.name), "per_parcel": .money(minor: lane.perParcelMinor, digits: 2),
            "per_kilogram": .money(minor: lane.perKilogramMinor, digits: 2),
            "allocation_per_day": .integer(lane.allocation), "transit": .string(lane.transit),
            "on_time": belief(onTime),
          ]
        },
        "history": .array(of: listing.history) { change in
          [
            "on": change.day.map { .string($0) } ?? .null, "from": .string(change.from.rawValue),
            "to": .string(change.to.rawValue), "evidence": .string(change.evidence),
          ]
        },
      ]
    },
  ]
}

private func belief(_ belief: BetaPosterior) -> JSONValue {
  [
    "alpha": .number(belief.alpha), "beta": .number(belief.beta), "mean": .number(belief.mean),
    "p10": .number(belief.quantile(0.1)), "p90": .number(belief.quantile(0.9)),
  ]
}
