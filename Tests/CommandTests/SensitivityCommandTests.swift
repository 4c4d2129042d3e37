import Foundation
import Testing

@Suite struct SensitivityCommandTests {
  private let toy = ["sensitivity", "scenarios/toys/two-orders.yaml", "--metric", "planned_cost", "--quiet"]

  private func rows(_ outcome: Outcome, _ key: String) throws -> [[String: Any]] {
    #expect(outcome.code == 0, "\(outcome.err)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    let metric = try #require((object["metrics"] as? [[String: Any]])?.first)
    return try #require(metric[key] as? [[String: Any]])
  }

  @Test("A price that nobody avoids moves the cost by the units that pay it; the most influential number comes first")
  func single() throws {
    try withTool { doorstep in
      let fields = ["--field", "services.b2.price.perParcel", "--field", "services.a1.price.perParcel"]
      let found = try rows(
        doorstep.run(toy + fields + ["--by", "20 %", "--replications", "40", "--format", "json"]), "one_at_a_time")
      let paths = found.compactMap { $0["path"] as? String }
      #expect(paths == ["services.b2.price.perParcel", "services.a1.price.perParcel"])
      // Whoever takes the cheapest pays b2 in the half of all sequences whose second order is of zone two: 0.5 x 2.40.
      let swing = try #require(found[0]["swing"] as? Double)
      let half = try #require(found[0]["swing_upper"] as? Double) - swing
      #expect(abs(swing - 1.2) <= 2 * half && half > 0, "\(found[0])")
      #expect(found[0]["low"] as? String == "4.8 EUR" && found[0]["high"] as? String == "7.2 EUR")
      let elasticity = try #require(found[0]["elasticity"] as? Double)
      #expect((0.3...0.85).contains(elasticity), "\(elasticity)")
    }
  }

  @Test("Walks order the numbers alike, and threads do not show")
  func morris() throws {
    try withTool { doorstep in
      let walk =
        toy + [
          "--method", "morris", "--walks", "12", "--field", "services.b2.price.perParcel=4 EUR..8 EUR", "--field",
          "services.a2.price.perParcel", "--field", "skus.thing.prices.DE", "--format", "json",
        ]
      let one = try doorstep.run(walk + ["--threads", "1"])
      let two = try doorstep.run(walk + ["--threads", "2"])
      #expect(one.out == two.out)
      let found = try rows(one, "morris")
      #expect(found.first?["path"] as? String == "services.b2.price.perParcel")
      #expect(found.last?["path"] as? String == "skus.thing.prices.DE" && found.last?["mu_star"] as? Double == 0)
      #expect(found.allSatisfy { $0["walks"] as? Int == 12 })
    }
  }

  @Test("Numbers that cannot move are told and do not stop the rest; a text shows bars")
  func refusals() throws {
    try withTool { doorstep in
      let outcome = try doorstep.run(
        toy + ["--replications", "10", "--field", "services.a1", "--field", "doorstep.cancellation.perDay"])
      #expect(outcome.code == 0, "\(outcome.err)")
      #expect(
        outcome.out.contains("doorstep.cancellation.perDay stays: ") && outcome.out.contains("│"), "\(outcome.out)")
      for (field, words) in [("nothing.here", "no number"), ("services.a1.price.perParcel=3", "no range")] {
        let wrong = try doorstep.run(toy + ["--field", field])
        #expect(wrong.code == 2 && wrong.err.contains(words), "\(wrong.err)")
      }
      #expect(try doorstep.run(toy).code == 5)
    }
  }
}
