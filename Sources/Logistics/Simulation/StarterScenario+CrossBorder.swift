extension StarterScenario {
  /// A drop in two countries, with stock in one and an origin abroad.
  public static let crossBorder = """
    # A drop in two countries: stock waits in Germany, American orders fly from the origin in Shenzhen and clear customs.
    #
    #   doorstep lint NAME.yaml             check it
    #   doorstep run NAME.yaml              simulate it
    #   doorstep explain FIELD              what a field means, its unit, its range and its default
    #
    # Every number here is an assumption until you put your own in its place; law and tax data are illustrative, not advice.
    name: NAME
    start: 2026-11-23T00:00:00Z
    end: 2026-12-21T00:00:00Z
    currency: USD
    source: assumption
    include:
      - pack:customs-2026     # duty, tax and clearance by country

    markets:
      US:
        timeZone: America/New_York
        currency: USD
        tax: 7 %
        demand: { audience: 8000000, organic: 400/h }
        lastMile: { waves: ["08:00"], days: Mon-Sat, stops: 4000 }
        customs: { regime: us, route: express }
      DE:
        timeZone: Europe/Berlin
        currency: EUR
        exchangeRate: 1.14      # units of the report currency for one euro
        tax: 19 %
        demand: { audience: 3000000, organic: 200/h }
        lastMile: { waves: ["08:00"], days: Mon-Sat, stops: 3000 }
        customs: { regime: eu, route: consolidated }

    skus:
      tour-tee:
        weight: 230 g
        volume: 1600 cm3
        hsCode: "6109.10"
        origin: CN
        category: apparel
        unitCost: 4.10 USD
        prices: { US: 32.00 USD, DE: 32.00 EUR }

    creators:
      mara: { followers: 1500000 }
    posts:
      - { creator: mara, at: 2026-11-27T16:00:00Z }
    drops:
      - { at: 2026-11-27T18:00:00Z, crowd: 30000 }

    nodes:
      shenzhen:
        country: CN
        timeZone: Asia/Shanghai
        forward: false          # an origin: it ships what no warehouse in the customer's country has
        waves: { every: 2 h }
        pick: { pickers: 10, hours: 08:00-23:00 }
        pack: { stations: 10, hours: 08:00-23:00 }
      leipzig:
        country: DE
        waves: { every: 1 h }
        pick: { pickers: 6, hours: Mon-Sat 06:00-22:00 }
        pack: { stations: 6, hours: Mon-Sat 06:00-22:00 }
    placement:
      units: { tour-tee: 12000 }
      forwardShare: 30 %        # the share of the stock that waits in the customers' countries
      arrives: 2026-11-24T00:00:00Z

    providers:
      parcel-post: { status: approved }
      air-one: { status: approved, allocation: 2000 }
    hubs:
      hub-de: { country: DE, timeZone: Europe/Berlin, hours: 18:00-06:00, rate: 2000/h }
      hub-cn: { country: CN, timeZone: Asia/Shanghai, rate: 2000/h }
    services:
      parcel:
        provider: parcel-post
        from: [leipzig]
        to: [DE]
        pickUp: { times: ["18:00"], days: Mon-Sat, parcels: 3000 }
        hub: hub-de
        lineHaul: { departures: ["23:00"] }
        transit: { min: 6 h, median: 16 h, p95: 44 h }
        price: { perParcel: 4.30 USD, perKilogram: 0.30 USD }
      air:
        provider: air-one
        from: [shenzhen]
        to: [US, DE]
        pickUp: { times: ["14:00", "22:00"] }
        hub: hub-cn
        lineHaul: { departures: ["03:00", "15:00"], parcels: 1500, weight: 2000 kg, volume: 12 m3 }
        transit: { min: 2.5 d, median: 6 d, p95: 12 d }
        price: { perParcel: 2.20 USD, perKilogram: 7.80 USD }
    """
}
