import Foundation
import Kernel
import LoadTesting
import NIOSSL
import Testing

/// The certificates stand in the folder `Certificates`: a server's for `localhost` and 127.0.0.1, until 2126, and its authority's.
@Suite("TLS", .serialized) struct TransportSecurityTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Certificates")
  private static let authority = folder.appending(path: "authority.pem").path()

  private func server(at host: String = "127.0.0.1") throws -> LoopbackServer {
    func path(_ name: String) -> String { Self.folder.appending(path: name).path() }
    let chain = try NIOSSLCertificate.fromPEMFile(path("server.pem")).map { NIOSSLCertificateSource.certificate($0) }
    let key = try NIOSSLPrivateKey(file: path("server-key.pem"), format: .pem)
    return try LoopbackServer(
      host: host,
      security: NIOSSLContext(
        configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    )
  }

  private func load(
    _ host: String, _ port: Int, authorities: String?, timeout: SimDuration = .seconds(5)
  ) throws -> LoadResult {
    let shape = try LoadShape.constant(500, for: .seconds(1))
    var plan = LoadPlan(
      target: try LoadTarget("https://\(host):\(port)/"), source: ShapeStarts(shape), connections: 8, timeout: timeout)
    plan.security = try TransportSecurity(authorities: authorities)
    return try plan.run(plan.figures())
  }

  @Test("A trusted certificate is verified by name and by address, and every request is answered")
  func trusted() throws {
    let server = try server()
    defer { server.stop() }
    for host in ["localhost", "127.0.0.1"] {
      let result = try load(host, server.port, authorities: Self.authority)
      #expect(result.answered == 500 && result.failed == 0 && result.unsent == 0 && result.securityProblem == nil)
    }
    let request = SingleRequest(
      try LoadTarget("https://localhost:\(server.port)"), security: try TransportSecurity(authorities: Self.authority))
    #expect(try request.get("/x") == Array("ok".utf8))
  }

  @Test("A certificate of an unknown authority, or of another host, gets no request")
  func untrusted() throws {
    for (host, address, authorities, reason) in [
      ("localhost", "127.0.0.1", nil, "certificate verify failed"),
      ("127.0.0.2", "127.0.0.2", Self.authority, "the certificate is for another host"),
    ] {
      let server = try server(at: address)
      defer { server.stop() }
      let result = try load(host, server.port, authorities: authorities)
      #expect(result.count(.tls) == 500 && result.sent == 0 && result.unsent == 0)
      #expect(result.securityProblem == reason)
      let request = SingleRequest(
        try LoadTarget("https://\(host):\(server.port)"), security: try TransportSecurity(authorities: authorities))
      #expect(throws: LoadError.self) { try request.get("/") }
      #expect(server.requests.isEmpty)
    }
  }

  @Test("A server that speaks plain HTTP, or says nothing, is a failure of TLS and not a wait for ever")
  func plain() throws {
    for (manner, reason) in [(LoopbackServer.Manner.prompt, "wrong version number"), (.silent, "no greeting in time")] {
      let server = try LoopbackServer(manner)
      defer { server.stop() }
      let result = try load("localhost", server.port, authorities: Self.authority, timeout: .milliseconds(200))
      #expect(result.count(.tls) > 8 && result.count(.tls) + result.unsent == 500 && result.sent == 0)
      #expect(result.securityProblem == reason)
    }
  }

  @Test("Files without certificates are refused, and so are schemes that are neither")
  func refusals() throws {
    #expect(throws: LoadError.self) { try TransportSecurity(authorities: "/nowhere.pem") }
    #expect(throws: LoadError.self) { try TransportSecurity(authorities: #filePath) }
    #expect(throws: LoadError.self) { try LoadTarget("ftp://localhost/") }
    #expect(try LoadTarget("https://localhost").port == 443 && LoadTarget("https://localhost").isSecure)
    #expect(try LoadTarget("http://localhost").port == 80 && !LoadTarget("http://localhost").isSecure)
  }
}
