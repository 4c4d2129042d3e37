import Glibc
import TraceFormat

/// Records as a drop in six countries writes them, 22 an order: carts, payments, waves, line-haul, customs, doorstep.
///
/// Assumption: shares, delays and prices are invented; what matters here is that clocks, waves and scheduled departures
/// shape the times, and that the records of hundreds of thousands of orders in flight interleave.
struct TraceMix {
  static let regions = ["us", "gb", "de", "id", "mx", "jp"]
  private static let hour = 3.6e9

  private var random: LocalRandom
  private let region: Int
  private let prices: [Int64]
  private var records: [TraceRecord] = []

  /// The records of one region by time, for so many orders in so many days.
  static func records(region: Int, orders: Int, days: Double) -> [TraceRecord] {
    var mix = TraceMix(region: region)
    for (number, time) in mix.orderTimes(orders, days).enumerated() { mix.addOrder(UInt64(number + 1), at: time) }
    mix.records.sort { $0.time < $1.time }
    return mix.records
  }

  private init(region: Int) {
    self.region = region
    var random = LocalRandom(seed: UInt64(region) + 5)
    prices = (0..<400).map { _ in Int64(25 * exp(0.8 * random.normal())) * 100 + 99 }
    self.random = random
  }

  /// A fifth of the orders follow a post on the second day, the others come evenly.
  private mutating func orderTimes(_ orders: Int, _ days: Double) -> [Double] {
    let start = 1.7e15
    return (0..<orders).map { _ in
      let isBurst = random.uniform() < 0.2
      return start
        + (isBurst ? 48 * Self.hour + 2 * Self.hour * random.exponential() : random.uniform() * days * 24 * Self.hour)
    }.sorted()
  }

  private struct Order {
    var id: UInt64
    var parcel: UInt64
    var sku: UInt32
    var quantity: Int64
    var amount: Int64
    var node: UInt16
    var provider: UInt32
    var hub: UInt16
    var start: Double
  }

  private mutating func addOrder(_ serial: UInt64, at start: Double) {
    let sku = UInt32(400 * pow(random.uniform(), 3))
    let quantity: Int64 = random.uniform() < 0.2 ? 2 : 1
    let order = Order(
      id: 1 << 56 | UInt64(region) << 40 | serial, parcel: 2 << 56 | UInt64(region) << 40 | serial, sku: sku,
      quantity: quantity, amount: prices[Int(sku)] * quantity + (random.uniform() < 0.4 ? 499 : 0),
      node: UInt16(region * 8 + Int(6 * random.uniform() * random.uniform())), provider: UInt32(random.next() % 4),
      hub: UInt16(60 + region * 10) + UInt16(random.next() % 10), start: start)
    var time = start
    addStore(order, &time)
    addWarehouse(order, &time)
    addTransport(order, serial, &time)
    addDoorstep(order, &time)
  }

  private mutating func addStore(_ order: Order, _ time: inout Double) {
    if random.uniform() < 0.3 {
      add(.cohortTick, (time / 1e6).rounded() * 1e6, 0, Int64(300 * exp(random.normal())), UInt32(random.next() % 6))
    }
    add(.cartAdd, time, order.id, order.quantity, order.sku)
    time += 60e6 * exp(0.7 * random.normal())
    add(.checkoutStart, time, order.id)
    time += 40e6 * exp(0.5 * random.normal())
    add(.payAttempt, time, order.id, 0, UInt32(random.next() % 5))
    time += 1.2e6 * exp(0.4 * random.normal())
    add(.payOk, time, order.id, order.amount)
    add(.orderCreated, time, order.id, order.amount, order.sku, order.node)
    add(.ledgerEntry, time, order.id, order.amount, 1)
    add(.ledgerEntry, time, order.id, -order.amount, 2)
    add(.allocate, time + 2e6 * random.exponential(), order.id, order.quantity, order.sku, order.node)
  }

  private mutating func addWarehouse(_ order: Order, _ time: inout Double) {
    time = Self.next(time + 600e6, every: 2 * Self.hour)
    add(.waveReleased, time, order.id, 0, 0, order.node)
    time += random.uniform() * Self.hour
    add(.pickStart, time, order.id, 0, 0, order.node)
    time += 90e6 * exp(0.5 * random.normal())
    add(.pickEnd, time, order.id, 0, 0, order.node)
    time += 600e6 * random.exponential()
    add(.packStart, time, order.id, 0, 0, order.node)
    time += 60e6 * exp(0.3 * random.normal())
    add(.packEnd, time, order.id, 0, 0, order.node)
    add(.manifested, time + 5e6, order.id, 0, 0, order.node)
  }

