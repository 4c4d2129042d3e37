/// How an order's node and service are chosen among those that have the stock and may ship.
///
/// A policy ranks the candidates of a zone and a SKU once before the run, or again with every plan; the first one that can
/// take the order gets it. Equal scores go to a node in the customer's zone, then to the lower node and service, never to luck.
protocol FulfilmentPolicy: Sendable {
  /// The name in scenario files.
  static var name: String { get }
  /// What the policy minimises, in words for `explain`.
  static var summary: String { get }
  /// What of a plan for the expected demand it uses; nothing unless it says so.
  static var plan: PlanUse { get }
  /// A candidate's score: lower is better.
  func score(_ candidate: CandidateFacts) -> Int64
}

extension FulfilmentPolicy {
  static var plan: PlanUse { .nothing }
}

/// What a policy takes from the transport problem on the demand still expected.
enum PlanUse: Sendable {
  /// Nothing: what is known before the run suffices.
  case nothing
  /// The price of each node's stock, added to the landed cost.
  case prices
  /// The shares in which the plan serves a zone, as probabilities; the prices for what is left.
  case shares
}

/// What a policy may look at.
struct CandidateFacts: Sendable {
  /// Planned time from the pick-up to the door, microseconds.
  var transit: Int64
  /// Carriage of one unit, minor units of the report currency.
  var carriage: Int64
  /// Import duty, tax and fees on one unit, minor units of the report currency.
  var dutyAndTax: Int64
  /// Handling in the node of one unit, minor units of the report currency.
  var handling: Int64

  /// What one unit costs until the door.
  var landedCost: Int64 { handling + carriage + dutyAndTax }
}

/// The policies by name: a new one is a new file and a line here.
enum FulfilmentPolicies {
  static let all: [any FulfilmentPolicy] = [NearestWithStock(), CheapestLandedCost(), ShadowPrice(), PlannedShares()]

  /// The names, for messages.
  static var names: String { all.map { type(of: $0).name }.joined(separator: ", ") }

  static func make(_ name: String) -> (any FulfilmentPolicy)? { all.first { type(of: $0).name == name } }
}
