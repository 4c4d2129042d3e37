import Logistics

/// A run with a figure in every place, for golden files.
func sampleRun() -> RunResult {
  var run = RunResult()
  run.identity.scenarioName = "sample-drop"
  run.identity.scenarioHash = "9f3ac1d2e4b5a697"
  run.identity.version = "0.1.0"
  run.identity.seed = 42
  run.identity.threads = 2
  run.fingerprint.whole = 0x00c0_ffee_1234_5678
  run.cost.startMicroseconds = 1_795_737_600_000_000
  run.cost.endMicroseconds = run.cost.startMicroseconds + 4 * 86_400_000_000
  run.cost.wallSeconds = 0.5
  run.cost.events = 1_234_567
  run.cost.peakRSSBytes = 123_456_789
  run.visits = 1_200_000
  run.carts = 70_000
  run.orders.placed = 24_000
  run.orders.delivered = 20_000
  run.orders.cancelled = 400
  run.orders.returned = 900
  run.orders.lost = 30
  run.orders.lostByCarrier = 17
  run.orders.seized = 2
  run.orders.refused = 3
  run.orders.returnedToSender = 8
  run.orders.inFlight = 3_570
  run.units.received = 60_000
  run.units.shipped = 29_000
  run.units.onHand = 30_000
  run.units.allocated = 1_000
  run.units.returned = 1_200
  run.units.soldUsed = 800
  run.units.scrapped = 400
  run.units.lost = 21
  run.units.inTransfer = 5_000
  run.money.currency = "EUR"
  run.money.gmvMinor = 60_000_050
  run.money.contributionMinor = -1_234_567
  run.money.accounts = [AccountBalance(name: "revenue", balanceMinor: -60_000_050)]
  fillPlaces(&run)
  fillStations(&run)
  fillBlame(&run)
  return run
}

private func fillPlaces(_ run: inout RunResult) {
  let hours = 96
  for (place, country) in ["US", "DE", "MX", "ID"].enumerated() {
    var result = CountryResult(country: country)
    result.visits = 300_000
    result.orders = 9_000 - 2_000 * place
    result.delivered = place == 3 ? 0 : 6_000
    result.late = 300 * place
    result.gmvMinor = 15_000_000
    result.clickToDoorP50Hours = place == 3 ? nil : 50.25 + Double(place)
    result.clickToDoorP95Hours = place == 3 ? nil : 96.5
    result.lostDemand.stock = Loss(orders: 100 * place, moneyMinor: Int64(250_000 * place))
    result.lostDemand.legal = Loss(orders: place == 2 ? 50 : 0, moneyMinor: place == 2 ? 900_000 : 0)
    run.countries.append(result)
    let wave = (0..<hours).map { hour in (place + 1) * (hour < 24 ? 40 * hour : max(0, 960 - 15 * (hour - 24))) }
    run.hourly.countries.append(CountrySeries(country: country, visits: wave, orders: wave.map { $0 / 50 }))
  }
  run.hourly.startMicroseconds = run.cost.startMicroseconds
  run.lostDemand.stock = Loss(orders: 600, moneyMinor: 1_500_000)
  run.lostDemand.legal = Loss(orders: 50, moneyMinor: 900_000)
}

