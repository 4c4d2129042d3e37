/// The scenarios that `doorstep init` writes: each runs as it is, and `NAME` stands for its name.
public enum StarterScenario {
  /// One creator's drop in one country, from one warehouse.
  public static let oneCountry = """
    # A starter scenario of doorstep: one creator's drop in Germany, shipped from one warehouse near Leipzig.
    #
    #   doorstep lint NAME.yaml             check it
    #   doorstep run NAME.yaml              simulate it
    #   doorstep explain FIELD              what a field means, its unit, its range and its default
    #
    # Every number here is an assumption until you put your own in its place. Quantities carry their unit. A value may say
    # where it comes from: orders: { value: 5000, source: "forecast of 12 October", as_of: 2026-10-12 }
    name: NAME
    start: 2026-11-26T00:00:00Z
    end: 2026-12-10T00:00:00Z
    currency: EUR
    source: assumption

    # Where customers are.
    markets:
      DE:
        timeZone: Europe/Berlin
        currency: EUR
        tax: 19 %
        demand:
          audience: 3000000    # people who can be reached at all
          organic: 200/h       # visits without any post
        lastMile:
          waves: ["08:00"]     # vans leave the depot
          days: Mon-Sat
          stops: 4000          # deliveries that the depot makes a day

    # What is sold, with its price in each market.
    skus:
      tour-tee:
        weight: 230 g
        volume: 1600 cm3
        hsCode: "6109.10"
        category: apparel
        unitCost: 4.10 EUR
        prices: { DE: 32.00 EUR }

    # Who makes people come.
    creators:
      mara:
        followers: 400000
    posts:
      - { creator: mara, at: 2026-11-27T16:00:00Z }
    drops:
      - { at: 2026-11-27T18:00:00Z, crowd: 20000 }

    # Where stock is and how it is picked and packed.
    nodes:
      leipzig:
        country: DE
        waves: { every: 1 h }
        pick: { pickers: 8, hours: Mon-Sat 06:00-22:00 }
        pack: { stations: 8, hours: Mon-Sat 06:00-22:00 }
    placement:
      units: { tour-tee: 5000 }
      arrives: 2026-11-26T00:00:00Z

    # Who carries.
    providers:
      parcel-post: { status: approved }
    hubs:
      hub-de: { country: DE, timeZone: Europe/Berlin, hours: 18:00-06:00, rate: 2000/h }
    services:
      parcel:
        provider: parcel-post
        from: [leipzig]
        to: [DE]
        pickUp: { times: ["18:00"], days: Mon-Sat, parcels: 3000 }
        hub: hub-de
        lineHaul: { departures: ["23:00"] }
        transit: { min: 6 h, median: 16 h, p95: 44 h }
        price: { perParcel: 3.80 EUR, perKilogram: 0.30 EUR }
    """
}
