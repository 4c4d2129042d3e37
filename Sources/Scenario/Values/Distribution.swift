public import Kernel

/// A small distribution as a value of a field: a shape and the numbers a user knows about it.
public enum Distribution<Amount: ScalarValue & Comparable & Hashable>: Hashable, Sendable
where Amount.Quantity == Amount {
  /// Always the same.
  case constant(Amount)
  /// A lognormal shifted to start at `min` (zero when nil), by its median and an upper quantile `at` 0.95 or 0.99.
  case shiftedLognormal(min: Amount?, median: Amount, upper: Amount, at: Double)
  /// A lognormal by mean and coefficient of variation.
  case lognormal(mean: Amount, cv: Double)
  /// A gamma distribution by mean and coefficient of variation.
  case gamma(mean: Amount, cv: Double)
  /// An exponential distribution by its mean.
  case exponential(mean: Amount)
  /// A uniform distribution between two ends.
  case uniform(min: Amount, max: Amount)

  /// A shifted lognormal by its least value, median and 95th percentile.
  public static func quantiles(min: Amount? = nil, median: Amount, p95: Amount) -> Distribution {
    .shiftedLognormal(min: min, median: median, upper: p95, at: 0.95)
  }
}

/// How long something takes.
public typealias DurationDistribution = Distribution<SimDuration>

/// The shapes that users name.
private enum Shape: String, CaseIterable { case lognormal, gamma, exponential, uniform }

extension Distribution: ScenarioValue {
  /// What the distribution is about.
  public typealias Quantity = Amount

  /// A constant or a map.
  public static var kind: ValueKind {
    let amount = Amount.kind
    let one = amount.jsonSchema
    let members =
      ["min", "max", "median", "p95", "p99", "mean"].map { "\"\($0)\": \(one)" } + [
        #""cv": {"type": "number", "minimum": 0}"#,
        "\"shape\": {\"enum\": [\(Shape.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))]}",
        Annotation.properties,
      ]
    return ValueKind(
      name: "distribution of \(amount.name)",
      hint: "one \(amount.name), { min, median, p95 }, { mean, cv, shape: lognormal | gamma }, "
        + "{ mean, shape: exponential } or { min, max }",
      example: amount.example,
      jsonSchema: "{\"anyOf\": [\(one), {\"type\": \"object\", \"properties\": {\(members.joined(separator: ", "))}, "
        + "\"additionalProperties\": false}]}")
  }

  /// Reads a constant, or a map of what is known.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Distribution? {
    guard case .map = node.content else { return Amount.read(node, &context).map { .constant($0) } }
    var parts = Parts()
    guard parts.read(node, &context) else { return nil }
    switch parts.distribution() {
    case .success(let distribution): return distribution
    case .failure(let problem):
      context.report(problem, at: node)
      return nil
    }
  }

  /// A constant's form, or a map.
  public var written: Written {
    func map(_ pairs: (String, Written?)...) -> Written {
      .map(pairs.compactMap { pair in pair.1.map { Written.Pair(pair.0, $0) } })
    }
    switch self {
    case .constant(let value): return value.written
    case .shiftedLognormal(let min, let median, let upper, let at):
      return map(("min", min?.written), ("median", median.written), (at == 0.99 ? "p99" : "p95", upper.written))
    case .lognormal(let mean, let cv): return map(("mean", mean.written), ("cv", cv.written))
    case .gamma(let mean, let cv):
      return map(("mean", mean.written), ("cv", cv.written), ("shape", .scalar(Shape.gamma.rawValue)))
    case .exponential(let mean): return map(("mean", mean.written), ("shape", .scalar(Shape.exponential.rawValue)))
    case .uniform(let min, let max): return map(("min", min.written), ("max", max.written))
    }
  }

  /// Visits every amount.
  public func visitQuantities(_ visit: (Amount) -> Void) {
    switch self {
    case .constant(let value): visit(value)
    case .shiftedLognormal(let min, let median, let upper, _):
      if let min { visit(min) }
      visit(median)
      visit(upper)
    case .lognormal(let mean, _), .gamma(let mean, _), .exponential(let mean): visit(mean)
    case .uniform(let min, let max):
      visit(min)
      visit(max)
    }
  }

  /// The members of the map, as far as they are written.
  private struct Parts {
    var amounts: [String: Amount] = [:]
    var cv: Double?
    var shape: Shape?
    static var names: [String] { ["min", "max", "median", "p95", "p99", "mean", "cv", "shape"] }

    /// Reads the members; false when something was reported.
    mutating func read(_ node: YAMLNode, _ context: inout ReadContext) -> Bool {
      var isSound = true
      let (subject, advice) = (context.subject, context.advice)
      for entry in node.entries where !Annotation.keys.contains(entry.key) {
        context.subject = entry.key
        context.advice = .kind(Amount.self, entry.key)
        let value = context.value(of: entry.value)
        switch entry.key {
        case "min", "max", "median", "p95", "p99", "mean":
          amounts[entry.key] = Amount.read(value, &context)
          isSound = amounts[entry.key].map { context.isInside($0, at: value) } ?? false && isSound
        case "cv":
          context.advice = .kind(Double.self, entry.key)
          cv = Double.read(value, &context)
          isSound = isSound && cv != nil
        case "shape":
          shape = readShape(value, &context)
          isSound = isSound && shape != nil
        default:
          context.unknown(entry, among: Self.names)
          isSound = false
        }
      }
      (context.subject, context.advice) = (subject, advice)
      return isSound
    }

    private func readShape(_ node: YAMLNode, _ context: inout ReadContext) -> Shape? {
      guard let text = context.scalar(node, String.kind) else { return nil }
      if let shape = Shape(rawValue: text) { return shape }
      let suggestion = NearestName.suggestion(for: text, in: Shape.allCases.map(\.rawValue))
      context.report(ValueProblem("is not the shape of a distribution\(suggestion)"), at: node)
      return nil
    }

    func distribution() -> Result<Distribution, ValueProblem> {
      let written = Set(amounts.keys).union(cv == nil ? [] : ["cv"])
      if let cv, cv < 0 { return .failure(ValueProblem("has a cv below 0")) }
      if let median = amounts["median"], let upper = amounts["p95"] ?? amounts["p99"],
        written.subtracting(["min"]).count == 2, shape == nil || shape == .lognormal
      {
        guard amounts["min"].map({ $0 < median }) ?? true, median < upper else {
          return .failure(ValueProblem("is not in rising order"))
        }
        return .success(
          .shiftedLognormal(min: amounts["min"], median: median, upper: upper, at: amounts["p95"] == nil ? 0.99 : 0.95))
      }
      if let mean = amounts["mean"], let cv, written.count == 2, shape != .exponential, shape != .uniform {
        if cv == 0 { return .success(.constant(mean)) }
        return .success(shape == .gamma ? .gamma(mean: mean, cv: cv) : .lognormal(mean: mean, cv: cv))
      }
      if let mean = amounts["mean"], written.count == 1, shape == .exponential {
        return .success(.exponential(mean: mean))
      }
      if let min = amounts["min"], let max = amounts["max"], written.count == 2, shape == nil || shape == .uniform {
        guard min <= max else { return .failure(ValueProblem("is not in rising order")) }
        return .success(min == max ? .constant(min) : .uniform(min: min, max: max))
      }
      return .failure(ValueProblem("does not describe a distribution"))
    }
  }
}