private func fillBlame(_ run: inout RunResult) {
  func of(_ cause: String, _ parcels: Int, _ hours: Int64) -> LatenessOf {
    LatenessOf(
      cause: cause, key: cause.replacing(" ", with: "_").replacing("-", with: "_"),
      lateness: Lateness(parcels: parcels, microseconds: hours * 3_600_000_000))
  }
  run.late = 1_800
  run.blame.total = Lateness(parcels: 1_800, microseconds: 40_000 * 3_600_000_000)
  run.blame.causes = [
    of("line-haul capacity", 1_200, 27_000), of("customs officers", 500, 11_000), of("packing", 100, 2_000),
  ]
  run.blame.countries = [
    CountryLateness(country: "DE", causes: [of("line-haul capacity", 200, 8_000), of("packing", 100, 2_000)]),
    CountryLateness(
      country: "MX", causes: [of("line-haul capacity", 1_000, 19_000), of("customs officers", 500, 11_000)]),
    CountryLateness(country: "ID", causes: []),
  ]
  run.blame.places = [
    PlaceLateness(place: "cn-air", of: of("line-haul capacity", 1_200, 27_000)),
    PlaceLateness(place: "MX", of: of("customs officers", 500, 11_000)),
    PlaceLateness(place: "rotterdam", of: of("packing", 60, 1_500)),
    PlaceLateness(place: "leipzig", of: of("packing", 40, 500)),
  ]
  run.blame.days = [
    DayLateness(day: 20_785, country: "DE", of: of("line-haul capacity", 200, 8_000)),
    DayLateness(day: 20_785, country: "MX", of: of("line-haul capacity", 400, 9_000)),
    DayLateness(day: 20_786, country: "MX", of: of("line-haul capacity", 600, 10_000)),
    DayLateness(day: 20_786, country: "MX", of: of("customs officers", 500, 11_000)),
    DayLateness(day: 20_787, country: "DE", of: of("packing", 100, 2_000)),
  ]
}

private func fillStations(_ run: inout RunResult) {
  var node = NodeResult(name: "rotterdam", country: "NL")
  node.received = 60_000
  node.shipped = 29_000
  node.onHand = 30_000
  node.waves = 16
  node.utilisation = 0.8123
  node.waitP95Seconds = 5_400
  run.nodes = [node]
  var provider = ProviderResult(name: "Fast | Post")
  provider.tendered = 24_000
  provider.delivered = 20_000
  provider.onTime = 19_000
  provider.paidMinor = 9_900_000
  run.providers = [provider]
  run.customs.entries = 5_000
  run.customs.green = 4_700
  run.customs.clearP50Hours = 2
  run.customs.clearP95Hours = 31.5
  var station = StationResult(name: "rotterdam/pick")
  station.servers = 12
  station.utilisation = 0.93
  station.meanWaitSeconds = 90
  station.p95WaitSeconds = 4_000
  station.maxQueue = 1_500
  station.served = 24_000
  station.totalWaitSeconds = 2_160_000
  var desk = StationResult(name: "DE customs documents")
  desk.servers = 2
  desk.utilisation = 0.008
  desk.totalWaitSeconds = 360_000
  desk.meanWaitSeconds = 36_000
  desk.p95WaitSeconds = 60 * 3_600
  desk.maxQueue = 6
  desk.served = 10
  desk.days = [
    StationDay(utilisation: 0.01, waitSeconds: 240_000), StationDay(utilisation: 0.006, waitSeconds: 120_000),
  ]
  run.stations = [StationResult(name: "idle"), desk, station]
  run.invariants.checked = 1_200
  var trace = RunTrace()
  trace.path = "run.trace.zst"
  trace.records = 400_000
  trace.bytes = 2_100_000
  trace.columns = [ColumnShare(name: "time", bytes: 700_000)]
  run.trace = trace
  run.thresholds = [
    ThresholdVerdict(
      metric: "late_share{country:DE}", gate: "value<0.06", value: 0.05, lower: 0.0448, upper: 0.0558, outcome: .pass),
    ThresholdVerdict(metric: "contribution", gate: "value>0", value: -12_345.67, outcome: .fail),
    ThresholdVerdict(
      metric: "visits", gate: "lower>1000", value: 1_200_000, outcome: .inconclusive,
      reason: "one run gives no interval for visits"),
    ThresholdVerdict(metric: "late_share{country:ID}", gate: "value<0.06", value: nil, outcome: .noSamples),
  ]
  run.profile = [ProfileEntry(kind: "pickDone", count: 24_000, seconds: 0.012)]
}
