import Kernel

/// What the records have told of one order so far.
struct OrderTrail {
  let id: UInt64
  var seen: AuditSteps = []
  var node = UInt16.max
  var service = UInt16.max
  var reservedAt: Int64 = 0
  var releasedAt: Int64 = 0
  var departedAt: Int64 = 0
  var transit: Int64 = 0
  var failures = 0
  var lastFailure: Int64 = 0
  var zone = UInt16.max
  /// Market currency, minor units: what the customer paid, and what came back.
  var paid: Int64 = 0
  var repaid: Int64 = 0

  init(_ id: UInt64) { self.id = id }

  /// The region of the order's market.
  var home: RegionID { RegionID(rawValue: UInt16(truncatingIfNeeded: id >> 40)) }
  /// Placed, and neither delivered nor given up.
  var isUnderWay: Bool { seen.contains(.created) && seen.isDisjoint(with: .ends) }
  /// Whether a parcel of it must be somewhere.
  var hasParcel: Bool {
    isUnderWay && seen.contains(.released) && !seen.contains(.withdrawn) && !seen.contains(.oversold)
  }
}
