import Glibc
import NIOCore

/// Where requests go: one host, one port, plain or over TLS.
public struct LoadTarget: Sendable, Hashable {
  /// The host as written: a name or an address.
  public let host: String
  /// The TCP port.
  public let port: Int
  /// The path and query that is asked for, from its slash on.
  public let path: String
  /// Whether the scheme is `https`.
  public let isSecure: Bool

  /// Reads `http://HOST[:PORT][/PATH]`, or the same with `https`.
  ///
  /// - Throws: ``LoadError`` for any other scheme, a host or port that is none, or characters no request line may have.
  public init(_ url: String) throws(LoadError) {
    guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else {
      throw LoadError("target \"\(url)\" does not begin with http:// or https://")
    }
    isSecure = scheme == "https://"
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let tail = rest.dropFirst(authority.count)
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !tail.contains("#"), !authority.contains("@") else {
      throw LoadError("target \"\(url)\" has spaces, a fragment, a user or characters beyond ASCII")
    }
    (host, port) = try Self.split(authority, of: url, port: isSecure ? "443" : "80")
    path = tail.hasPrefix("/") ? String(tail) : "/" + tail
  }

  /// What paths of a map or a recording stand behind: the target's path without a slash at its end.
  ///
  /// - Throws: ``LoadError`` for a target with a query.
  public func prefix() throws(LoadError) -> String {
    if path.contains("?") {
      throw LoadError("the target has the query \"\(path)\", and paths of the map or recording come behind it")
    }
    return path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// A host in brackets may have colons; a port stands behind the last one outside of them.
  private static func split(
    _ authority: Substring, of url: String, port standard: Substring
  ) throws(LoadError) -> (String, Int) {
    var host = authority
    var port = standard
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end]
      let after = authority[authority.index(after: end)...]
      guard after.isEmpty || after.hasPrefix(":") else { throw LoadError("target \"\(url)\" has no valid host") }
      if !after.isEmpty { port = after.dropFirst() }
    } else if let colon = authority.firstIndex(of: ":") {
      (host, port) = (authority[..<colon], authority[authority.index(after: colon)...])
    }
    guard !host.isEmpty else { throw LoadError("target \"\(url)\" has no host") }
    guard port.allSatisfy(\.isNumber), let number = Int(port), (1...65_535).contains(number) else {
      throw LoadError("target \"\(url)\" has a port that is not 1 to 65535")
    }
    return (String(host), number)
  }

  /// Whether the host is an address and no name.
  var isAddress: Bool { (try? SocketAddress(ipAddress: host, port: port)) != nil }

  /// The addresses of the host, IPv4 first.
  ///
  /// - Throws: ``LoadError`` when it has none.
  func addresses() throws(LoadError) -> [SocketAddress] {
    if let literal = try? SocketAddress(ipAddress: host, port: port) { return [literal] }
    var (hints, found) = (addrinfo(), UnsafeMutablePointer<addrinfo>?.none)
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    guard getaddrinfo(host, String(port), &hints, &found) == 0 else {
      throw LoadError("the host \"\(host)\" is not known")
    }
    defer { freeaddrinfo(found) }
    let addresses = sequence(first: found) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { item in
      item?.pointee.ai_addr.flatMap { Self.address($0, item?.pointee.ai_family ?? 0) }
    }
    guard !addresses.isEmpty else { throw LoadError("the host \"\(host)\" has no address") }
    return addresses.filter { $0.protocol == .inet } + addresses.filter { $0.protocol != .inet }
  }

  private static func address(_ raw: UnsafeMutablePointer<sockaddr>, _ family: Int32) -> SocketAddress? {
    switch family {
    case AF_INET: raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee) }
    case AF_INET6: raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee) }
    default: nil
    }
  }

  /// Whether all addresses of the host are this machine's loopback; a name is looked up, `localhost`, too.
  public var isLoopback: Bool {
    guard let addresses = try? addresses() else { return false }
    return addresses.allSatisfy(Self.isLoopback)
  }

  static func isLoopback(_ address: SocketAddress) -> Bool {
    switch address {
    case .v4: address.ipAddress?.hasPrefix("127.") ?? false
    case .v6: address.ipAddress == "::1"
    case .unixDomainSocket: false
    }
  }

  /// The value of the `Host` header.
  public var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }
}
