import Kernel
import Scenario

extension DemandPlan {
  /// The orders listed in the scenario, by market.
  static func addListed(
    _ root: Section, _ network: Network, to given: inout [[GivenOrder]], _ problems: inout Diagnostics
  ) {
    for section in root.items("demand.orders[]") {
      guard let market = network.markets.firstIndex(where: { $0.code == section[GivenOrderFields.market].name }),
        let sku = network.skus.firstIndex(where: { $0.name == section[GivenOrderFields.sku].name })
      else { continue }
      let zones = network.markets[market].zones
      let name = section[GivenOrderFields.zone]
      var zone = name == nil ? zones.lowerBound : zones.first { network.zones[$0].name == name }
      if zone == nil, name == GivenOrder.drawn { zone = Int(GivenOrder.anyZone) }
      guard let zone else {
        let known = zones.map { network.zones[$0].name }
        problems.error(
          at: section[mark: GivenOrderFields.zone],
          "zone \"\(name ?? "")\" is not in \(network.markets[market].code)"
            + NearestName.suggestion(for: name ?? "", in: known),
          help: "its zones are \(known.joined(separator: ", ")); \(GivenOrder.drawn) draws one by their shares")
        continue
      }
      if network.markets[market].prices[sku] == nil {
        problems.error(
          at: section[mark: GivenOrderFields.sku],
          "SKU \"\(network.skus[sku].name)\" has no price in \(network.markets[market].code)",
          help: "add \(network.markets[market].code) to its prices")
      }
      let at = section[GivenOrderFields.at].instant(in: network.markets[market].timeZone)
      guard network.lasts(at: at) else {
        problems.error(
          at: section[mark: GivenOrderFields.at], "the order at \(at) lies outside the run",
          help: "the run lasts from \(network.start) until \(network.end)")
        continue
      }
      given[market].append(
        GivenOrder(
          at: at, zone: UInt16(zone), sku: UInt16(sku), quantity: UInt16(section[GivenOrderFields.quantity]),
          flags: section[GivenOrderFields.isPrepaid] ? .prepaid : []))
    }
  }

  /// The orders of a recorded history.
  static func addRecorded(
    _ root: Section, _ network: Network, to given: inout [[GivenOrder]], _ problems: inout Diagnostics
  ) {
    guard let section = root.section("demand.recorded") else { return }
    guard let market = network.markets.firstIndex(where: { $0.code == section[GivenOrderFields.recordedMarket].name }),
      let sku = network.skus.firstIndex(where: { $0.name == section[GivenOrderFields.recordedSKU].name })
    else { return }
    let zone = section[GivenOrderFields.timeZone].flatMap {
      TimeZoneRules(identifier: $0.name, from: network.horizon.lowerBound, to: network.horizon.upperBound)
    }
    let copies = section[GivenOrderFields.copies] * network.scale.demand
    let format = RecordedOrders.Format(
      time: section[GivenOrderFields.timeColumn], zone: section[GivenOrderFields.zoneColumn],
      origin: section[GivenOrderFields.originColumn], items: section[GivenOrderFields.itemsColumn],
      price: section[GivenOrderFields.priceColumn], weight: section[GivenOrderFields.weightColumn],
      promise: section[GivenOrderFields.promiseColumn],
      timeZone: zone ?? network.markets[market].timeZone, copies: copies)
    var reader = RecordedOrders(format, network: network, market: market, sku: sku)
    let file = section[GivenOrderFields.file]
    let obtain = section[GivenOrderFields.obtain]
    reader.read(
      file, at: section[mark: GivenOrderFields.file],
      help: obtain.isEmpty ? "paths start at the folder of the scenario file" : "it comes from: \(obtain)", &problems)
    given[market] += reader.orders
  }
}