  private mutating func addTransport(_ order: Order, _ serial: UInt64, _ time: inout Double) {
    time = Self.next(time + 3.1 * Self.hour, every: 24 * Self.hour)
    add(.tendered, time, order.parcel, 0, order.provider, order.node)
    time += 1800e6
    add(.departed, time, order.parcel, 0, order.provider, order.node)
    time += 10 * Self.hour + Double(order.hub) * 60e6
    add(.arrivedHub, time, order.parcel, 0, order.provider, order.hub)
    if serial % 3 == 0 { addCustoms(order, &time) }
    time += random.exponential() * Self.hour
    add(.sorted, time, order.parcel, 0, order.provider, order.hub)
  }

  private mutating func addCustoms(_ order: Order, _ time: inout Double) {
    add(.preAdvice, time - 3 * Self.hour, order.parcel)
    let lodged = time + random.exponential() * 2 * Self.hour
    add(.lodged, lodged, order.parcel)
    add(.channelGreen, lodged + random.exponential() * 300e6, order.parcel)
    time = lodged + 4 * Self.hour * exp(0.8 * random.normal())
    add(.released, time, order.parcel)
    add(.dutyPaid, time, order.parcel, order.amount * 19 / 100)
  }

  private mutating func addDoorstep(_ order: Order, _ time: inout Double) {
    time = Self.next(time, every: 24 * Self.hour) + 7 * Self.hour
    add(.outForDelivery, time, order.parcel, 0, order.provider, order.hub)
    time += random.uniform() * 9 * Self.hour
    if random.uniform() < 0.08 {
      add(.attemptFail, time, order.parcel, 0, UInt32(random.next() % 6), order.hub)
      time += 24 * Self.hour
    }
    let duration = time - order.start
    add(.delivered, time, order.id, Int64(duration), 0, order.hub, duration > 72 * Self.hour ? 1 : 0)
  }

  private static func next(_ time: Double, every period: Double) -> Double { (time / period).rounded(.up) * period }

  private mutating func add(
    _ kind: Kind, _ time: Double, _ entity: UInt64, _ value: Int64 = 0, _ aux: UInt32 = 0, _ node: UInt16 = 0,
    _ flags: UInt8 = 0
  ) {
    records.append(
      TraceRecord(
        time: Int64(time), kind: kind.rawValue, entity: entity, value: value, aux: aux, node: node,
        country: kind.slots.contains(.country) ? UInt8(region) : 0, flags: flags))
  }
}

extension TraceMix {
  private enum Kind: UInt16, CaseIterable {
    case cohortTick = 1
    case cartAdd, checkoutStart, payAttempt, payOk, orderCreated, ledgerEntry, allocate, waveReleased, pickStart
    case pickEnd, packStart, packEnd, manifested, tendered, departed, arrivedHub, preAdvice, lodged, channelGreen
    case released, dutyPaid, sorted, outForDelivery, attemptFail, delivered

    var slots: [TraceSlot] {
      switch self {
      case .cohortTick: [.value, .aux, .country]
      case .cartAdd: [.entity, .value, .aux, .country]
      case .payAttempt: [.entity, .aux]
      case .payOk: [.entity, .value]
      case .orderCreated: [.entity, .value, .aux, .node, .country]
      case .ledgerEntry: [.entity, .value, .aux]
      case .allocate: [.entity, .value, .aux, .node]
      case .waveReleased, .pickStart, .pickEnd, .packStart, .packEnd, .manifested: [.entity, .node]
      case .tendered, .departed, .arrivedHub, .sorted, .outForDelivery, .attemptFail: [.entity, .aux, .node]
      case .checkoutStart, .preAdvice, .lodged, .channelGreen, .released: [.entity, .country]
      case .dutyPaid: [.entity, .value, .country]
      case .delivered: [.entity, .value, .node, .country, .flags]
      }
    }
  }

  static var header: TraceHeader {
    TraceHeader(
      scenarioName: "mix",
      kinds: Kind.allCases.map { kind in
        TraceKind(id: kind.rawValue, name: "\(kind)", fields: kind.slots.map { TraceField($0, "\($0)") })
      }, regions: regions)
  }
}

extension LocalRandom {
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }
  mutating func normal() -> Double { (2 * exponential()).squareRoot() * cos(2 * .pi * uniform()) }
}
