/// F1: the node with the shortest planned way to the door that has the stock.
struct NearestWithStock: FulfilmentPolicy {
  static let name = "nearestWithStock"
  static let summary = "the shortest planned way to the door"

  func score(_ candidate: CandidateFacts) -> Int64 { candidate.transit }
}
