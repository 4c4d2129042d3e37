import Kernel

// Orders for units that have not come, and orders for units that are not where the record says.
extension WarehouseDepartment {
  /// What becomes of an order that reaches its node.
  enum Allocation { case granted, owed, refused }

  /// Turns a reservation into an allocation; a remote order has none here and takes what is free.
  func allocate(_ parcel: ParcelRow, at now: SimTime) -> Allocation {
    guard holdsStock[Int(parcel.node)], !parcel.flags.contains(.recorded) else { return .granted }
    let units = Int64(parcel.quantity)
    let isHome = parcel.home == region.id
    let cell = region.stock[parcel.node, parcel.sku]
    if cell.isFrozen {
      if isHome { region.stock[parcel.node, parcel.sku].reserved -= units }
      region.replenishment?.note(parcel.node, parcel.sku, at: now)
      return .refused
    }
    if !isHome, cell.availableToSell + cell.backorderLimit < units { return .refused }
    if cell.free < units {
      // The picker finds an empty shelf, and the record learns of it.
      if cell.missing > 0 { region.noteShortPick(parcel.node, parcel.sku, at: now) }
      if cell.backorderLimit > 0 {
        if !isHome { region.stock[parcel.node, parcel.sku].reserved += units }
        return .owed
      }
      if isHome { region.stock[parcel.node, parcel.sku].reserved -= units }
      region.replenishment?.note(parcel.node, parcel.sku, at: now)
      return .refused
    }
    if isHome { region.stock[parcel.node, parcel.sku].reserved -= units }
    setAside(units, parcel.node, parcel.sku, at: now)
    return .granted
  }

  /// Sets units on the shelf aside; where the shelf has more than the record, the record learns of it in time.
  private func setAside(_ units: Int64, _ node: UInt16, _ sku: UInt16, at now: SimTime) {
    let cell = region.stock[node, sku]
    if cell.missing < 0, cell.onHand - cell.allocated < units { region.noteShortPick(node, sku, at: now) }
    region.stock[node, sku].allocated += units
  }

  /// Puts an order into the line of those that wait for units; it can still be withdrawn.
  func park(_ row: UInt32) {
    let parcel = region.parcels[row]
    owed[place(parcel.node, parcel.sku)].append(row, in: region)
  }

  private func place(_ node: UInt16, _ sku: UInt16) -> Int { Int(node) * region.network.skus.count + Int(sku) }

  /// Units have come in: the orders that wait for them go on, first come, first served.
  func serveOwed(_ node: UInt16, _ sku: UInt16, _ scheduler: ModelScheduler) {
    let place = place(node, sku)
    guard !region.stock[node, sku].isFrozen else { return }
    while !owed[place].isEmpty {
      let parcel = region.parcels[owed[place].head]
      let units = Int64(parcel.quantity)
      if parcel.stage != .done, region.stock[node, sku].free < units { break }
      guard let row = owed[place].popFirst(in: region) else { break }
      if parcel.stage == .done {
        region.parcels.free(row)
        continue
      }
      region.stock[node, sku].reserved -= units
      setAside(units, node, sku, at: scheduler.now)
      admit(row, scheduler)
    }
  }
}
