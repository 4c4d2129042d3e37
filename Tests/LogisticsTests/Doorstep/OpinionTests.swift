import Kernel
import Testing

@testable import Logistics

@Suite("Deliveries make the next visitors' opinion")
struct OpinionTests {
  private var rules: OpinionRules {
    OpinionRules(
      rate: 1, lateRate: 1, priorWeight: 20, stars: 4.6, late: 0.6, perRootDay: 0.15, spread: 0.8, startTrust: 0.9,
      trustGain: 0.1, trustEffect: 1)
  }

  @Test("the rating is the mean of 20 reviews of 4.3 and all that were given")
  func rating() {
    var opinion = Opinion(rules, prior: 4.3)
    #expect(opinion.rating == 4.3)
    for stars in [5.0, 3.0, 1.0] { opinion.review(stars) }
    #expect(abs(opinion.rating - (20 * 4.3 + 9) / 23) < 1e-12)
  }

  @Test("trust follows experience geometrically and acts on conversion by the exponential of its change")
  func trust() {
    var opinion = Opinion(rules, prior: 4.3)
    #expect(opinion.trustFactor == 1)
    for _ in 0..<3 { opinion.experience(isGood: false) }
    #expect(abs(opinion.trust - 0.9 * 0.9 * 0.9 * 0.9) < 1e-12)
    #expect(abs(opinion.trustFactor - Deterministic.exp(opinion.trust - 0.9)) < 1e-12)
    for _ in 0..<200 { opinion.experience(isGood: true) }
    #expect(opinion.trust > 0.999)
  }

  @Test("stars: 4.6 on time, 3.7 when four days late on average, and never outside 1 to 5")
  func stars() {
    #expect(rules.stars(daysLate: 0, isLate: false, normal: 0) == 4.6)
    #expect(abs(rules.stars(daysLate: 4, isLate: true, normal: 0) - 3.7) < 1e-12)
    #expect(rules.stars(daysLate: 0, isLate: false, normal: 9) == 5)
    #expect(rules.stars(daysLate: 400, isLate: true, normal: -9) == 1)
  }

  @Test("without an effect a run stays as it is; where parcels are late, opinion costs orders")
  func feedback() throws {
    let yaml = SteadyWorld.yaml(days: 20)
    let quiet = try SmallRun(yaml)
    let mute = try SmallRun(
      yaml, overrides: ["doorstep.trust.effect=0.000001", "doorstep.trust.gain=0", "doorstep.reviews.rate=0"])
    #expect(mute.result.orders.placed == quiet.result.orders.placed)
    #expect(quiet.result.countries.allSatisfy { $0.rating == nil })
    let settings = ["doorstep.reviews.rate=1", "doorstep.reviews.lateRate=1", "storefront.starEffect=2"]
    let happy = try SmallRun(yaml, overrides: settings + ["doorstep.reviews.stars=5"])
    let angry = try SmallRun(yaml, overrides: settings + ["doorstep.reviews.stars=1"])
    #expect(angry.result.orders.placed < happy.result.orders.placed * 9 / 10)
    for (low, high) in zip(angry.result.countries, happy.result.countries) where low.delivered > 100 {
      #expect(low.rating! < 3 && high.rating! > 4.3 && low.reviews == low.delivered)
    }
    #expect(angry.result.invariants.violations == [] && happy.result.invariants.violations == [])
  }
}
