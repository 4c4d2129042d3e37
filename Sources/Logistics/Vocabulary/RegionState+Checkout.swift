import Kernel

extension RegionState {
  /// Makes the row of a checkout that begins at `time`; what is not known yet is filled in by its events.
  func openCheckout(
    at time: SimTime, channel: UInt8, zone: UInt16 = 0, sku: UInt16 = 0, quantity: UInt16 = 0, flags: OrderFlags = []
  ) -> UInt32 {
    let id = takeOrderID()
    counters.checkouts += 1
    return orders.insert(
      OrderRow(
        id: id, started: time, placed: .zero, promise: .zero, price: 0, shipping: 0, dutyAndTax: 0, grams: 0, cm3: 0,
        sku: sku, zone: zone, node: .max, service: .max, parcel: OrderRow.noRow, quantity: quantity, attempts: 0,
        channel: channel, state: .checkout, flags: flags, generation: UInt16(truncatingIfNeeded: id)))
  }

  /// Puts the units reserved for an order that is not released back on sale, and gives back its slot.
  func giveBack(_ row: UInt32, at now: SimTime) {
    releaseSlot(row, at: now)
    let (node, sku) = (orders[row].node, orders[row].sku)
    guard !orders[row].flags.contains(.recorded), network.nodes[Int(node)].holdsStock else { return }
    stock[node, sku].reserved -= Int64(orders[row].quantity)
    replenishment?.note(node, sku, at: now)
  }

  /// Takes back that an order was given to its provider, with what it holds of a daily allocation.
  func releaseSlot(_ row: UInt32, at now: SimTime) {
    let order = orders[row]
    let provider = network.services[Int(order.service)].provider
    desk.unbook(provider, in: network.nodes[Int(order.node)].region, day: order.slotDay, at: now)
    orders[row].slotDay = SlotDays.none
  }
}
