/// A step of an order's life that records tell of.
enum AuditStep: UInt8, CaseIterable {
  case given, checkout, reserved, created, fraudHold, fraudReleased, released, moved, admitted, packed, handedOver
  case tendered, pickedUp, sorted, departed, lostOnWay, arrived, lodged, cleared, abandoned, seized, atDepot, routed
  case attemptFailed, delivered, undelivered, cancelAsked, cancelled, rejected, withdrawn, oversold
  case returnAsked, returnReceived, graded, refunded, rerouted

  /// The step that a kind of record stands for; nil where it is none of an order's.
  static func of(_ kind: UInt16) -> AuditStep? { kind < UInt16(byKind.count) ? byKind[Int(kind)] : nil }

  private static let byKind: [AuditStep?] = {
    var steps = [AuditStep?](repeating: nil, count: 256)
    for (kind, step) in kinds { steps[Int(kind)] = step }
    return steps
  }()

  private static let kinds: [(UInt16, AuditStep)] = [
    (DemandRecord.orderGiven, .given), (StorefrontRecord.checkoutStart, .checkout),
    (FulfilmentRecord.allocate, .reserved), (StorefrontRecord.orderCreated, .created),
    (ComplianceRecord.fraudHold, .fraudHold), (ComplianceRecord.fraudRelease, .fraudReleased),
    (ComplianceRecord.fraudReject, .rejected), (FulfilmentRecord.released, .released),
    (FulfilmentRecord.moved, .moved), (WarehouseRecord.pooled, .admitted), (WarehouseRecord.packEnd, .packed),
    (WarehouseRecord.sellerHandOver, .handedOver), (WarehouseRecord.unpicked, .withdrawn),
    (WarehouseRecord.oversold, .oversold), (CarrierRecord.tendered, .tendered), (CarrierRecord.pickedUp, .pickedUp),
    (CarrierRecord.sorted, .sorted), (CarrierRecord.lineHaul, .departed), (CarrierRecord.lost, .lostOnWay),
    (CarrierRecord.arrived, .arrived), (CarrierRecord.atDepot, .atDepot), (CarrierRecord.outForDelivery, .routed),
    (CarrierRecord.attemptFailed, .attemptFailed), (CarrierRecord.rerouted, .rerouted),
    (CustomsRecord.lodged, .lodged), (CustomsRecord.released, .cleared), (CustomsRecord.abandoned, .abandoned),
    (CustomsRecord.seized, .seized), (DoorstepRecord.delivered, .delivered),
    (DoorstepRecord.undelivered, .undelivered), (DoorstepRecord.cancelRequested, .cancelAsked),
    (DoorstepRecord.cancel, .cancelled), (DoorstepRecord.returnRequested, .returnAsked),
    (DoorstepRecord.returnReceived, .returnReceived), (DoorstepRecord.graded, .graded),
    (DoorstepRecord.refund, .refunded),
  ]

  /// Any of these must have come before.
  var needs: AuditSteps {
    switch self {
    case .created, .moved: [.reserved]
    case .fraudHold, .rejected, .released, .refunded: [.created]
    case .fraudReleased: [.fraudHold]
    case .admitted, .oversold: [.released]
    case .packed, .handedOver: [.admitted]
    case .withdrawn: [.cancelAsked]
    case .tendered: [.packed, .handedOver]
    case .pickedUp: [.tendered]
    case .sorted: [.pickedUp]
    case .departed: [.sorted]
    case .lostOnWay: [.sorted]
    case .arrived: [.departed]
    case .lodged: [.arrived]
    case .cleared, .seized: [.lodged]
    case .atDepot: [.arrived]
    case .routed: [.atDepot]
    case .attemptFailed, .delivered: [.routed]
    case .undelivered: [.lostOnWay, .abandoned, .seized, .attemptFailed, .routed]
    case .cancelAsked: [.released]
    case .cancelled: [.withdrawn, .oversold]
    case .returnAsked: [.delivered]
    case .returnReceived: [.returnAsked, .undelivered]
    case .graded: [.returnReceived]
    case .given, .checkout, .reserved, .abandoned, .rerouted: []
    }
  }

  /// Whether it may happen to an order once at most.
  var isOnce: Bool {
    switch self {
    case .checkout, .moved, .routed, .attemptFailed, .rerouted, .cancelAsked: false
    default: true
    }
  }

  /// Whether the order is over: delivered, or given up.
  var isEnd: Bool { AuditSteps.ends.contains(self) }
}

/// A set of steps.
struct AuditSteps: ExpressibleByArrayLiteral, Equatable {
  private var bits: UInt64 = 0

  init(arrayLiteral steps: AuditStep...) { for step in steps { insert(step) } }

  static let ends: AuditSteps = [.delivered, .undelivered, .cancelled, .rejected]
  /// What moves goods: nothing of it happens to an order that is over.
  static let moves: AuditSteps = [
    .released, .admitted, .packed, .handedOver, .tendered, .pickedUp, .sorted, .departed, .arrived, .lodged, .cleared,
    .atDepot, .routed, .delivered,
  ]

  var isEmpty: Bool { bits == 0 }
  mutating func insert(_ step: AuditStep) { bits |= 1 << UInt64(step.rawValue) }
  func contains(_ step: AuditStep) -> Bool { bits & 1 << UInt64(step.rawValue) != 0 }
  func isDisjoint(with other: AuditSteps) -> Bool { bits & other.bits == 0 }
}
