import Kernel

/// The visits that posts bring to one market, directly and through shares.
struct PostTraffic: ~Copyable {
  /// A post as it turned out in this run, as this market sees it.
  private struct Post {
    var at: SimTime
    /// Expected direct visits over the post's whole life.
    var visits: Double
    var branching: Double
    var number: Int
  }

  private let posts: [Post]
  private let lifecycle: ViewLifecycle
  private let plan: DemandPlan.CascadePlan
  private let influence: Influence
  private let audience: Double
  private var cascades: Cascades
  private let views: UnsafeMutableBufferPointer<Double>
  private let parts: UnsafeMutableBufferPointer<Double>
  private let arrived: UnsafeMutableBufferPointer<Double>
  private let direct: StreamFamily
  private let shares: StreamFamily
  private let reach: StreamFamily
  /// Visits so far, for the saturation of the audience.
  private(set) var reached: Int64 = 0
  private var published = 0
  private var carries = [0.0, 0.0]

  init(_ plan: DemandPlan, market: Int?, streams: Streams, code: String, start: SimTime) {
    posts = market.map { Self.turnOut(plan, market: $0, streams, start) } ?? []
    lifecycle = plan.lifecycle
    self.plan = plan.cascade
    audience = market.map { plan.markets[$0].audience } ?? 0
    let law = plan.cascade.influence
    influence = law.cap > audience ? Influence(exponent: law.exponent, cap: audience) : law
    cascades = Cascades(posts: posts.count, kernel: plan.cascade.kernel)
    views = .allocate(capacity: max(1, posts.count))
    views.initialize(repeating: 0)
    parts = .allocate(capacity: max(1, posts.count))
    parts.initialize(repeating: 0)
    arrived = .allocate(capacity: max(1, posts.count))
    arrived.initialize(repeating: 0)
    direct = streams["demand-posts \(code)"]
    shares = streams["demand-shares \(code)"]
    reach = streams["demand-influence \(code)"]
  }

  deinit {
    views.deallocate()
    parts.deallocate()
    arrived.deallocate()
  }

  var count: Int { posts.count }

  /// Draws what is random about the posts; all markets draw the same, for the streams are named after the posts.
  private static func turnOut(_ plan: DemandPlan, market: Int, _ streams: Streams, _ start: SimTime) -> [Post] {
    let family = streams["demand-post"]
    let geography = streams["demand-geography"]
    let firstDays = plan.lifecycle.cumulative(2 * 86_400)
    let posts = plan.posts.enumerated().map { number, post in
      var stream = family[UInt64(number)]
      let (delay, luck, chance) = (stream.normal(), stream.normal(), stream.uniform())
      let isRandom = plan.noise != .none
      let factor = isRandom ? Deterministic.exp(post.spread * (luck - post.spread / 2)) : 1
      var split = geography[UInt64(number)]
      let share =
        isRandom
        ? dirichletShare(post.shares, plan.geographyConcentration, market, &split) : post.shares[market]
      let isViral = isRandom && chance < plan.cascade.viralShare
      return Post(
        at: isRandom ? max(start, post.at + SimDuration(seconds: post.jitter * delay)) : post.at,
        visits: post.views * factor * share * post.clickThrough / firstDays,
        branching: post.branching ?? (isViral ? plan.cascade.viral : plan.cascade.ordinary), number: number)
    }
    return posts.filter { $0.visits > 0 }.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
  }

  /// One share of a Dirichlet draw around the given shares, whose sum it keeps.
  static func dirichletShare(
    _ shares: [Double], _ concentration: Double, _ wanted: Int, _ stream: inout RandomStream
  ) -> Double {
    let whole = shares.reduce(0, +)
    guard whole > 0, shares.count > 1 else { return shares[wanted] }
    var sum = 0.0
    var own = 0.0
    for (place, share) in shares.enumerated() where share > 0 {
      let draw = stream.gamma(concentration * share / whole)
      sum += draw
      if place == wanted { own = draw }
    }
    return sum > 0 ? own / sum * whole : shares[wanted]
  }

  /// Draws the visits of a bin: those who saw a post in their feed, and those to whom somebody passed it on.
  mutating func step(
    from: SimTime, to: SimTime, season: Double, noise: Double, localSeconds: Double, _ law: CountLaw,
    _ region: RegionState
  ) -> (posted: Int64, shared: Int64) {
    guard publish(before: to, region) else { return (0, 0) }
    let key = UInt64(bitPattern: from.microseconds)
    let seen = expectedViews(from, to, season * noise)
    let swing = plan.swing(localSeconds)
    let passed = expectedShares(from, to, speed: noise * (plan.isCircadian ? season : 1), swing)
    var directStream = direct[key]
    var shareStream = shares[key]
    let posted = law.poisson(seen, &carries[0], &directStream)
    let shared = law.poisson(passed, &carries[1], &shareStream)
    guard posted + shared > 0 else { return (0, 0) }
    law.split(posted, by: published(views), total: seen, into: arrived, &directStream)
    law.split(shared, by: published(cascades.rates), total: passed, into: parts, &shareStream)
    var reachStream = reach[key]
    for post in 0..<published {
      let visitors = arrived[post] + parts[post]
      guard visitors > 0 else { continue }
      let sum =
        influence.isEven || law == .expected
        ? visitors : influence.sum(of: Int64(visitors), &reachStream)
      cascades.add(posts[post].branching * sum, to: post)
    }
    reached += posted + shared
    return (posted, shared)
  }

  private func published(_ buffer: UnsafeMutableBufferPointer<Double>) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(rebasing: buffer[..<published])
  }

  /// Publishes the posts that are due; whether any post is out.
  private mutating func publish(before end: SimTime, _ region: RegionState) -> Bool {
    while published < posts.count, posts[published].at < end {
      let post = posts[published]
      region.record(
        DemandRecord.postPublished, at: region.traffic.start, entity: UInt64(post.number), value: Int64(post.visits))
      published += 1
    }
    return published > 0
  }

  private func expectedViews(_ from: SimTime, _ to: SimTime, _ factor: Double) -> Double {
    var sum = 0.0
    for place in 0..<published {
      let born = posts[place].at
      let share = lifecycle.share(from: (from - born).seconds, to: (to - born).seconds)
      let expected = posts[place].visits * share * factor
      views[place] = expected
      sum += expected
    }
    return sum
  }

  private mutating func expectedShares(_ from: SimTime, _ to: SimTime, speed: Double, _ swing: Double) -> Double {
    guard cascades.advance(by: to - from, speed: speed) > 0 else {
      cascades.rates.update(repeating: 0)
      return 0
    }
    let unreached = max(0, 1 - Double(reached) / audience)
    var sum = 0.0
    for place in 0..<published {
      let age = (from - posts[place].at).seconds
      let expected = cascades.rates[place] * plan.infectiousness(age) * swing * unreached
      cascades.rates[place] = expected
      sum += expected
    }
    return sum
  }
}

extension PostTraffic {
  /// Takes over what posts have brought; those published stay published, with what they bring from now on.
  mutating func inherit(_ old: borrowing PostTraffic) {
    reached = old.reached
    carries = old.carries
    published = 0
    var isPrefix = true
    for (place, post) in posts.enumerated() {
      guard let before = old.place(ofPublished: post.number) else {
        isPrefix = false
        continue
      }
      cascades.inherit(old.cascades, post: place, from: before)
      if isPrefix { published = place + 1 }
    }
  }

  private borrowing func place(ofPublished number: Int) -> Int? {
    (0..<published).first { posts[$0].number == number }
  }
}
