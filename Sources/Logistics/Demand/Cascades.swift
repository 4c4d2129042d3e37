import Kernel

/// The shares of shares in one market: for every post a branching process in bins, with a kernel of exponentials.
///
/// For each post and exponential m the state is the mass of children still to come, b. A bin of length Δ takes out
/// b·(1 − exp(−r·Δ)), and puts in w·n·(reach of the bin's visitors). Children never fall into their parent's bin, so the
/// size of a cascade does not depend on Δ, and its timing shifts by at most Δ. O(posts × terms) per bin.
///
/// - SeeAlso: DOMAIN Appendix B1; the size of a cascade without ageing and saturation follows the Borel law.
struct Cascades: ~Copyable {
  let posts: Int
  let terms: Int
  /// Children still to come, by post and term.
  private let due: UnsafeMutablePointer<Double>
  /// Expected children of each post in the present bin.
  let rates: UnsafeMutableBufferPointer<Double>
  private let weights: [Double]
  private let rateConstants: [Double]
  /// 1 − exp(−r·Δ) for the Δ used last, in seconds.
  private let leaving: UnsafeMutablePointer<Double>
  private var lastLength = 0.0

  init(posts: Int, kernel: ExponentialMixture) {
    self.posts = posts
    terms = kernel.rates.count
    weights = kernel.weights
    rateConstants = kernel.rates
    due = .allocate(capacity: max(1, posts * terms))
    due.initialize(repeating: 0, count: max(1, posts * terms))
    rates = .allocate(capacity: max(1, posts))
    rates.initialize(repeating: 0)
    leaving = .allocate(capacity: terms)
    leaving.initialize(repeating: 0, count: terms)
  }

  deinit {
    due.deallocate()
    rates.deallocate()
    leaving.deallocate()
  }

  /// Takes the children of a bin out of the accumulators: expected numbers by post into ``rates``, their sum back.
  ///
  /// - Parameter speed: How fast the audience's clock runs, 1 on average. People share while they are awake: a quiet hour
  ///   postpones children and loses none, so that the branching number holds at any hour.
  mutating func advance(by length: SimDuration, speed: Double = 1) -> Double {
    setLength(length.seconds * speed)
    var total = 0.0
    for post in 0..<posts {
      let row = due + post * terms
      var sum = 0.0
      for term in 0..<terms {
        let out = row[term] * leaving[term]
        row[term] -= out
        sum += out
      }
      rates[post] = sum
      total += sum
    }
    return total
  }

  /// Adds the children that visitors of a post will bring, in expected number.
  func add(_ children: Double, to post: Int) {
    let row = due + post * terms
    weights.withUnsafeBufferPointer { weights in
      for term in 0..<terms { row[term] += weights[term] * children }
    }
  }

  /// Children of all posts that are still to come.
  var pending: Double { (0..<posts * terms).reduce(0) { $0 + due[$1] } }

  private mutating func setLength(_ seconds: Double) {
    guard seconds != lastLength else { return }
    lastLength = seconds
    for term in 0..<terms { leaving[term] = -Deterministic.expm1(-rateConstants[term] * seconds) }
  }

  /// Expected size of a cascade with branching number `n` up to a generation, its origin included: (1 − n^(g+1)) / (1 − n).
  static func expectedSize(branching n: Double, generations: Int) -> Double {
    (0...generations).reduce(into: (sum: 0.0, power: 1.0)) { state, _ in
      state.sum += state.power
      state.power *= n
    }.sum
  }
}

extension Cascades {
  /// Takes over the children still to come of a post from another cascade with the same kernel.
  func inherit(_ old: borrowing Cascades, post: Int, from place: Int) {
    (due + post * terms).update(from: old.due + place * terms, count: terms)
    rates[post] = old.rates[place]
  }
}
