import Kernel

/// A defect that is put into a run on purpose, to see whether the checks find it. Results of such a run are wrong.
///
/// No department knows of planted bugs: they sit between the engine and the regions (``SabotagedRegion``) or in the model
/// that the regions get, so a run without one executes the same code as if there were none.
@_spi(Testing) public enum PlantedBug: String, CaseIterable, Sendable {
  /// A parcel vanishes between the line-haul and the last mile.
  case lostParcel
  /// A customer gets the money back twice.
  case doubleRefund
  /// The checkout does not know the law.
  case saleWhereProhibited
  /// A parcel is at the last-mile depot as soon as its order is released.
  case deliveryBeforeDispatch
  /// A posting has a debit and no credit.
  case unbalancedLedger
  /// More units leave a shelf than were on it.
  case stockBelowZero
  /// A message to another country arrives before the least delay is over.
  case messageInsideLookahead
  /// Two replications draw from the same streams.
  case streamReuse
  /// Trucks, line-hauls and routes take all that waits.
  case capacityExceeded
  /// Parcels that are due shortly before the end of the run stay where they are.
  case orderSkippedAtHorizon
  /// Orders are released a little later or earlier in every run.
  case nonDeterminism
}

extension PlantedBug {
  /// The model that the regions of a sabotaged run get.
  func spoil(_ model: Model) -> Model {
    var model = model
    switch self {
    case .saleWhereProhibited:
      model.compliance.legality = .open(skus: model.network.skus.count, markets: model.network.markets.count)
    case .capacityExceeded:
      for dock in model.carrier.docks.indices { model.carrier.docks[dock].capacity = .unlimited }
      for lane in model.carrier.lanes.indices { model.carrier.lanes[lane].capacity = .unlimited }
      for depot in model.carrier.depots.indices { model.carrier.depots[depot].stops = Load.unlimited.units }
    default: break
    }
    return model
  }

  /// Whether events are touched, too.
  var isInEvents: Bool {
    switch self {
    case .saleWhereProhibited, .capacityExceeded, .streamReuse: false
    default: true
    }
  }
}
