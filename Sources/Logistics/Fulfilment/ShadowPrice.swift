/// F3: the lowest landed cost and price of the stock it uses up, from a transport problem on the demand still expected.
///
/// Between two solutions the prices stand still, so the candidates are ranked when they change and not per order.
/// - SeeAlso: Acimovic and Graves, *Making Better Fulfillment Decisions on the Fly in an Online Retail Environment*, M&SOM 17
///   (2015).
struct ShadowPrice: FulfilmentPolicy {
  static let name = "shadowPrice"
  static let summary = "the lowest landed cost plus the price of the stock it uses up"
  static let plan = PlanUse.prices

  func score(_ candidate: CandidateFacts) -> Int64 { candidate.landedCost }
}
