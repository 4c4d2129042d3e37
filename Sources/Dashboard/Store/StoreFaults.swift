import Kernel

/// What goes wrong in a reference store on purpose: drawn by the number of the request, so that a seed gives the same faults again.
public struct StoreFaults: Sendable, Equatable {
  /// The probability that an answer takes longer, and by how many seconds.
  public var slow = 0.0
  /// Seconds that a slow answer takes longer.
  public var slowBy = 0.0
  /// The probability that a request fails with status 500 before anything is done.
  public var errors = 0.0
  /// The probability that a checkout's change of stock is lost.
  public var lostUpdates = 0.0
  /// Every so many seconds the store stands still; 0 for never.
  public var stallEvery = 0.0
  /// Seconds that it stands still then.
  public var stallFor = 0.0
  /// Chooses which requests.
  public var seed: UInt64 = 1

  /// Nothing goes wrong.
  public static let none = StoreFaults()

  /// What is wrong with a text.
  public struct Problem: Error, Equatable {
    /// Lower case, no full stop.
    public var reason: String
  }

  private init() {}

  /// Reads `latency=50ms:0.01,error=0.02,stall=1s@10s,lost-update=0.05`.
  public init(_ text: String, seed: UInt64) throws(Problem) {
    self.seed = seed
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2 else { throw Problem(reason: "\"\(part)\" is not of the form name=value") }
      let value = sides[1]
      switch sides[0] {
      case "latency":
        let parts = value.split(separator: ":").map(String.init)
        guard parts.count == 2 else { throw Problem(reason: "latency is written as 50ms:0.01") }
        slowBy = try Self.seconds(parts[0])
        slow = try Self.share(parts[1])
      case "error": errors = try Self.share(value)
      case "lost-update": lostUpdates = try Self.share(value)
      case "stall":
        let parts = value.split(separator: "@").map(String.init)
        guard parts.count == 2 else { throw Problem(reason: "stall is written as 1s@10s") }
        stallFor = try Self.seconds(parts[0])
        stallEvery = try Self.seconds(parts[1])
        guard stallFor < stallEvery else { throw Problem(reason: "a stall is shorter than the time between stalls") }
      default:
        throw Problem(reason: "there is no fault \"\(sides[0])\": latency, error, stall and lost-update")
      }
    }
  }

  private static func share(_ text: String) throws(Problem) -> Double {
    guard let share = Double(text), (0...1).contains(share) else {
      throw Problem(reason: "\"\(text)\" is no probability")
    }
    return share
  }

  private static func seconds(_ text: String) throws(Problem) -> Double {
    for (unit, factor) in [("ms", 1e-3), ("s", 1)] where text.hasSuffix(unit) {
      if let number = Double(text.dropLast(unit.count)), number > 0, number < 3_600 { return number * factor }
    }
    throw Problem(reason: "\"\(text)\" is no time such as 50ms or 1s")
  }

  /// What happens to a request, by its number.
  func fate(_ number: UInt64) -> (delay: Double, fails: Bool) {
    if slow == 0, errors == 0 { return (0, false) }
    var draws = Streams(seed: seed)["store request"][number]
    let isSlow = draws.uniform() < slow
    return (isSlow ? slowBy : 0, draws.uniform() < errors)
  }

  /// Seconds until the present stall ends, so many seconds after the store opened; 0 outside of one.
  func stall(at seconds: Double) -> Double {
    guard stallEvery > 0, seconds >= stallEvery else { return 0 }
    let within = seconds.truncatingRemainder(dividingBy: stallEvery)
    return within < stallFor ? stallFor - within : 0
  }

  /// Whether a checkout loses its update, by its number.
  func losesUpdate(_ number: UInt64) -> Bool {
    if lostUpdates == 0 { return false }
    var draws = Streams(seed: seed)["store checkout"][number]
    return draws.uniform() < lostUpdates
  }
}
