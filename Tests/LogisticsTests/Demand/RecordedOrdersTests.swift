import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite struct RecordedOrdersTests {
  static let network: Network = {
    let start = SimTime(iso8601: "2026-11-02T00:00:00Z")!
    let rules = TimeZoneRules(identifier: "America/Sao_Paulo", from: start, to: start + .days(60))!
    return Network(
      start: start, end: start + .days(30), lookahead: .minutes(1), scale: Network.Scale(), currency: "USD",
      regions: [Network.Region(code: "BR", market: 0, nodes: [0, 1])],
      markets: [
        Network.Market(
          code: "BR", region: RegionID(rawValue: 0), timeZone: rules, currency: "BRL", toReportCurrency: 0.2,
          minorPerMajor: 100, zones: 0..<2, prices: [1_000], taxRate: 0, forecastShare: 1)
      ],
      zones: [
        Network.Zone(name: "SP", market: 0, share: 0.6, timeZone: rules),
        Network.Zone(name: "RR", market: 0, share: 0.4, timeZone: rules),
      ],
      nodes: [
        Network.Node(
          name: "sellers-sp", region: RegionID(rawValue: 0), country: "BR", zone: 0, timeZone: rules, holdsStock: false),
        Network.Node(
          name: "sellers-rr", region: RegionID(rawValue: 0), country: "BR", zone: 1, timeZone: rules, holdsStock: false),
      ],
      skus: [
        Network.SKU(
          name: "parcel", grams: 500, cm3: 2_000, hsCode: "", origin: "BR", category: "", attributes: [], unitCost: 0)
      ], providers: [], services: [], channels: Channel.names)
  }()

  static func format(copies: Double = 1) -> RecordedOrders.Format {
    RecordedOrders.Format(
      time: "purchase_ts", zone: "customer_state", origin: "seller_state", items: "items", price: "price",
      weight: "weight_g", promise: "estimated_ts", timeZone: network.markets[0].timeZone, copies: copies)
  }

  /// Reads lines and gives orders and messages.
  func read(_ text: String, copies: Double = 1) throws -> (orders: [DemandPlan.GivenOrder], problems: Diagnostics) {
    var reader = RecordedOrders(Self.format(copies: copies), network: Self.network, market: 0, sku: 0)
    var problems = Diagnostics()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.utf8)[...] }[...]
    try reader.read({ lines.popFirst() }, name: "orders.csv", at: Mark(file: "s.yaml", line: 9), &problems)
    return (reader.orders, problems)
  }

  static let header = "order_id,purchase_ts,estimated_ts,customer_state,seller_state,category,price,items,weight_g\n"

  @Test("a line becomes an order at its local time, from its seller to its zone")
  func line() throws {
    let found = try read(Self.header + "1,2026-11-10 21:15:19,2026-11-20,RR,SP,\"toys, \"\"games\"\"\",72.89,2,3200\n")
    #expect(found.problems.isEmpty)
    let order = try #require(found.orders.first)
    #expect(order.at == SimTime(iso8601: "2026-11-11T00:15:19Z"))
    #expect(order.zone == 1 && order.node == 0 && order.quantity == 2 && order.price == 7_289 && order.grams == 3_200)
    #expect(order.promise == SimTime(iso8601: "2026-11-21T02:59:59.999999Z") && order.flags == .recorded)
  }

  @Test("lines outside the run are left out, incomplete ones are counted in one warning")
  func left() throws {
    let found = try read(
      Self.header + "1,2026-10-10 21:15:19,,RR,SP,,72.89,2,3200\n2,2026-11-10 21:15:19,,RR,,,,,\n"
        + "3,2026-11-12 00:00:00,,SP,sellers-rr,,1,1,1\n")
    #expect(found.orders.map(\.node) == [1] && !found.problems.hasErrors)
    #expect(
      found.problems.warnings.map(\.message) == [
        "lines of \"orders.csv\" that lack a needed cell are left out: 1"
      ])
  }

  @Test("what cannot be understood is an error with file and line")
  func errors() throws {
    let found = try read(
      Self.header + "1,yesterday,,RR,SP,,72.89,2,3200\n2,2026-11-10 21:15:19,,XX,SP,,1,1,1\n"
        + "3,2026-11-10 21:15:19,,RR,XX,,1,1,1\n4,2026-11-10 21:15:19,,RR,SP,,1,nan,1\n5,2026-11-10\n")
    #expect(
      found.problems.all.map { "\($0.mark): error: \($0.message)" } == [
        "orders.csv:2:1: error: purchase_ts \"yesterday\" is not a date and time",
        "orders.csv:3:1: error: customer_state \"XX\" is not a zone of BR",
        "orders.csv:4:1: error: seller_state \"XX\" is neither a node nor a zone with a node",
        "orders.csv:5:1: error: items \"nan\" is not a number that fits",
        "orders.csv:6:1: error: the line has 2 cells, the header 9",
      ])
    let half = try read(
      Self.header + "1,2026-11-10 21:15:19,soon,RR,SP,,1,1,1\n2,2026-11-10 21:15:19,,RR,SP,,1,1.5,1\n")
    #expect(
      half.problems.all.map(\.message) == [
        "estimated_ts \"soon\" is not a date", "items \"1.5\" is not a number that fits",
      ])
  }

  @Test("a missing column is named with its neighbour, a missing file with where it comes from")
  func missing() throws {
    let found = try read("order_id,purchase_time,estimated_ts,customer_state,seller_state,price,items,weight_g\n")
    #expect(found.problems.all.first?.message.contains("there is no column \"purchase_ts\"") == true)
    var reader = RecordedOrders(Self.format(), network: Self.network, market: 0, sku: 0)
    var problems = Diagnostics()
    reader.read(FilePath("no/such.csv.zst"), at: Mark(file: "s.yaml", line: 3), help: "ask the owner", &problems)
    #expect(
      problems.description
        == "s.yaml:3:0: error: cannot read \"no/such.csv.zst\": there is no such file\n  help: ask the owner")
  }

  @Test("a scale takes every other line, or lines several times")
  func scale() throws {
    let lines = (1...10).map { "\($0),2026-11-1\($0 % 10) 10:00:00,,RR,SP,,1,1,1" }.joined(separator: "\n")
    #expect(try read(Self.header + lines, copies: 0.5).orders.count == 5)
    #expect(try read(Self.header + lines, copies: 2.5).orders.count == 25)
    #expect(try read(Self.header + lines, copies: 0).orders.isEmpty)
  }
}
