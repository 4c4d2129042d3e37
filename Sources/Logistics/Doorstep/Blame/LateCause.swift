/// What can make a parcel late, in the order of its way.
enum LateCause: UInt8, CaseIterable, Sendable {
  /// The promise was shorter than the plan.
  case promise
  /// From the offer to the payment.
  case payment
  /// Fraud screening and its queue of reviewers.
  case screening
  /// From the release until the node can work on it.
  case stock
  /// A seller without a warehouse handed over late.
  case handOver
  case wave
  case pick
  case pack
  /// The provider refused the parcel or put it off.
  case allocation
  /// The truck at the dock was full, or did not come.
  case pickUp
  case hub
  /// The line-haul was full, or did not leave.
  case lineHaul
  case transit
  /// A document was missing at the border.
  case hold
  case broker
  /// Waiting for a customs officer.
  case officers
  /// The check itself: a green release, a look at the documents, or an examination.
  case channel
  /// The depot had no route with a free stop.
  case depot
  case route
  /// Nobody opened; all that follows the first ring.
  case attempt

  /// The name in reports.
  var title: String {
    switch self {
    case .promise: "promise"
    case .payment: "payment"
    case .screening: "fraud screening"
    case .stock: "stock at node"
    case .handOver: "seller hand-over"
    case .wave: "wave"
    case .pick: "picking"
    case .pack: "packing"
    case .allocation: "provider allocation"
    case .pickUp: "pick-up"
    case .hub: "hub"
    case .lineHaul: "line-haul capacity"
    case .transit: "line-haul transit"
    case .hold: "customs hold"
    case .broker: "customs broker"
    case .officers: "customs officers"
    case .channel: "customs check"
    case .depot: "depot routes"
    case .route: "route time"
    case .attempt: "failed attempt"
    }
  }

  /// The name in data.
  var key: String { title.replacing(" ", with: "_").replacing("-", with: "_") }

  /// What sort of place answers for it.
  var place: LatePlace {
    switch self {
    case .payment, .screening, .hold, .broker, .officers, .channel: .market
    case .stock, .handOver, .wave, .pick, .pack, .pickUp: .node
    case .allocation: .provider
    case .promise, .hub, .lineHaul, .transit: .service
    case .depot, .route, .attempt: .zone
    }
  }
}

/// What sort of place answers for a cause of lateness.
enum LatePlace: Sendable { case market, node, provider, service, zone }
