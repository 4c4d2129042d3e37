internal import Kernel
public import Scenario

/// The numbers of demand that nobody knows before the drop, and draws of them.
///
/// Each is drawn uniformly from a share below its value to the same share above it, independently of the others; the draw of a
/// number does not change when there are more draws.
public struct AnswerParameters: Sendable {
  /// One of them.
  public struct Parameter: Sendable {
    /// The number.
    public let number: NumericParameter
    /// The ends of its range.
    public let range: ClosedRange<Double>
  }

  /// The numbers, in the schema's order.
  public let parameters: [Parameter]
  private let seed: UInt64

  /// Chooses the numbers that the scenario writes of creators, posts, drops, live sessions, sharing, audiences, organic visits and
  /// conversion.
  public init(_ numbers: [NumericParameter], spread: Double, seed: UInt64) {
    self.seed = seed
    parameters = spread > 0 ? numbers.filter(Self.isUncertain).compactMap { Self.parameter($0, spread) } : []
  }

  /// How many there are.
  public var count: Int { parameters.count }
  /// Whether there are none.
  public var isEmpty: Bool { parameters.isEmpty }

  /// The value of a number in a draw.
  public func value(_ place: Int, draw: Int) -> Double {
    var stream = Streams(seed: seed)["answers parameters"][UInt64(place), UInt32(draw)]
    let range = parameters[place].range
    return range.lowerBound + stream.uniform() * (range.upperBound - range.lowerBound)
  }

  /// A draw, as `--set` takes it.
  public func overrides(_ draw: Int) -> [String] {
    parameters.enumerated().map { place, parameter in
      "\(parameter.number.path)=\(parameter.number.text(sixDigits(value(place, draw: draw))))"
    }
  }

  private static let sections = [
    "creators.", "posts[", "drops[", "liveSessions[", "demand.cascade.", "impulses[", "demand.bass.",
  ]
  private static let names = [
    "followers", "viewRate", "clickThrough", "branching", "crowd", "latecomers", "audience", "ordinary", "viral",
    "viralShare", "organic", "conversion", "devices", "potential", "innovation", "imitation",
  ]

  private static func isUncertain(_ number: NumericParameter) -> Bool {
    guard number.isWritten, let name = number.path.split(separator: ".").last, names.contains(String(name)) else {
      return false
    }
    let isMarket =
      number.path.hasPrefix("markets.") && (number.path.contains(".demand.") || number.path.contains(".funnel."))
    return isMarket || sections.contains { number.path.hasPrefix($0) }
  }

  /// Branching numbers stay below 1: no nearer to it than half of the way.
  private static func parameter(_ number: NumericParameter, _ spread: Double) -> Parameter? {
    guard number.value > 0 else { return nil }
    var low = number.value * (1 - spread)
    var high = number.value * (1 + spread)
    if number.path.hasPrefix("demand.cascade.") || number.path.hasSuffix(".branching") {
      high = min(high, (1 + number.value) / 2)
    }
    if let lower = number.bounds.lower { low = max(low, lower) }
    if let upper = number.bounds.upper { high = min(high, upper) }
    return low < high ? Parameter(number: number, range: low...high) : nil
  }

  private func sixDigits(_ value: Double) -> Double {
    var scale = 1.0
    while abs(value) * scale < 1e5, scale < 1e12 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}

extension AnswerParameters {
  /// How each number goes with a figure over the draws, the closest first.
  func influence(on means: [Double]) -> [AnswerAssumption] {
    guard means.count > 3 else { return [] }
    let figure = Tally(means)
    let found = parameters.indices.map { place -> AnswerAssumption in
      let draws = means.indices.map { value(place, draw: $0) }
      let own = Tally(draws)
      let together =
        zip(draws, means).reduce(0) { $0 + ($1.0 - own.mean) * ($1.1 - figure.mean) } / Double(means.count - 1)
      let spread = (own.variance * figure.variance).squareRoot()
      let r = spread > 0 ? together / spread : 0
      // Student's test of a correlation, for all numbers together by Bonferroni.
      let freedom = Double(means.count - 2)
      let t = abs(r) * (freedom / max(1e-12, 1 - r * r)).squareRoot()
      let limit = StudentT.quantile(1 - 0.025 / Double(parameters.count), degreesOfFreedom: freedom)
      let number = parameters[place].number
      return AnswerAssumption(
        path: number.path, value: number.text(number.value), correlation: r, standsOut: t > limit)
    }
    return found.enumerated().sorted {
      (abs($1.element.correlation), $0.offset) < (abs($0.element.correlation), $1.offset)
    }.map(\.element)
  }
}
