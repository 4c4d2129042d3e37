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
    var parts = Parts<Amount>()
    guard parts.read(node, &context) else { return nil }
    do {
      return try parts.distribution()
    } catch {
      context.report(error, at: node)
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
}

/// The members of a distribution's map, as far as they are written.
private struct Parts<Amount: ScalarValue & Comparable & Hashable> where Amount.Quantity == Amount {
  private var min: Amount?
  private var max: Amount?
  private var median: Amount?
  private var p95: Amount?
  private var p99: Amount?
  private var mean: Amount?
  private var cv: Double?
  private var shape: Shape?
  /// How many members other than the shape are written.
  private var count = 0

  /// Reads the members; false when something was reported.
  mutating func read(_ node: YAMLNode, _ context: inout ReadContext) -> Bool {
    let (subject, advice) = (context.subject, context.advice)
    var isSound = true
    for entry in node.entries where !Annotation.keys.contains(entry.key) {
      context.subject = entry.key
      context.advice = .kind(entry.key == "cv" ? Double.self : Amount.self, entry.key)
      if !read(entry, context.value(of: entry.value), &context) { isSound = false }
    }
    (context.subject, context.advice) = (subject, advice)
    return isSound
  }

  private mutating func read(_ entry: YAMLNode.Entry, _ node: YAMLNode, _ context: inout ReadContext) -> Bool {
    count += 1
    switch entry.key {
    case "min": return read(&min, node, &context)
    case "max": return read(&max, node, &context)
    case "median": return read(&median, node, &context)
    case "p95": return read(&p95, node, &context)
    case "p99": return read(&p99, node, &context)
    case "mean": return read(&mean, node, &context)
    case "cv":
      cv = Double.read(node, &context)
      return cv != nil
    case "shape":
      count -= 1
      shape = readShape(node, &context)
      return shape != nil
    default:
      context.unknown(entry, among: ["min", "max", "median", "p95", "p99", "mean", "cv", "shape"])
      return false
    }
  }

  private func read(_ amount: inout Amount?, _ node: YAMLNode, _ context: inout ReadContext) -> Bool {
    amount = Amount.read(node, &context)
    return amount.map { context.isInside($0, at: node) } ?? false
  }

  private func readShape(_ node: YAMLNode, _ context: inout ReadContext) -> Shape? {
    guard let text = context.scalar(node) else { return nil }
    if let shape = Shape(rawValue: text) { return shape }
    let names = Shape.allCases.map(\.rawValue)
    let help = "write one of " + names.joined(separator: ", ")
    let suggestion = NearestName.suggestion(for: text, in: names)
    context.report(ValueProblem("is not the shape of a distribution\(suggestion)", help: help), at: node)
    return nil
  }

  /// What the members describe together.
  func distribution() throws(ValueProblem) -> Distribution<Amount> {
    if let cv, cv < 0 { throw ValueProblem("has a cv below 0") }
    if let found = try quantiles() { return found }
    if let found = moments() { return found }
    if let found = try uniform() { return found }
    throw ValueProblem("does not describe a distribution")
  }

  private func quantiles() throws(ValueProblem) -> Distribution<Amount>? {
    guard let median, let upper = p95 ?? p99, count == (min == nil ? 2 : 3), shape ?? .lognormal == .lognormal
    else { return nil }
    guard min.map({ $0 < median }) ?? true, median < upper else { throw ValueProblem("is not in rising order") }
    return .shiftedLognormal(min: min, median: median, upper: upper, at: p95 == nil ? 0.99 : 0.95)
  }

  private func moments() -> Distribution<Amount>? {
    guard let mean else { return nil }
    if shape == .exponential { return count == 1 ? .exponential(mean: mean) : nil }
    guard let cv, count == 2, shape != .uniform else { return nil }
    if cv == 0 { return .constant(mean) }
    return shape == .gamma ? .gamma(mean: mean, cv: cv) : .lognormal(mean: mean, cv: cv)
  }

  private func uniform() throws(ValueProblem) -> Distribution<Amount>? {
    guard let min, let max, count == 2, shape ?? .uniform == .uniform else { return nil }
    guard min <= max else { throw ValueProblem("is not in rising order") }
    return min == max ? .constant(min) : .uniform(min: min, max: max)
  }
}
