import Testing

@testable import Logistics

@Suite("What carriage costs")
struct RateCardTests {
  /// 139 cubic inches a pound, in pounds: 5,022 cm³ a kilogram, steps of 454 g.
  private let ground = CarriageTariff(perParcel: 0, perKilogram: 0, gramsPerStep: 454, cm3PerKilogram: 5_022)
  /// 166 cubic inches a pound above a cubic foot.
  private let post = CarriageTariff(
    perParcel: 0, perKilogram: 0, gramsPerStep: 454, cm3PerKilogram: 5_997, volumeFrom: 28_317)

  private func pounds(_ tariff: CarriageTariff, _ cm3: Int64, grams: Int64 = 454) -> Int64 {
    tariff.billableGrams(grams: grams, cm3: cm3) / 454
  }

  @Test("KA-62: 11.1×8.5×6.2 in count as 12×9×7 and 6 lb, 11×10×9 in as 8 lb, and below a cubic foot the scale counts")
  func dimensionalWeight() {
    #expect(CartonVolume.cm3(inches: 11.1, 8.5, 6.2) == CartonVolume.cm3(inches: 12, 9, 7))
    #expect(pounds(ground, CartonVolume.cm3(inches: 11.1, 8.5, 6.2)) == 6)
    #expect(pounds(ground, CartonVolume.cm3(inches: 11, 10, 9)) == 8)
    #expect(pounds(post, CartonVolume.cm3(inches: 11.1, 10, 6)) == 1)
    #expect(pounds(post, CartonVolume.cm3(inches: 13, 13, 13)) == 14, "2197 in³ / 166 = 13.2")
    #expect(pounds(ground, 100, grams: 4_000) == 9, "4 kg are 8.8 lb, whatever the size")
  }

  @Test("Without a card of volumes the price is per parcel and per started 100 g, and fuel comes on top")
  func price() {
    var tariff = CarriageTariff(perParcel: 320, perKilogram: 55)
    #expect(tariff.price(grams: 501, cm3: 99_000) == 320 + 33)
    tariff.fuel = 0.2
    #expect(tariff.price(grams: 501, cm3: 99_000) == 424)
  }

  private func paid(
    _ overrides: [String] = [], orders: Int = 1, provider: String = "", card: String = "", zones: String = ""
  ) throws
    -> Int64
  {
    let yaml = GoldenWorld.yaml(
      orders: .init(repeating: "2026-11-10T15:20:00Z", count: orders), provider: provider)
    let run = try SmallRun(
      yaml.replacing("    lost: 0\n", with: "    lost: 0\n\(card)")
        .replacing("{ perParcel: 3.20 GBP }", with: "{ perParcel: 3.20 GBP\(zones) }"), overrides: overrides)
    #expect(run.result.orders.delivered == orders && run.result.invariants.violations == [])
    return run.result.providers[0].paidMinor
  }

  @Test("Destinations, seasons and volume have prices of their own")
  func card() throws {
    #expect(try paid() == 320)
    #expect(try paid(zones: ", zones: { GB: { perParcel: 4.10 GBP } }") == 410)
    let season =
      "    surcharges: [{ from: 2026-11-10T00:00:00Z, until: 2026-11-11T00:00:00Z, perParcel: 2.05 GBP }]\n"
    #expect(try paid(card: season) == 525)
    let volume = ["services.next-day.price.perKilogram=1 GBP", "services.next-day.price.volumePerKilogram=1000 cm3"]
    #expect(try paid(volume) == 520, "2,000 cm³ count as 2 kg")
  }

  @Test("From the tier's number on each parcel is cheaper")
  func tiers() throws {
    #expect(
      try paid(orders: 150, provider: ", tiers: [{ above: 100, discount: 50 % }]") == 100 * 320 + 50 * 160)
  }
}

@Suite("Carriers that err")
struct CarrierErrorTests {
  private func run(_ overrides: [String], orders: Int = 1, provider: String = "") throws -> SmallRun {
    try SmallRun(
      GoldenWorld.yaml(orders: .init(repeating: "2026-11-10T15:20:00Z", count: orders), provider: provider),
      overrides: overrides)
  }

  @Test("A parcel that is sorted wrong comes a day later")
  func missort() throws {
    let run = try run(["hubs.hub.missorts=1"])
    #expect(run.times(DoorstepRecord.delivered) == ["11-12T11:00:00"])
  }

  @Test("Damaged parcels are delivered, counted, and good for no scorecard")
  func damage() throws {
    let run = try run(["services.next-day.damaged=0.3"], orders: 400)
    let account = run.result.providers[0]
    #expect(account.delivered == 400 && account.onTime == 400)
    // Binomial(400, 0.3): four standard errors are 37.
    #expect(abs(account.damaged - 120) < 37)
    #expect(Int(run.regions[0].state.desk.counters[0].good) == 400 - account.damaged)
  }

  @Test("An allocation changes by local date, and promises know it")
  func allocations() throws {
    let run = try run(
      [], orders: 150, provider: ", allocation: 100, allocations: { 2026-11-11: 30, 2026-11-12: 10 }")
    let loads = run.times(CarrierRecord.pickedUp)
    #expect(["10", "11", "12", "13"].map { day in loads.count { $0 == "11-\(day)T18:00:00" } } == [100, 30, 10, 10])
    #expect(run.result.late == 0)
  }

  @Test("Labels come one after the other at the interface's limit")
  func labelLimit() throws {
    // Packed at 16:40; one at once and 60 an hour after it until 18:00, the cut-off's own minute included.
    let run = try run([], orders: 100, provider: ", labels: 60/h")
    #expect(run.times(CarrierRecord.pickedUp).count { $0 == "11-10T18:00:00" } == 81)
  }
}
