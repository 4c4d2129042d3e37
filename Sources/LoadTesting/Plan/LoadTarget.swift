/// Where requests go: one host, one port, plain HTTP.
public struct LoadTarget: Sendable, Hashable {
  /// The host as written: a name or an address.
  public let host: String
  /// The TCP port.
  public let port: Int
  /// The path and query that is asked for, from its slash on.
  public let path: String

  /// Reads `http://HOST[:PORT][/PATH]`.
  ///
  /// - Throws: ``LoadError`` for any other scheme, a host or port that is none, or characters no request line may have.
  public init(_ url: String) throws(LoadError) {
    let scheme = "http://"
    guard url.hasPrefix(scheme) else { throw LoadError("target \"\(url)\" does not begin with http://") }
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let tail = rest.dropFirst(authority.count)
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !tail.contains("#"), !authority.contains("@") else {
      throw LoadError("target \"\(url)\" has spaces, a fragment, a user or characters beyond ASCII")
    }
    (host, port) = try Self.split(authority, of: url)
    path = tail.hasPrefix("/") ? String(tail) : "/" + tail
  }

  /// A host in brackets may have colons; a port stands behind the last one outside of them.
  private static func split(_ authority: Substring, of url: String) throws(LoadError) -> (String, Int) {
    var host = authority
    var port = "80"[...]
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

  /// Whether the host is this machine's loopback by its very spelling; other names are not looked up.
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { $0.count <= 3 && UInt8($0) != nil }
  }

  /// The value of the `Host` header.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == 80 ? name : "\(name):\(port)"
  }
}
