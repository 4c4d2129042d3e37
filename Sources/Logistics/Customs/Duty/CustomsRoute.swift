/// The ways goods come into a country, numbered R1 to R6 in the domain's specification.
enum CustomsRoute: UInt8, CaseIterable, Sendable {
  /// R1: a parcel by post, duty and tax collected from the addressee.
  case postal
  /// R2: a parcel by an express carrier, pre-cleared, duty and tax prepaid.
  case express
  /// R3: parcels consolidated by air, cleared one by one at the hub and injected into the local network.
  case consolidated
  /// R4: bulk import with one formal entry, sold from a domestic warehouse.
  case bulk
  /// R5: a bonded warehouse near the market, an entry per order.
  case bonded
  /// R6: transit under guarantee to an inland customs office.
  case transit

  /// Whether each order is an entry of its own.
  var isParcel: Bool { self != .bulk }
}

/// A set of routes; as a condition, the empty set asks for nothing.
struct CustomsRoutes: OptionSet, Hashable, Sendable, BitwiseCopyable {
  var rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }
  init(_ route: CustomsRoute) { rawValue = 1 << route.rawValue }
  init(_ routes: some Sequence<CustomsRoute>) { rawValue = routes.reduce(0) { $0 | 1 << $1.rawValue } }

  static let parcels = CustomsRoutes(CustomsRoute.allCases.filter(\.isParcel))

  /// Whether a condition on the route holds: the empty set asks for nothing.
  func admits(_ route: CustomsRoute) -> Bool { isEmpty || contains(CustomsRoutes(route)) }
}

/// Who pays duty and tax.
enum DeliveryTerms: UInt8, CaseIterable, Sendable {
  /// Delivered duty paid: charged at checkout, paid by the seller at the border.
  case ddp
  /// Delivered at place: collected from the customer at the door.
  case dap
}
