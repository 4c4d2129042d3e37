import Kernel
import Scenario
import Testing

@testable import Logistics

/// A small world with a node at home and one abroad, over the night in which the clocks of Berlin go back.
///
/// Hostile values are laid over it.
enum HostileWorld {
  static let text = """
    name: hostile
    start: 2026-10-23T00:00:00Z
    end: 2026-10-27T00:00:00Z
    currency: USD
    include: pack:customs-2026
    markets:
      DE:
        timeZone: Europe/Berlin
        currency: EUR
        exchangeRate: 1.14
        tax: 19 %
        zones: { north: { share: 1 }, south: { share: 3 } }
        demand: { audience: 10000, organic: 60/h }
        funnel: { conversion: 8 % }
        lastMile: { days: Mon-Sun, stops: 50 }
        returns: { rate: 30 %, window: 1 d, requestLag: 6 h, transit: 12 h }
        customs: { regime: eu }
    skus:
      tee: { hsCode: "6109.10", origin: CN, unitCost: 4.00 USD, prices: { DE: 24.00 EUR } }
      cap: { hsCode: "6505.00", origin: CN, unitCost: 3.00 USD, prices: { DE: 18.00 EUR } }
    nodes:
      leipzig: { country: DE, zone: south, waves: { every: 1 h }, stock: { tee: 200, cap: 20 } }
      shenzhen: { country: CN, timeZone: Asia/Shanghai, forward: false, stock: { tee: 50, cap: 200 } }
    providers: { post: { status: approved }, air: { status: approved } }
    hubs: { halle: { country: DE, timeZone: Europe/Berlin, rate: 2000/h } }
    services:
      parcel:
        provider: post
        from: [leipzig]
        to: [DE]
        hub: halle
        pickUp: { times: ["12:00", "18:00"] }
        lineHaul: { departures: ["23:00"] }
        transit: { min: 2 h, median: 6 h, p95: 12 h }
      air: { provider: air, from: [shenzhen], to: [DE], transit: { min: 1 d, median: 2 d, p95: 3 d } }
    creators: { mara: { followers: 1000 } }
    posts: [{ creator: mara, at: 2026-10-23T08:00:00Z }]
    drops: [{ at: 2026-10-24T10:00:00Z, crowd: 100, latecomers: 100 }]
    demand:
      bins: { normal: 10 min }
      orders:
        - { at: 2026-10-23T09:00:00Z, market: DE, sku: tee, quantity: 3 }
        - { at: 2026-10-24T23:30:00Z, market: DE, sku: cap, prepaid: false }
    """

  /// A hostile change, and the overrides that make it.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var overrides: [String]
    var testDescription: String { name }

