import Kernel

// The individual: what is bought, where it goes, and whether it may be sold there.
extension StorefrontDepartment {
  /// A visitor starts the checkout of an order row.
  func checkout(_ row: UInt32, _ scheduler: ModelScheduler) {
    let now = scheduler.now
    if region.orders[row].quantity == 0 {
      guard choose(row, now) else { return lose(row, .stock, to: .soldOut, at: now) }
    } else {
      open += 1
      complete(row)
    }
    let order = region.orders[row]
    if order.flags.contains(.recorded) { return scheduler.schedule(EventKind.assign, index: row, at: now) }
    region.record(
      StorefrontRecord.checkoutStart, at: now, entity: order.id, node: order.zone, value: order.price,
      aux: UInt32(order.sku), flags: order.channel)
    guard legality.verdict(order.sku, market: market, at: now).maySell else {
      return lose(row, .legal, to: .blocked, at: now)
    }
    reserve(row, scheduler)
  }

  /// Asks for the units: at once, or after those who asked the SKU's counter before.
  private func reserve(_ row: UInt32, _ scheduler: ModelScheduler) {
    let now = scheduler.now
    guard counter != nil else { return scheduler.schedule(EventKind.assign, index: row, at: now) }
    let shards = plan.reservation.shards
    let shard = Int(region.orders[row].sku) * shards + Int(region.orders[row].id % UInt64(shards))
    guard let done = counter?.finish(shard, at: now) else { return lose(row, .latency, to: .soldOut, at: now) }
    scheduler.schedule(EventKind.assign, index: row, at: done)
  }

  /// Draws zone, quantity and SKU: two words of one block. False when nothing can be bought any more.
  private func choose(_ row: UInt32, _ now: SimTime) -> Bool {
    var stream = choices[region.orders[row].id]
    let word = stream.next()
    region.orders[row].zone = firstZone + UInt16(Self.place(zoneShares, half(word >> 32)))
    region.orders[row].quantity = UInt16(1 + Self.place(quantityShares, half(word & 0xFFFF_FFFF)))
    if region.orders[row].flags.contains(.scalper) { region.orders[row].quantity = UInt16(plan.bots.unitsPerOrder) }
    guard let sku = wish(stream.uniform(), region.orders[row].channel) else { return false }
    region.orders[row].sku = sku
    complete(row)
    return true
  }

  /// The SKU wanted: in a live session usually the one that is pitched.
  private func wish(_ u: Double, _ channel: UInt8) -> UInt16? {
    let pitched = region.traffic.pitched
    guard channel == Channel.live.rawValue, pitched != TrafficCell.noPitch, mix.isSellable[Int(pitched)] else {
      return mix.pick(u)
    }
    let share = plan.pitchedShare
    return u < share ? pitched : mix.pick((u - share) / (1 - share))
  }

  /// Fills in what follows from SKU and quantity, where it was not given.
  private func complete(_ row: UInt32) {
    let sku = Int(region.orders[row].sku)
    let quantity = Int64(region.orders[row].quantity)
    if region.orders[row].price == 0 { region.orders[row].price = prices[sku] * quantity }
    if region.orders[row].grams == 0 { region.orders[row].grams = UInt32(clamping: grams[sku] * quantity) }
    if region.orders[row].cm3 == 0 { region.orders[row].cm3 = UInt32(clamping: volumes[sku] * quantity) }
  }

  private func half(_ word: UInt64) -> Double { (Double(word) + 0.5) * 0x1p-32 }

  /// The first place whose cumulative share exceeds `u`.
  static func place(_ cumulative: [Double], _ u: Double) -> Int {
    for place in cumulative.indices where u < cumulative[place] { return place }
    return max(0, cumulative.count - 1)
  }

  /// No node can take the order: another SKU, the wait list, or lost, as are orders from history.
  func soldOut(_ row: UInt32, _ scheduler: ModelScheduler) {
    let now = scheduler.now
    let order = region.orders[row]
    if order.flags.contains(.recorded) { return lose(row, .stock, to: .soldOut, at: now) }
    var stream = substitutions[order.id]
    let u = stream.uniform()
    if u < plan.substitutes, order.flags.isDisjoint(with: [.substituted, .prepaid]),
      let other = mix.pick(u / plan.substitutes, insteadOf: order.sku)
    {
      region.orders[row].flags.insert(.substituted)
      region.orders[row].sku = other
      (region.orders[row].price, region.orders[row].grams, region.orders[row].cm3) = (0, 0, 0)
      complete(row)
      scheduler.schedule(EventKind.assign, index: row, at: now)
    } else if u >= plan.substitutes, u < plan.substitutes + plan.waits {
      wait(1, for: Int(order.sku))
      region.advance(row, to: .soldOut)
      open -= 1
      region.orders.free(row)
    } else {
      lose(row, .stock, to: .soldOut, at: now)
    }
  }
}
