import Dashboard
import Foundation
import LoadTesting

/// Reads a store's books over HTTP and audits them.
struct StoreAuditor {
  let target: LoadTarget
  let security: TransportSecurity?
  private let prefix: String

  /// An auditor of a store on loopback, or on a host that was allowed.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage``.
  init(_ url: String, allowHost: [String], authorities: String? = nil) throws {
    do {
      target = try LoadTarget(url)
      prefix = try target.prefix()
      security = try target.isSecure ? TransportSecurity(authorities: authorities) : nil
    } catch { throw Failure(.usage, error.description) }
    guard target.isLoopback || allowHost.contains(target.host) else {
      throw Failure(
        .usage, "host \"\(target.host)\" is not loopback", help: "name a host that is yours with --allow-host")
    }
  }

  /// Audits the store.
  func audit(acknowledged: [StoreAudit.Acknowledgement], catalogue: StoreCatalogue?) throws -> StoreAudit {
    let stock = try read(StoreStockPage.self, "/audit/stock").stock
    var sales: [StoreSale] = []
    var next: Int64? = 0
    while let after = next {
      let page = try read(StoreSalePage.self, "/audit/orders?after=\(after)&limit=5000")
      sales += page.orders
      next = page.orders.isEmpty ? nil : page.next
    }
    return StoreAudit(stock: stock, sales: sales, acknowledged: acknowledged, catalogue: catalogue)
  }

  /// Looks whether there is a store to be audited.
  func look() throws { _ = try read(StoreStockPage.self, "/audit/stock") }

  /// The outcome in a sentence.
  static func sentence(_ audit: StoreAudit) -> String {
    let head = "\(audit.orders) orders of \(audit.units) units: "
    let count = audit.violations.count
    return head + (count == 0 ? "clean" : count == 1 ? "1 violation" : "\(count) violations")
  }

  private func read<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
    let body = try get(path)
    do { return try JSONDecoder().decode(type, from: body) } catch {
      throw Failure(
        .usage, "\(target.host):\(target.port)\(prefix)\(path) is not what a store's audit says",
        help: "audit a store with the interface of doorstep storefront")
    }
  }

  private func get(_ path: String) throws -> Data {
    do { return Data(try SingleRequest(target, security: security).get(prefix + path)) } catch {
      throw Failure(
        .usage, "the store at \(target.host):\(target.port) \(error)", help: "start it, or name another address")
    }
  }
}
