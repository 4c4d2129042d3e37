/// F2: the node with the lowest cost at the door: handling, carriage, duty and tax.
struct CheapestLandedCost: FulfilmentPolicy {
  static let name = "cheapestLandedCost"
  static let summary = "the lowest landed cost: handling, carriage, duty and tax"

  func score(_ candidate: CandidateFacts) -> Int64 { candidate.landedCost }
}