    init(_ name: String, _ overrides: String...) {
      self.name = name
      self.overrides = overrides
    }
  }

  static let runs = [
    Case("as it is"),
    Case(
      "zero spans", "payment.form=0 s", "payment.bank=0 s", "payment.retryAfter=0 s", "payment.stepUp.time=0 s",
      "nodes.leipzig.pick={ setup: 0 s, perLine: 0 s, aisles: 0 }",
      "nodes.leipzig.pack={ mean: 0 s, perExtraUnit: 0 s }",
      "nodes.leipzig.receiving.putAway=0 s", "services.parcel.firstMile=0 s", "hubs.halle.sortTime=0 s",
      "markets.DE.lastMile.route=0 s", "placement.lotEvery=0 s", "fulfilment.handOver=0 s",
      "doorstep.cancellation.horizon=0 s", "markets.DE.returns={ window: 0 s, gradingTime: 0 s, transit: 0 s }",
      "trust.reviewTime=0 s", "messageDelay=1 s"),
    Case(
      "enormous counts", "storefront.workers=1000000", "trust.reviewers=1000000", "nodes.leipzig.pick.pickers=1000000",
      "nodes.leipzig.pick.batchLines=100000", "nodes.leipzig.pack.stations=1000000",
      "nodes.leipzig.receiving.doors=10000", "markets.DE.returns.graders=1000000",
      "markets.DE.lastMile.stops=1000000000",
      "scale.capacity=1000000"),
    Case(
      "enormous stock and rates", "nodes.leipzig.stock={ tee: 1000000000000 }", "hubs.halle.rate=1000000000/s",
      "nodes.leipzig.receiving.rate=1000000000/s", "placement.lot=1"),
    Case(
      "capacity 1", "storefront.workers=1", "trust={ reviewers: 1, manualShare: 1 }", "nodes.leipzig.pick.pickers=1",
      "nodes.leipzig.pick.batchLines=1", "nodes.leipzig.pack.stations=1", "nodes.leipzig.receiving.doors=1",
      "markets.DE.returns.graders=1", "markets.DE.lastMile.stops=1", "services.parcel.pickUp.parcels=1",
      "services.parcel.lineHaul.parcels=1", "services.air.lineHaul.parcels=1", "providers.post.allocation=1",
      "hubs.halle.rate=1/h"),
    Case("a scale near nothing", "scale.all=0.000001"),
    Case(
      "what ends before the run", "posts=[{ creator: mara, at: 2026-01-01T00:00:00Z }]",
      "drops=[{ at: 2026-10-01T10:00:00Z, crowd: 1000 }]", "demand.orders=[]",
      "ads=[{ market: DE, from: 2026-09-01T00:00:00Z, until: 2026-09-02T00:00:00Z, budget: 9 EUR, costPerMille: 5 EUR }]",
      "placement={ units: { tee: 100 }, arrives: 2026-01-01T00:00:00Z }", "record.until=2026-10-01T00:00:00Z"),
    Case(
      "promises beyond the end", "promise={ slackDays: 60, quantile: 0.999 }",
      "services.parcel.transit={ min: 100 d, max: 200 d }", "services.air.transit=200 d"),
    Case("no stock", "nodes.leipzig.stock={}", "nodes.shenzhen.stock={}"),
    Case(
      "one visitor", "markets.DE.demand={ audience: 1, organic: 0/h }", "creators.mara.followers=1", "demand.orders=[]",
      "drops=[{ at: 2026-10-24T10:00:00Z, crowd: 1 }]"),
    Case(
      "1e12 people to reach", "markets.DE.demand.audience=1e11", "scale.demand=10", "storefront.workers=1",
      "markets.DE.funnel.conversion=0.0001"),
    Case(
      "a minute a week", "nodes.leipzig.pick.hours=Mon 09:00-09:01", "nodes.leipzig.pack.hours=Mon 09:00-09:01",
      "nodes.leipzig.receiving.hours=Sat 09:00-09:01", "hubs.halle.hours=Mon 00:00-00:01",
      "trust={ hours: Mon 09:00-09:01, manualShare: 1 }", "markets.DE.returns.hours=Mon 09:00-09:01",
      "nodes.leipzig.waves.hours=Mon 09:00-09:01"),
    Case(
      "departures that never come", "services.parcel.lineHaul.days=Wed", "services.air.pickUp.days=Wed",
      "markets.DE.lastMile.days=Wed"),
    Case(
      "cut-offs in the hour that comes twice", "services.parcel.pickUp.times=[\"02:30\", \"02:00\", \"03:00\"]",
      "services.parcel.lineHaul.departures=[\"02:30\"]", "markets.DE.lastMile.waves=[\"02:15\", \"02:45\"]",
      "nodes.leipzig.waves.times=[\"02:30\"]"),
    Case(
      "cut-offs in the hour that does not exist", "start=2026-03-27T00:00:00Z", "end=2026-03-31T00:00:00Z",
      "services.parcel.pickUp.times=[\"02:30\"]", "services.parcel.lineHaul.departures=[\"02:30\"]",
      "markets.DE.lastMile.waves=[\"02:15\"]", "nodes.leipzig.waves.times=[\"02:30\"]", "demand.orders=[]"),
    Case("a run of one second", "end=2026-10-23T00:00:01Z", "demand.orders=[]"),
    Case(
      "all goes wrong", "services.parcel.lost=1", "services.air.lost=1", "trust={ fraudShare: 1, detection: 0 }",
      "doorstep={ cancellation: { perDay: 10 }, refusal: { intercept: 100 } }", "markets.DE.returns.rate=0.99",
      "markets.DE.customs={ red: 1, yellow: 0, seized: 1, hold: { share: 1 }, poorData: 1, autoLodged: 0 }"),
    Case("a hundred units an order", "storefront.quantities=[\((1...99).map { _ in "0, " }.joined())1]"),
    Case("the widest window", "messageDelay=1 d", "inventory.publishEvery=7 d", "checkInvariants=1 min"),
  ]

  /// What cannot be run, and a part of what must be said about it.
  static let refused = [
    Case("people beyond the limit", "markets.DE.demand.audience=1e12"),
    Case("hours that never open", "nodes.leipzig.pick.hours=[]"),
    Case("a run of no time", "end=2026-10-23T00:00:00Z"),
    Case("a run of a century", "end=2126-10-23T00:00:00Z"),
    Case(
      "a recording without a line",
      "demand.recorded={ file: /dev/null, market: DE, sku: tee, columns: { time: t, zone: z, origin: o } }"),
    Case("stock worth more than can be counted", "nodes.leipzig.stock={ tee: 1000000000000 }", "scale.stock=1000000"),
    Case("no servers", "storefront.workers=0"),
    Case("a scale of nothing", "scale.all=0"),
    Case("a share of no number", "markets.DE.funnel.conversion=.nan"),
  ]
}
