import Foundation
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A small store over HTTP to send loads to: catalogue, carts, reservations, checkout, and what an audit needs.
///
/// Every answer is JSON with a length; connections are kept alive.
public struct ReferenceStore: Sendable {
  private let catalogue: StoreCatalogue
  private let database: StoreDatabase
  private let faults: StoreFaults

  /// A store that sells a catalogue.
  public init(_ catalogue: StoreCatalogue, _ database: StoreDatabase, faults: StoreFaults = .none) {
    self.catalogue = catalogue
    self.database = database
    self.faults = faults
  }

  /// Serves until SIGINT or SIGTERM, or until its task is cancelled: requests in hand are answered first.
  ///
  /// - Parameters:
  ///   - host: The address to listen on.
  ///   - port: The port; 0 for a free one.
  ///   - endsBySignal: Whether signals end it; else only its task does.
  ///   - whenReady: Called with the port once it listens.
  /// - Throws: What listening or serving fails with.
  public func serve(
    host: String = "127.0.0.1", port: Int, endsBySignal: Bool = true,
    whenReady: @escaping @Sendable (Int) async -> Void = { _ in }
  ) async throws {
    let router = Router()
    router.add(middleware: FaultMiddleware(faults))
    addShop(to: router)
    addAudit(to: router)
    var logger = Logger(label: "storefront")
    logger.logLevel = .critical
    let application = Application(
      router: router, configuration: .init(address: .hostname(host, port: port), backlog: 4_096),
      onServerRunning: { channel in await whenReady(channel.localAddress?.port ?? port) }, logger: logger)
    if endsBySignal { return try await application.runService() }
    try await application.runService(gracefulShutdownSignals: [])
  }

  private func addShop(to router: Router<BasicRequestContext>) {
    router.get("health") { _, _ in try json(.ok, ["status": "ok"]) }
    router.get("products") { request, _ in
      let country = try country(of: request)
      let free = try await database.available()
      return try json(.ok, ["products": catalogue.items.compactMap { product($0, country, free) }])
    }
    router.get("products/:sku") { request, context in
      let country = try country(of: request)
      let sku = context.parameters.get("sku") ?? ""
      guard let item = catalogue.items.first(where: { $0.sku == sku }), let offer = item.offers[country] else {
        return try refused(.unknown)
      }
      if let rule = offer.prohibitedBy.first { return try refused(.prohibited(rule: rule)) }
      return try json(.ok, product(item, country, try await database.available()))
    }
    router.post("carts") { request, context in
      let wish = try await body(CartWish.self, request)
      guard let country = wish?.country ?? header(request), catalogue.countries.contains(country) else {
        return try json(.badRequest, ["error": "country"])
      }
      return try json(.created, ["cart": StoreID.cart(try await database.addCart(country: country))])
    }
    router.post("carts/:cart/lines") { request, context in
      guard let cart = cart(context), let wish = try await body(LineWish.self, request),
        (1...StoreDatabase.mostUnits).contains(wish.quantity)
      else {
        return try json(.badRequest, ["error": "line"])
      }
      return try await answer {
        guard let country = try await database.country(ofCart: cart), let offer = catalogue.offer(wish.sku, in: country)
        else { throw StoreDatabase.Refusal.unknown }
        if let rule = offer.prohibitedBy.first { throw StoreDatabase.Refusal.prohibited(rule: rule) }
        let lines = try await database.add(wish.sku, quantity: wish.quantity, to: cart)
        return try json(.ok, CartLines(cart: StoreID.cart(cart), lines: lines))
      }
    }
    router.post("carts/:cart/reserve") { _, context in
      guard let cart = cart(context) else { return try refused(.unknown) }
      return try await answer {
        let seconds = try await database.reserve(cart)
        return try json(.ok, Reservation(reservation: "r-\(cart)", expires_in_s: seconds))
      }
    }
    router.post("checkout") { request, _ in
      guard let key = request.headers[.init("Idempotency-Key")!], !key.isEmpty else {
        return try json(.badRequest, ["error": "Idempotency-Key"])
      }
      guard let wish = try await body(CheckoutWish.self, request), let cart = StoreID.number(wish.cart, "c") else {
        return try json(.badRequest, ["error": "cart"])
      }
      let catalogue = catalogue
      return try await answer {
        let (order, isNew) = try await database.checkOut(cart, key: key) { sku, country in
          catalogue.offer(sku, in: country)?.prohibitedBy.first
        }
        return try json(isNew ? .created : .ok, ["order": StoreID.order(order), "status": "placed"])
      }
    }
    router.get("orders/:order") { _, context in
      guard let id = context.parameters.get("order").flatMap({ StoreID.number($0, "o") }),
        let (lines, country) = try await database.order(id), let first = lines.first
      else { return try refused(.unknown) }
      return try json(
        .ok,
        PlacedOrder(
          order: StoreID.order(id), status: "placed", sku: first.sku, quantity: first.quantity, country: country,
          lines: lines))
    }
  }

