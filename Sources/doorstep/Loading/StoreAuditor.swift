import Dashboard
import Foundation
@preconcurrency import Glibc
import LoadTesting

/// Reads a store's books over HTTP and audits them.
struct StoreAuditor {
  let target: LoadTarget

  /// An auditor of a store on loopback, or on a host that was allowed.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage``.
  init(_ url: String, allowHost: [String]) throws {
    do { target = try LoadTarget(url) } catch { throw Failure(.usage, error.description) }
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
        .usage, "\(target.host):\(target.port)\(path) is not what a store's audit says",
        help: "audit a store with the interface of doorstep storefront")
    }
  }

  /// One request on a connection of its own, read to its end.
  private func get(_ path: String) throws -> Data {
    let problem = { (what: String) in
      Failure(
        .usage, "the store at \(target.host):\(target.port) \(what)", help: "start it, or name another address")
    }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(target.host, String(target.port), &hints, &found) == 0, let address = found else {
      throw problem("has no address")
    }
    defer { freeaddrinfo(found) }
    let socket = Glibc.socket(address.pointee.ai_family, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw problem("cannot be reached: \(Host.lastError())") }
    defer { close(socket) }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard connect(socket, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
      throw problem("does not answer: \(Host.lastError())")
    }
    let request = Array("GET \(path) HTTP/1.1\r\nHost: \(target.host)\r\nConnection: close\r\n\r\n".utf8)
    guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw problem("takes no request: \(Host.lastError())")
    }
    var answer = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count >= 0 else { throw problem("stopped answering: \(Host.lastError())") }
      if count == 0 { break }
      answer.append(contentsOf: buffer[..<count])
    }
    guard let end = answer.range(of: Data("\r\n\r\n".utf8)), answer.starts(with: Data("HTTP/1.1 200 ".utf8)) else {
      throw problem("did not answer \(path) with 200")
    }
    return answer[end.upperBound...]
  }
}
