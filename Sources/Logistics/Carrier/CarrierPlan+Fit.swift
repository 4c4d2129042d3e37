import Kernel
import Scenario

extension CarrierPlan {
  /// Reports what no vehicle takes: such a parcel would wait for ever.
  ///
  /// A SKU that nothing takes to a zone where it is sold is an error; a service that takes it only in small orders, or not
  /// at all while others do, is worth a warning.
  ///
  /// - Parameter largest: Units of the largest order.
  func checkFit(_ root: Section, _ network: Network, largest: Int64, _ problems: inout Diagnostics) {
    let skus = root.items("skus{}")
    let services = root.items("services{}")
    for sku in network.skus.indices {
      for zone in network.zones.indices where network.markets[network.zones[zone].market].prices[sku] != nil {
        let here = docks.filter { network.services[$0.service].to.contains(zone) }
        guard !here.isEmpty else { continue }
        if !here.contains(where: { takes(1, network.skus[sku], $0) }) {
          problems.error(
            at: skus[sku].mark, "no service to \(network.placeName(zone)) takes \(Self.text(1, network.skus[sku]))",
            help: "raise the limits of a pickUp and lineHaul there, or sell it elsewhere")
          continue
        }
        for dock in here {
          let units: Int64 = takes(1, network.skus[sku], dock) ? largest : 1
          guard !takes(units, network.skus[sku], dock) else { continue }
          problems.warning(
            at: services[dock.service].mark,
            "service \"\(network.services[dock.service].name)\" never takes \(Self.text(units, network.skus[sku]))",
            help: "raise the limits of its pickUp and lineHaul")
        }
      }
    }
  }

  private func takes(_ units: Int64, _ sku: Network.SKU, _ dock: Dock) -> Bool {
    [dock.capacity, lanes[dock.lane].capacity].allSatisfy {
      units * Int64(sku.grams) <= $0.grams && units * Int64(sku.cm3) <= $0.cubicCentimetres
    }
  }

  private static func text(_ units: Int64, _ sku: Network.SKU) -> String {
    let size =
      "\(Mass(grams: units * Int64(sku.grams)).text) and \(Volume(cubicCentimetres: units * Int64(sku.cm3)).text)"
    return units == 1 ? "\"\(sku.name)\" of \(size)" : "\(units) \"\(sku.name)\" in one order, \(size)"
  }
}
