import Foundation
import NIOSSL

/// How connections to `https` are secured: TLS 1.2 or newer, and the certificate is always verified.
public struct TransportSecurity: Sendable {
  private let context: NIOSSLContext

  /// - Parameter authorities: A PEM file with certificates that are trusted beside the system's; nil for those alone.
  /// - Throws: ``LoadError`` when the file holds no certificate.
  public init(authorities path: String? = nil) throws(LoadError) {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do {
      if let path { configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))] }
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw LoadError(
        path.map { "\"\($0)\" holds no certificates in PEM that can be read" } ?? "TLS cannot be set up: \(error)")
    }
  }

  /// Why TLS failed, in words: the library's errors carry numbers and the places of its sources.
  static func reason(_ error: any Error) -> String {
    if (error as? NIOSSLExtraError) == .failedToValidateHostname { return "the certificate is for another host" }
    let text = "\(error)"
    guard let mark = text.range(of: "OPENSSL_internal:") else { return text }
    return text[mark.upperBound...].prefix { $0.isUppercase || $0 == "_" || $0.isNumber }.lowercased()
      .replacing("_", with: " ")
  }

  /// What secures one connection to a host; an address instead of a name is verified against the certificate, too.
  func handler(for target: LoadTarget) throws -> NIOSSLClientHandler {
    try NIOSSLClientHandler(context: context, serverHostname: target.isAddress ? nil : target.host)
  }
}
