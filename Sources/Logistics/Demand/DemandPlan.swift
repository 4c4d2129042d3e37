import Kernel

/// Where visits and given orders come from, by market.
struct DemandPlan: Sendable {
  /// How much chance there is.
  var noise = Noise.gamma
  var overdispersion = Overdispersion()
  var lifecycle = ViewLifecycle.shortVideo
  var cascade: CascadePlan
  var posts: [Post] = []
  /// By market, in the network's order.
  var markets: [MarketDemand] = []
  /// Posts split over markets by a Dirichlet draw with this concentration.
  var geographyConcentration = 50.0

  enum Noise: String, CaseIterable, Sendable {
    /// Expected counts, for tests and planning.
    case none
    /// Poisson and binomial counts.
    case poisson
    /// Counts over-dispersed by gamma noise.
    case gamma
  }

  var law: CountLaw { noise == .none ? .expected : .random }

  /// What all cascades share.
  struct CascadePlan: Sendable {
    var kernel: ExponentialMixture
    var influence = Influence.even
    /// Branching numbers of an ordinary post and of a viral one, and the share of viral ones.
    var ordinary = 0.3
    var viral = 0.95
    var viralShare = 0.1
    /// Infectiousness stays for so long, then falls as exp(−age/τ): seconds.
    var hold = 86_400.0
    var ageing = 2.0 * 86_400
    /// Whether sharing waits for waking hours.
    var isCircadian = true
    /// Amplitude of a daily swing of infectiousness, and the local time in seconds at which it falls through its mean.
    var rhythm = 0.0
    var rhythmPhase = 0.0

    /// The factor of the daily swing at seconds on the local clock, mean 1.
    func swing(_ localSeconds: Double) -> Double {
      rhythm > 0 ? 1 - rhythm * Deterministic.sin(2 * .pi * (localSeconds - rhythmPhase) / 86_400) : 1
    }

    /// Infectiousness of a post at an age in seconds, relative to its branching number.
    func infectiousness(_ age: Double) -> Double { age <= hold ? 1 : Deterministic.exp((hold - age) / ageing) }
  }

  /// A creator's post.
  struct Post: Sendable {
    /// When it is published as planned.
    var at: SimTime
    /// Standard deviation of the delay, seconds; the post never precedes the start of the run.
    var jitter = 600.0
    /// Expected views in the first 48 h: followers times view rate.
    var views: Double
    /// Spread σ of the lognormal factor L on the views, mean 1.
    var spread = 1.2
    /// Visits to the offer per view.
    var clickThrough = 0.01
    /// Branching number; nil draws ordinary or viral.
    var branching: Double?
    /// Share of the views by market.
    var shares: [Double]
  }

  /// What one market's visits come from.
  struct MarketDemand: Sendable {
    /// Visits per second that come anyway, before seasonality.
    var organicPerSecond = 0.0
    /// Small creators at the start.
    var supply = CreatorSupply(visitsPerSecond: 0, growth: 0, most: 1)
    /// People who can be reached at all.
    var audience = 10_000_000.0
    var seasonality = Seasonality.flat
    var ads: [AdFlight] = []
    var broadcasts: [Broadcast] = []
    var pushes: [PushCampaign] = []
    var bass: BassTraffic?
    var series: [RecordedSeries] = []
    var drops: [FlashDrop] = []
    var live: [LiveSession] = []
    var bins = BinLadder(normal: .minutes(1), windows: [], from: .zero)
    /// Orders that are given, not generated, by time.
    var given: [GivenOrder] = []
  }

  /// An order from a list or from history.
  struct GivenOrder: BitwiseCopyable, Sendable {
    var at: SimTime
    /// The promised end of the delivery day; zero asks fulfilment.
    var promise = SimTime.zero
    /// Price of all units, minor units of the market's currency; 0 asks the price list.
    var price: Int64 = 0
    /// Weight of the parcel; 0 asks the SKU.
    var grams: UInt32 = 0
    var zone: UInt16
    /// The node it came from, or ``anyNode``.
    var node = GivenOrder.anyNode
    var sku: UInt16
    var quantity: UInt16
    var flags: OrderFlags = []

    static let anyNode = UInt16.max
    /// Stands for a zone that is drawn by the zones' shares.
    static let anyZone = UInt16.max
    /// How the scenario writes ``anyZone``.
    static let drawn = "any"
  }
}
