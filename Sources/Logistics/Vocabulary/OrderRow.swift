import Kernel

/// Where an order stands; ``OrderState/mayBecome(_:)`` is the table of legal steps.
enum OrderState: UInt8, CaseIterable {
  case checkout, reserved, paymentPending, screening, paid, released, shipped, delivered
  case returnRequested, returnReceived, cancelRequested
  case paymentFailed, rejected, soldOut, blocked, expired, cancelled, refunded, lost, closed

  /// The states that may follow: any other step is a defect of the simulator.
  var next: [OrderState] {
    switch self {
    case .checkout: [.reserved, .soldOut, .blocked]
    case .reserved: [.paymentPending, .paid, .paymentFailed, .expired]
    case .paymentPending: [.paymentPending, .paid, .paymentFailed, .expired]
    case .paid: [.screening, .released, .cancelled, .cancelRequested]
    case .screening: [.paid, .rejected, .cancelled]
    case .released: [.shipped, .delivered, .cancelRequested, .cancelled, .lost]
    case .cancelRequested: [.cancelled, .released, .shipped, .delivered, .lost]
    case .shipped: [.delivered, .lost, .cancelRequested]
    case .delivered: [.returnRequested, .closed]
    case .returnRequested: [.returnReceived, .refunded, .closed]
    case .returnReceived: [.refunded, .closed]
    default: []
    }
  }

  /// Whether an order may go from this state to `other`.
  func mayBecome(_ other: OrderState) -> Bool { Self.legal[Int(rawValue)] & (1 << UInt32(other.rawValue)) != 0 }

  private static let legal: [UInt32] = allCases.map { state in
    state.next.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }
}

/// A customer's order in the region of its market: from the start of the checkout until nothing can happen to it any more.
struct OrderRow: BitwiseCopyable, Sendable {
  /// The order's number, unique in the run: its region (16 bits) above its serial there (40 bits).
  var id: UInt64
  /// When the checkout began.
  var started: SimTime
  /// When the order was placed, that is paid.
  var placed: SimTime
  /// The promised end of the delivery day.
  var promise: SimTime
  /// Goods price with tax, all units, minor units of the market's currency.
  var price: Int64
  /// Shipping charged with tax, minor units of the market's currency.
  var shipping: Int64
  /// Import duty, tax and fees charged at checkout (DDP), or due at the door (flag ``OrderFlags/dutyAtDoor``), minor units of
  /// the market's currency.
  var dutyAndTax: Int64
  /// The parcel's weight in grams.
  var grams: UInt32
  /// The parcel's volume in cubic centimetres.
  var cm3: UInt32
  var sku: UInt16
  /// The market's zone, numbered over all markets.
  var zone: UInt16
  /// The node chosen, numbered over all regions.
  var node: UInt16
  /// The service chosen.
  var service: UInt16
  /// The parcel row here while the parcel is in this region, else ``noRow``.
  var parcel: UInt32
  var quantity: UInt16
  /// Payment attempts so far.
  var attempts: UInt8
  var channel: UInt8
  var state: OrderState
  var flags: OrderFlags
  /// Counts the rows that used this number, so that late events can tell.
  var generation: UInt16
  /// The day of whose allocation the order holds a slot, or ``SlotDays/none``.
  var slotDay = SlotDays.none
  /// When the order was released to its node.
  var released = SimTime.zero

  /// No row.
  static let noRow = UInt32.max
}

/// What else is known of an order.
struct OrderFlags: OptionSet, BitwiseCopyable, Sendable {
  var rawValue: UInt16
  /// Bought in a live session.
  static let live = OrderFlags(rawValue: 1)
  /// Taken from recorded demand: no stock control, no payment draw.
  static let recorded = OrderFlags(rawValue: 2)
  /// Credited to a creator.
  static let affiliate = OrderFlags(rawValue: 4)
  /// Arrived after its promise.
  static let late = OrderFlags(rawValue: 8)
  /// The goods crossed a border.
  static let crossBorder = OrderFlags(rawValue: 16)
  /// A card that is fraudulent.
  static let fraudulent = OrderFlags(rawValue: 32)
  /// Paid before it came: no payment draw, no delay.
  static let prepaid = OrderFlags(rawValue: 64)
  /// Took another SKU when the wanted one was sold out.
  static let substituted = OrderFlags(rawValue: 128)
  /// Duty and tax are collected at the door (DAP).
  static let dutyAtDoor = OrderFlags(rawValue: 256)
  /// A cancellation was asked for and not yet answered: the row stays until it is.
  static let cancelAsked = OrderFlags(rawValue: 512)
  /// Its provider has refused the parcel at least once.
  static let refused = OrderFlags(rawValue: 1_024)
  /// Its label is printed, or on its way.
  static let labelled = OrderFlags(rawValue: 2_048)
  /// Bought by a scalper's program.
  static let scalper = OrderFlags(rawValue: 4_096)
  /// The parcel was damaged on its way.
  static let damaged = OrderFlags(rawValue: 8_192)
}

/// A parcel where it is: a row in the region that has it in hand, copied when it crosses to another.
struct ParcelRow: BitwiseCopyable, Sendable {
  /// The order's number.
  var order: UInt64
  /// When it reached its present stage.
  var since: SimTime
  /// The promised end of the delivery day.
  var promise: SimTime
  /// Declared goods value for customs, minor units of the destination's currency.
  var value: Int64
  /// The order's row in its home region.
  var orderRow: UInt32
  /// The next parcel of a list: a picked batch, a staged line; ``OrderRow/noRow`` ends it.
  var next: UInt32
  var grams: UInt32
  var cm3: UInt32
  /// The region of the order's market.
  var home: RegionID
  var sku: UInt16
  var zone: UInt16
  var node: UInt16
  var service: UInt16
  var quantity: UInt16
  var attempts: UInt8
  var stage: ParcelStage
  var flags: OrderFlags
  var cause: UInt8
  /// The day of whose allocation it holds a slot, or ``SlotDays/none``.
  var slotDay = SlotDays.none
  /// When it passed the steps of its way.
  var stamps = ParcelStamps()
}

/// Where a parcel stands.
enum ParcelStage: UInt8 {
  /// On its way as a message: its node does not know of it yet.
  case announced
  case pooled, picking, packing, staged, firstMile, hub, lineHaul, border, depot, route, done

  /// Whether its provider has accepted it and has not let it go.
  var isInNetwork: Bool { rawValue >= Self.staged.rawValue && self != .done }
}

/// Why a parcel was not delivered.
enum ParcelFate: UInt8 {
  case lost = 1, seized, refused, returnedToSender
}

/// What regions send each other.
struct ModelMessage: BitwiseCopyable, Sendable {
  /// The event that stands for the message where it arrives.
  var kind: UInt16
  var tag: UInt16 = 0
  /// The order's row in its home region, for messages about an order.
  var row: UInt32 = OrderRow.noRow
  /// The order's number, and its home region, for messages about an order.
  var order: UInt64 = 0
  var home = RegionID(rawValue: 0)
  /// The parcel, for messages that carry one: it becomes a parcel row, and the event's index is that row.
  var parcel: ParcelRow?
  /// Numbers by kind: a node, a SKU, units, a parcel's row.
  var node: UInt16 = 0
  var sku: UInt16 = 0
  var amount: Int64 = 0
  /// Units of the reader's orders that a published figure has counted since the start.
  var counted: Int64 = 0
}

/// A message that waits for its event.
typealias Mail = ModelMessage

/// The model's scheduler.
typealias ModelScheduler = Scheduler<ModelMessage>
