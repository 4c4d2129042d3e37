public import Kernel

/// What a session does: steps one behind the other, each at its own intended start.
public struct Journey: Sendable, Hashable {
  /// What starts such a session.
  public enum Occasion: String, Sendable, CaseIterable {
    /// A visitor who looks.
    case visit
    /// A visitor who orders.
    case order
  }

  /// The name in the map.
  public var name: String
  /// What starts it.
  public var occasion: Occasion
  /// How often it is chosen among those of its occasion, by country; `other` for those not named.
  public var weights: [String: Double]
  /// The steps, at least one.
  public var steps: [JourneyStep]

  /// The weight in a country.
  func weight(in country: String?) -> Double { country.flatMap { weights[$0] } ?? weights["other"] ?? 0 }
}

/// A request of a journey.
public struct JourneyStep: Sendable, Hashable {
  /// The name in results; steps of one name are counted together.
  public var name: String
  /// The method.
  public var method: String
  /// The path and query.
  public var path: Template
  /// Header fields beside those every request has.
  public var headers: [Header]
  /// The body; nil for none.
  public var body: Template?
  /// The statuses with which the session goes on.
  public var expected: [Int]
  /// The statuses that are no error, but end the session: sold out, prohibited.
  public var ends: [Int]
  /// The pause from the intended start of the step before.
  public var think: ThinkTime
  /// What is taken out of the answer.
  public var extracts: [Extract]
  /// The number of its name among all steps of the map.
  var number = 0

  /// A header field.
  public struct Header: Sendable, Hashable {
    var name: String
    var value: Template
  }

  /// A value taken out of a JSON answer for later steps.
  public struct Extract: Sendable, Hashable {
    var slot: Int
    var path: JSONPath
  }

  /// What a status means for the session.
  enum Verdict { case goesOn, ends, isUnexpected }

  func verdict(_ status: Int) -> Verdict {
    if expected.contains(status) || expected.isEmpty && (200..<400).contains(status) { return .goesOn }
    return ends.contains(status) ? .ends : .isUnexpected
  }
}

/// The pause between two intended starts.
public enum ThinkTime: Sendable, Hashable {
  /// Always the same.
  case fixed(SimDuration)
  /// Exponential with this mean.
  case exponential(SimDuration)

  func draw(_ stream: inout RandomStream) -> Int64 {
    switch self {
    case .fixed(let time): time.microseconds * 1_000
    case .exponential(let mean): Int64(stream.exponential() * Double(mean.microseconds) * 1_000)
    }
  }
}

/// The journeys of a load, and who takes which.
public struct JourneyMap: Sendable, Hashable {
  /// The journeys in the order of the map.
  public var journeys: [Journey]
  /// Shares of the countries where starts have none of their own, in the order of the map.
  public var countries: [Share]
  /// The names of the values, by slot.
  var slots: [String]

  /// A country's share.
  public struct Share: Sendable, Hashable {
    var name: String
    var share: Double
  }

  /// The values every session begins with.
  static let given = ["country", "sku", "session"]

  /// The distinct names of all steps, by number.
  public var stepNames: [String] {
    var names: [String] = []
    for step in journeys.flatMap(\.steps) where !names.contains(step.name) { names.append(step.name) }
    return names
  }

  /// One GET, for loads without journeys.
  static func single(_ path: String) -> JourneyMap {
    let step = JourneyStep(
      name: "get", method: "GET", path: Template(path) { _ in nil }, headers: [], expected: [], ends: [],
      think: .fixed(.zero), extracts: [])
    return JourneyMap(
      journeys: [Journey(name: "get", occasion: .visit, weights: ["other": 1], steps: [step])], countries: [],
      slots: given)
  }
}
