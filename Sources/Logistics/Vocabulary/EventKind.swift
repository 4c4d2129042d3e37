import Kernel

/// What the model's events are called: the high byte names the department that executes the event, the low byte its step.
///
/// A department schedules another's event to hand work over; it never calls a peer.
enum EventKind {
  /// The department a kind belongs to.
  static func department(_ kind: UInt16) -> DepartmentID { DepartmentID(rawValue: UInt8(kind >> 8))! }

  private static func make(_ department: DepartmentID, _ step: UInt8) -> UInt16 {
    UInt16(department.rawValue) << 8 | UInt16(step)
  }

  /// Demand: a time bin begins; `index` counts the bins.
  static let demandBin = make(.demand, 0)
  /// Demand: the next recorded order arrives; `index` is its line.
  static let recordedOrder = make(.demand, 1)

  /// Storefront: the visits of the bin now in `region.traffic` go through the funnel.
  static let storefrontServe = make(.storefront, 0)
  /// Storefront: one visitor starts the checkout; `index` is an order row.
  static let checkout = make(.storefront, 1)
  /// Storefront: the customer of an order row with a reservation pays.
  static let pay = make(.storefront, 2)
  /// Storefront: no stock could be reserved for the order row.
  static let soldOut = make(.storefront, 3)
  /// Storefront: no offer may legally be sold to the order row's customer.
  static let blocked = make(.storefront, 4)

  /// Compliance: a dated rule of this region's market changes; `index` counts the changes.
  static let ruleChange = make(.compliance, 0)
  /// Compliance: a reviewer finishes a manual fraud screening; `index` is an order row.
  static let screeningDone = make(.compliance, 1)
  /// Compliance: a paid order row is screened for fraud.
  static let screen = make(.compliance, 2)
  /// Compliance: a bank takes a payment back; `index` is a dispute row.
  static let chargeback = make(.compliance, 3)
  /// Compliance: the card scheme reads a month's disputes; `index` counts the months.
  static let monthOfDisputes = make(.compliance, 4)

  /// Inventory: a planned receipt reaches the dock; `index` is the receipt.
  static let receiptArrives = make(.inventory, 0)
  /// Inventory: a receipt is put away and can be sold.
  static let putAway = make(.inventory, 1)
  /// Inventory: a node publishes what is available to sell; `index` is the local node.
  static let publishStock = make(.inventory, 2)
  /// Inventory: a remote node's published stock arrives; `index` is a message row.
  static let stockPublished = make(.inventory, 3)
  /// Inventory: the receiving team finishes unloading; `index` is the receipt.
  static let receiveDone = make(.inventory, 4)
  /// Inventory: a replenished stock is reviewed; `index` is the rule.
  static let reviewStock = make(.inventory, 5)
  /// Inventory: the storefront's view of local stock is taken; `index` is the local node.
  static let takeView = make(.inventory, 6)
  /// Inventory: the storefront sees the view taken last.
  static let showView = make(.inventory, 7)
  /// Inventory: a node's shelves are counted; `index` is the node.
  static let countStock = make(.inventory, 8)
  /// Inventory: a day's units disappear; `index` is the node.
  static let shrinkStock = make(.inventory, 9)
  /// Inventory: stock is moved to the nodes of the country that may run out.
  static let reviewTransfers = make(.inventory, 10)
  /// Inventory: the sale of a recalled SKU stops, or begins again; `index` is twice the recall, plus one for its end.
  static let recallStock = make(.inventory, 11)

  /// Fulfilment: a node and a service are chosen and stock is reserved for the order row.
  static let assign = make(.fulfilment, 0)
  /// Fulfilment: a paid and screened order row is released to its node.
  static let release = make(.fulfilment, 1)
  /// Fulfilment: the plan for the demand still expected is made anew.
  static let refreshOutlook = make(.fulfilment, 2)
  /// Fulfilment: the orders of a batch are moved to where they cost least together, and released.
  static let releaseBatch = make(.fulfilment, 3)

  /// Warehouse: a released parcel row reaches the node's pool.
  static let nodeArrive = make(.warehouse, 0)
  /// Warehouse: a wave closes and its parcels go to the pickers; `tag` is the local node.
  static let wave = make(.warehouse, 1)
  /// Warehouse: a picked batch reaches the pack stations; `index` is the first parcel row of a list.
  static let picked = make(.warehouse, 2)
  /// Warehouse: a pack station finishes; `tag` is the local node.
  static let packed = make(.warehouse, 3)
  /// Warehouse: a pick crew finishes; `tag` is the local node.
  static let pickCrewDone = make(.warehouse, 4)
  /// Warehouse: a seller hands a parcel row over without a warehouse.
  static let handedOver = make(.warehouse, 5)
  /// Warehouse: a cancellation asks for a parcel; `index` is a message row.
  static let cancelRequest = make(.warehouse, 6)
  /// Warehouse: units came in for which parcels wait; `tag` is the node, `index` the SKU.
  static let serveOwed = make(.warehouse, 8)

