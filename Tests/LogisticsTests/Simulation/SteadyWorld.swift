/// A market with the same demand at every hour of every day, stock without end, and everything that happens to orders.
enum SteadyWorld {
  static func yaml(days: Int, organic: String = "400/h") -> String {
    let end = 10 + days
    return """
      name: steady
      start: 2026-10-10T00:00:00Z
      end: 2026-1\(end < 32 ? "0-\(end)" : end < 62 ? "1-\(pad(end - 31))" : "2-\(pad(end - 61))")T00:00:00Z
      currency: EUR
      markets:
        DE:
          timeZone: UTC
          currency: EUR
          tax: 19 %
          demand:
            audience: 1e9
            organic: \(organic)
            hours: [\([String](repeating: "1", count: 24).joined(separator: ", "))]
            weekdays: [1, 1, 1, 1, 1, 1, 1]
          funnel: { conversion: 5 % }
          lastMile: { days: Mon-Sun, waves: ["08:00"] }
          returns: { rate: 20 %, window: 4 d, requestLag: 2 d, transit: 2 d, hours: Mon-Sun 00:00-24:00, graders: 2 }
          customs: { hold: { share: 2 %, time: 1 d }, documents: { hours: Mon-Sun 00:00-24:00 },
                     examination: { hours: Mon-Sun 00:00-24:00 }, broker: { hours: Mon-Sun 00:00-24:00 } }
      skus:
        thing: { prices: { DE: 50.00 EUR }, unitCost: 15.00 EUR }
        other: { prices: { DE: 20.00 EUR }, unitCost: 5.00 EUR }
      nodes:
        depot: { country: DE, pick: { pickers: 1, batchLines: 5 }, pack: { stations: 1 }, receiving: { rate: 1e9/h, putAway: 0 s }, stock: { thing: 1000000 } }
        origin: { country: CN, timeZone: UTC, forward: false, receiving: { rate: 1e9/h, putAway: 0 s }, stock: { other: 1000000 } }
      placement: { lot: 1000000 }
      inventory: { publishEvery: 1 h }
      providers: { van: {}, air: { allocation: 5000, overflow: delay } }
      hubs: { hub: { country: DE, timeZone: UTC } }
      services:
        van: { provider: van, from: [depot], to: [DE], hub: hub, transit: { min: 4 h, median: 14 h, p95: 30 h } }
        air: { provider: air, from: [origin], to: [DE], transit: { min: 1 d, median: 2 d, p95: 4 d } }
      doorstep: { cancellation: { perDay: 0.1 } }
      demand: { noise: poisson, bins: { normal: 10 min } }
      """
  }

  private static func pad(_ day: Int) -> String { day < 10 ? "0\(day)" : "\(day)" }
}

/// A domestic market with listed orders in two days and too little of everything.
enum BusyWorld {
  static func yaml(orders: Int, seed: UInt64) -> String {
    let list = (0..<orders).map { number in
      let minute = (number * 7 + Int(seed) * 13) % 2_880
      let (day, hour) = (10 + minute / 1_440, minute % 1_440 / 60)
      return
        "    - { at: 2026-11-\(day)T\(hour < 10 ? "0" : "")\(hour):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00Z, "
        + "market: GB, sku: thing, quantity: \(1 + number % 3) }"
    }
    return """
      name: busy
      start: 2026-11-09T00:00:00Z
      end: 2026-12-24T00:00:00Z
      currency: GBP
      markets:
        GB:
          timeZone: Europe/London
          currency: GBP
          lastMile: { waves: ["08:00"], days: Mon-Sun, stops: 40, success: [0.8, 0.8, 1] }
          returns: { rate: 0 }
      skus:
        thing: { prices: { GB: 50.00 GBP } }
      nodes:
        depot:
          country: GB
          pick: { pickers: 1, batchLines: 4, setup: 10 min, hours: Mon-Sat 08:00-16:00 }
          pack: { stations: 1, mean: 4 min, hours: Mon-Sat 08:00-18:00 }
          receiving: { putAway: 0 s }
          stock: { thing: 10000 }
      placement: { lot: 10000 }
      providers: { van: { allocation: 60 } }
      hubs:
        hub: { country: GB, timeZone: Europe/London, hours: 22:00-04:00, rate: 40/h }
      services:
        next-day:
          provider: van
          from: [depot]
          to: [GB]
          pickUp: { times: ["18:00"], parcels: 50 }
          hub: hub
          lineHaul: { departures: ["23:30"], parcels: 45 }
          transit: { min: 3 h, median: 6 h, p95: 12 h }
          lost: 0
      doorstep: { cancellation: { perDay: 0 } }
      trust: { fraudShare: 0, manualShare: 0.3, falseRejection: 0, reviewers: 1, hours: Mon-Fri 09:00-17:00 }
      demand:
        orders:
      \(list.joined(separator: "\n"))
      """
  }
}