  private func addAudit(to router: Router<BasicRequestContext>) {
    router.get("audit/stock") { _, _ in try json(.ok, StoreStockPage(stock: try await database.auditStock())) }
    router.get("audit/orders") { request, _ in
      let query = request.uri.queryParameters
      let after = query.get("after", as: Int64.self) ?? 0
      let limit = min(max(query.get("limit", as: Int.self) ?? 1_000, 1), 10_000)
      let orders = try await database.auditOrders(after: after, limit: limit)
      return try json(.ok, StoreSalePage(orders: orders, next: orders.last?.row))
    }
  }

  // MARK: Parts of a request

  private func header(_ request: Request) -> String? { request.headers[.init("X-Country")!] }

  private func country(of request: Request) throws -> String {
    request.uri.queryParameters.get("country") ?? header(request) ?? catalogue.countries.first ?? ""
  }

  private func cart(_ context: BasicRequestContext) -> Int64? {
    context.parameters.get("cart").flatMap { StoreID.number($0, "c") }
  }

  /// A body of JSON; nil for one that is none.
  private func body<T: Decodable>(_ type: T.Type, _ request: Request) async throws -> T? {
    let bytes = try await request.body.collect(upTo: 65_536)
    return try? JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
  }

  // MARK: Answers

  private func product(_ item: StoreCatalogue.Item, _ country: String, _ free: [String: Int64]) -> Product? {
    guard let offer = item.offers[country], offer.prohibitedBy.isEmpty else { return nil }
    return Product(
      sku: item.sku, name: item.sku, price_minor: offer.priceMinor, currency: offer.currency,
      available: free[item.sku] ?? 0 > 0)
  }

  private func answer(_ work: () async throws -> Response) async throws -> Response {
    do { return try await work() } catch let refusal as StoreDatabase.Refusal { return try refused(refusal) }
  }

  private func refused(_ refusal: StoreDatabase.Refusal) throws -> Response {
    switch refusal {
    case .unknown: try json(.notFound, ["error": "unknown"])
    case .soldOut: try json(.conflict, ["error": "sold_out"])
    case .expired: try json(.gone, ["error": "expired"])
    case .alreadyOrdered: try json(.conflict, ["error": "already_ordered"])
    case .prohibited(let rule):
      try json(.init(code: 451, reasonPhrase: "Unavailable For Legal Reasons"), ["error": "prohibited", "rule": rule])
    }
  }
}

private struct CartWish: Decodable { var country: String? }
private struct LineWish: Decodable {
  var sku: String
  var quantity: Int64
}
private struct CheckoutWish: Decodable { var cart: String }
private struct CartLines: Encodable {
  var cart: String
  var lines: [StoreLine]
}
private struct Reservation: Encodable {
  var reservation: String
  var expires_in_s: Double
}
private struct Product: Encodable {
  var sku: String
  var name: String
  var price_minor: Int64
  var currency: String
  var available: Bool
}
private struct PlacedOrder: Encodable {
  var order: String
  var status: String
  var sku: String
  var quantity: Int64
  var country: String
  var lines: [StoreLine]
}

/// An answer of JSON.
private func json(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  let data = try encoder.encode(value)
  return Response(
    status: status, headers: [.contentType: "application/json", .contentLength: String(data.count)],
    body: .init(byteBuffer: ByteBuffer(bytes: data)))
}

/// What goes wrong on purpose: slow answers, errors, and a store that stands still.
private final class FaultMiddleware: RouterMiddleware {
  typealias Context = BasicRequestContext

  private let faults: StoreFaults
  private let opened = ContinuousClock.now
  private let requests = Atomic<UInt64>(0)

  init(_ faults: StoreFaults) { self.faults = faults }

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    if faults == .none || request.uri.path.hasPrefix("/audit") { return try await next(request, context) }
    let number = requests.wrappingAdd(1, ordering: .relaxed).oldValue
    let stall = faults.stall(at: (ContinuousClock.now - opened) / .seconds(1))
    let (delay, fails) = faults.fate(number)
    if stall + delay > 0 { try await Task.sleep(for: .seconds(stall + delay)) }
    if fails { return try json(.internalServerError, ["error": "fault"]) }
    return try await next(request, context)
  }
}
