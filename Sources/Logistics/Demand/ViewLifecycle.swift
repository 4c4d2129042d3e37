import Kernel

/// Which share of a post's views has happened at which age: an empirical curve, linear in the logarithm of the age.
///
/// Defaults: 32 % after a day, 38 % after two, 55 % after a week, all after 90 days (vendor study of short videos, DOMAIN
/// [V4]); from 1 minute on.
struct ViewLifecycle: Sendable, Equatable {
  /// Ages in seconds, ascending.
  let ages: [Double]
  /// Shares at these ages, from 0 to 1.
  let shares: [Double]
  private let slopes: [Double]

  /// A curve through knots; ages and shares ascend, the first share is 0 and the last 1.
  init(_ knots: [(age: Double, share: Double)]) {
    ages = knots.map(\.age)
    shares = knots.map(\.share)
    slopes = (1..<max(1, knots.count)).map {
      (knots[$0].share - knots[$0 - 1].share) / Deterministic.log(knots[$0].age / knots[$0 - 1].age)
    }
  }

  static let shortVideo = ViewLifecycle([
    (60, 0), (86_400, 0.32), (2 * 86_400, 0.38), (7 * 86_400, 0.55), (90 * 86_400, 1),
  ])

  /// The share of the views that come within `age` seconds.
  func cumulative(_ age: Double) -> Double {
    guard age > ages[0] else { return shares[0] }
    guard let knot = ages.firstIndex(where: { $0 >= age }) else { return 1 }
    return shares[knot - 1] + slopes[knot - 1] * Deterministic.log(age / ages[knot - 1])
  }

  /// The share of the views between two ages; far from the beginning by the midpoint rule, off by (width/age)²/12.
  func share(from: Double, to: Double) -> Double {
    guard to > ages[0], from < ages[ages.count - 1] else { return 0 }
    if to - from > 0.02 * from { return cumulative(to) - cumulative(from) }
    let middle = 0.5 * (from + to)
    guard let knot = ages.firstIndex(where: { $0 >= middle }), knot > 0 else { return 0 }
    return slopes[knot - 1] * (to - from) / middle
  }
}
