import Kernel
import Scenario
import Testing

@testable import Logistics

/// Sums for checks of means and variances.
struct FrontMoments {
  private(set) var count = 0.0
  private(set) var sum = 0.0
  private(set) var squares = 0.0

  mutating func add(_ x: Double) {
    count += 1
    sum += x
    squares += x * x
  }

  var mean: Double { sum / count }
  var variance: Double { (squares - sum * sum / count) / (count - 1) }
  /// Half the width of the 99.9 % interval of the mean.
  var halfWidth: Double { 3.2905 * (variance / count).squareRoot() }
}

/// A small world: one or two markets, a warehouse in each, and enough stock, with everything else at its default.
enum FrontWorld {
  static let yaml = """
    name: front
    start: 2026-11-02T00:00:00Z
    end: 2026-11-09T00:00:00Z
    currency: USD
    markets:
      GB: { timeZone: Europe/London, currency: GBP, exchangeRate: 1.3 }
      DE: { timeZone: Europe/Berlin, currency: EUR, exchangeRate: 1.1, zones: { north: { share: 1 }, south: { share: 3 } } }
    skus:
      tee: { prices: { GB: 20.00 GBP, DE: 24.00 EUR }, hsCode: "6109.10", origin: CN, category: apparel }
      serum: { prices: { GB: 30.00 GBP, DE: 36.00 EUR }, hsCode: "3304.99", origin: KR, category: beauty, attributes: [cosmetic] }
    nodes:
      uk: { country: GB, receiving: { putAway: 0 s, rate: 1e12/h }, stock: { tee: 1000000, serum: 1000000 } }
      leipzig: { country: DE, zone: south, receiving: { putAway: 0 s, rate: 1e12/h }, stock: { tee: 1000000, serum: 1000000 } }
    providers: { post: { status: approved } }
    services:
      gb: { provider: post, from: [uk], to: [GB] }
      de: { provider: post, from: [leipzig], to: [DE] }
    placement: { lot: 100000000 }
    creators: { star: { followers: 2000000, markets: { GB: 40 %, DE: 50 % } } }
    """

  /// The model of the small world with further sections and overrides.
  static func model(_ more: String = "", _ overrides: [String] = []) throws -> Model {
    let document = try ScenarioDocument.parse(
      yaml + "\n" + more, name: "front.yaml", overrides: overrides, schema: ModelSchema.schema)
    return try Model.build(document)
  }

  /// What a scenario that must not load has to say.
  static func problems(_ more: String = "", _ overrides: [String] = []) -> String {
    do {
      _ = try model(more, overrides)
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// Runs a model to its end.
  static func run(_ model: Model, seed: UInt64 = 1) -> Simulation {
    var options = SimulationOptions()
    options.seed = seed
    let simulation = Simulation(model, options)
    _ = simulation.run()
    return simulation
  }

  /// Settings under which every step of the way is certain and instant.
  static let certain = [
    "demand.noise=none", "payment.authorisation=1", "payment.stepUp.share=0", "payment.form=0 s", "payment.bank=0 s",
    "trust.manualShare=0", "trust.falseRejection=0", "trust.fraudShare=0",
  ]
}

extension Simulation {
  /// The region of a country.
  func region(_ code: String) -> ModelRegion {
    regions.first { $0.state.network.regions[Int($0.state.id.rawValue)].code == code }!
  }

  func counters(_ code: String) -> MarketCounters { region(code).state.counters }

  /// Everything that an invariant found wrong.
  var violations: [String] { regions.flatMap(\.invariants.violations) }
}