  /// Warehouse: a shift of a node ends or its overtime is looked at; `tag` is the local node, `index` a ``ShiftTask``.
  static let shiftEnds = make(.warehouse, 7)

  /// Carrier: a packed parcel row is tendered at its node.
  static let tender = make(.carrier, 0)
  /// Carrier: a pick-up departs; `tag` is the dock.
  static let pickUp = make(.carrier, 1)
  /// Carrier: a parcel row that its provider took goes to its dock.
  static let stage = make(.carrier, 9)
  /// Carrier: a picked-up load reaches the hub; `tag` is the dock, `index` the first parcel row of a list.
  static let hubArrive = make(.carrier, 8)
  /// Carrier: a parcel row is sorted and staged for its line-haul.
  static let hubSorted = make(.carrier, 2)
  /// Carrier: a line-haul departs; `tag` is the lane.
  static let lineHaul = make(.carrier, 3)
  /// Carrier: a parcel row reaches the destination.
  static let arrived = make(.carrier, 4)
  /// Carrier: a parcel row is ready at the last-mile depot.
  static let atDepot = make(.carrier, 5)
  /// Carrier: a last-mile wave leaves; `tag` is the depot.
  static let outForDelivery = make(.carrier, 6)
  /// Carrier: a driver rings at the door of a parcel row.
  static let attempt = make(.carrier, 7)
  /// Carrier: a line-haul without a timetable is open again for a parcel row; `tag` is the lane.
  static let laneOpens = make(.carrier, 10)

  /// Customs: a parcel row reaches the border.
  static let borderArrive = make(.customs, 0)
  /// Customs: a broker finishes a manual lodgement; `tag` is the station.
  static let lodged = make(.customs, 1)
  /// Customs: a document check or examination finishes; `tag` is the station.
  static let examined = make(.customs, 2)
  /// Customs: a hold of a parcel row ends.
  static let holdEnds = make(.customs, 3)
  /// Customs: a parcel row is released.
  static let released = make(.customs, 4)
  /// Customs: a shock at the border begins or ends; `index` is its number, `tag` 1 for the end.
  static let borderShock = make(.customs, 5)
  /// Customs: a parcel row under guarantee reaches the inland office.
  static let transitEnds = make(.customs, 6)
  /// Customs: the deferment account is paid.
  static let accountPaid = make(.customs, 7)

  /// Doorstep: a parcel row reaches its customer.
  static let delivered = make(.doorstep, 0)
  /// Doorstep: a parcel row will not be delivered: lost, seized, refused or returned to sender; `tag` is a ``ParcelFate``.
  static let undelivered = make(.doorstep, 1)
  /// Doorstep: the customer of an order row asks to return it.
  static let returnRequested = make(.doorstep, 2)
  /// Doorstep: a returned order row reaches the returns centre.
  static let returnReceived = make(.doorstep, 3)
  /// Doorstep: a grader finishes; `tag` is the station.
  static let graded = make(.doorstep, 4)
  /// Doorstep: the customer of an order row wants to cancel; `tag` is the row's generation.
  static let cancelWish = make(.doorstep, 5)
  /// Doorstep: the node's answer to a cancellation, or its own cancellation, arrives; `index` is an order row.
  static let cancelled = make(.doorstep, 6)
  /// Doorstep: the customer of an order row wants to ask where the order is; `tag` is the row's generation.
  static let contactWish = make(.doorstep, 7)
  /// Doorstep: a customer in the contact centre's line loses patience; `index` is a contact row.
  static let contactGivesUp = make(.doorstep, 8)
  /// Doorstep: an agent finishes.
  static let contactAnswered = make(.doorstep, 9)
  /// Doorstep: a customer who had given up tries again; `index` is a contact row.
  static let contactAgain = make(.doorstep, 10)

  /// Providers: a provider's daily allocation renews; `index` is the provider.
  static let allocationRenewed = make(.providers, 0)
  /// Providers: the weekly scorecards are read.
  static let scorecards = make(.providers, 1)

  /// Simulation: a sampled check of the invariants.
  static let checkInvariants = make(.simulation, 0)

  /// Disruption: a disruption begins, ends, or is over; `index` is the strike, `tag` the record's kind.
  static let disruptionChange = make(.disruption, 0)
}

/// The departments, in the order of the parcel's way.
enum DepartmentID: UInt8, CaseIterable {
  case demand, storefront, compliance, inventory, fulfilment, warehouse, carrier, customs, doorstep, ledger, providers
  case simulation, disruption
}
