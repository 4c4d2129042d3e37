/// The beginning of a session in a plan.
public struct SessionStart: Sendable, Hashable {
  /// Nanoseconds from the start of the load.
  public var offset_ns: Int64
  /// What it comes from; nil takes any journey.
  public var occasion: Journey.Occasion?
  /// An index into the source's countries; nil draws one by the map's shares.
  public var country: Int?
  /// An index into the source's SKUs.
  public var sku: Int?
  /// An index into the source's recorded requests.
  public var request: Int?

  init(
    _ offset_ns: Int64, occasion: Journey.Occasion? = nil, country: Int? = nil, sku: Int? = nil, request: Int? = nil
  ) {
    self.offset_ns = offset_ns
    self.occasion = occasion
    self.country = country
    self.sku = sku
    self.request = request
  }
}

/// Where the sessions of a load come from.
public protocol StartSource: Sendable {
  /// The countries that starts name.
  var countries: [String] { get }
  /// The SKUs that starts name.
  var skus: [String] { get }
  /// The starts, from the first on; each call gives the same ones.
  func starts() throws -> any StartStream
}

/// Starts in rising order, made as they are asked for.
public protocol StartStream {
  /// The next one; nil at the end.
  mutating func next() throws -> SessionStart?
}

extension StartSource {
  /// None.
  public var countries: [String] { [] }
  /// None.
  public var skus: [String] { [] }
}
