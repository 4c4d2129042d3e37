import Kernel

/// How visits become orders, by market.
struct StorefrontPlan: Sendable {
  var sensitivity = Sensitivity()
  var tier = AppTier()
  var payment = Payment()
  /// How often 1, 2, 3… units are bought, as weights.
  var quantities: [Double] = [0.8, 0.15, 0.05]
  /// What visitors do whose SKU is sold out: take another one, or leave their address and perhaps come back.
  var substitutes = 0.15
  var waits = 0.08
  var returns = 0.4
  /// The share of buyers in a live session who take the pitched SKU.
  var pitchedShare = 0.8
  /// By market, in the network's order.
  var markets: [Funnel] = []
  /// Tiers that call each other, from front to back; without any there is the one application tier.
  var tiers: [TierChain.Tier] = []
  /// The longest step of the tiers under load, seconds.
  var tierStep = 1.0
  var room: WaitingRoomPlan?
  var reservation = Reservation()
  var bots = BotDefence()

  /// The serial parts of a checkout.
  struct Reservation: Sendable {
    /// Work of a reservation on its shard, none when zero, and how long customers wait for it.
    var time = SimDuration.zero
    var shards = 1
    var timeout = SimDuration.seconds(8)
    /// Work of a payment at the gateway; nil without a bound.
    var gateway: SimDuration?
    var gatewayTimeout = SimDuration.seconds(10)
    var outages: [Range<SimTime>] = []
  }

  /// The funnel of one market.
  struct Funnel: Sendable {
    /// Probability of a cart per visit, by channel: view times cart.
    var cart: [Double] = Array(repeating: 0.0738, count: Channel.allCases.count)
    /// Probability that a cart starts the checkout.
    var checkout = 0.5
    /// Probability that a checkout goes through with it once all costs are shown.
    var completion = 0.66
    /// Interest by SKU; 0 where it is not offered.
    var interest: [Double] = []
    /// Price over reference price by SKU.
    var priceRatio: [Double] = []
    var stars = 4.3
    var showsDuties = true
    /// An outside store that some visits go on to.
    var linkOut: LinkOut?
    /// The nodes whose stock this market may be served from, and whether they are abroad.
    var nodes: [Source] = []
  }

  /// A node that can serve a market.
  struct Source: Sendable, BitwiseCopyable {
    var node: UInt16
    var isRemote: Bool
    var holdsStock: Bool
  }

  /// How payments go.
  struct Payment: Sendable {
    /// Probability that the first try of a domestic or a cross-border payment is authorised.
    var domestic = 0.88
    var crossBorder = 0.80
    /// The share of declines that may be tried again, and how often that works.
    var softShare = 0.6
    var softRetry = 0.35
    /// The share of the others who try another card.
    var otherCard = 0.34
    /// The share of payments that ask for a second factor, and of these how many give up.
    var stepUpShare = 0.3
    var stepUpDrop = 0.08
    /// Typing address and card, waiting for the bank, the second factor, and a second try.
    var form = DurationSampler(.zero)
    var authorisation = SimDuration.milliseconds(900)
    var stepUp = DurationSampler(.zero)
    var retryAfter = SimDuration.seconds(30)
    /// How long a reservation lasts without payment.
    var reservation = SimDuration.minutes(10)

    /// The share of domestic checkouts that end in a payment.
    var successShare: Double {
      let first = domestic + (1 - domestic) * (softShare * softRetry + (1 - softShare) * otherCard * domestic)
      return first * (1 - stepUpShare * stepUpDrop)
    }
  }
}
