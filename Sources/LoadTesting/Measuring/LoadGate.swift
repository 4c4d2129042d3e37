import Histogram

/// What must hold for a load: `response_p99{step:checkout,country:DE}<200ms`, `failed_share<0.01`, `requests>=1000`.
public struct LoadGate: Sendable, Hashable, CustomStringConvertible {
  fileprivate enum Metric: Sendable, Hashable {
    case response(Double)
    case service(Double)
    case failedShare
    case lateShare
    case requests
  }

  fileprivate let metric: Metric
  private let step: String?
  private let country: String?
  private let sign: String
  private let limit: Double
  /// The gate as it was written.
  public let description: String

  /// The metrics' names.
  public static let metrics =
    "response_p50 … response_p99.9, response_max, service_…, failed_share, late_share, requests"

  /// Reads a gate.
  ///
  /// - Throws: ``LoadError`` that says what is wrong with it.
  public init(_ text: String) throws(LoadError) {
    description = text
    let compact = text.filter { $0 != " " }
    let tagEnd = compact.firstIndex(of: "}") ?? compact.startIndex
    guard let signStart = compact[tagEnd...].firstIndex(where: { "<>".contains($0) }) else {
      throw LoadError("the gate \"\(text)\" has no condition")
    }
    let after = compact[compact.index(after: signStart)...]
    sign = String(compact[signStart]) + (after.hasPrefix("=") ? "=" : "")
    let name = compact[..<signStart].prefix { $0 != "{" }
    let tags = compact[..<signStart].dropFirst(name.count).filter { $0 != "{" && $0 != "}" }
    var (step, country): (String?, String?) = (nil, nil)
    for tag in tags.split(separator: ",") {
      let pair = tag.split(separator: ":", maxSplits: 1)
      switch (pair.first, pair.count) {
      case ("step", 2): step = String(pair[1])
      case ("country", 2): country = String(pair[1])
      default: throw LoadError("the gate \"\(text)\" has the tag \"\(tag)\"; tags are step: and country:")
      }
    }
    (self.step, self.country) = (step, country)
    guard let metric = Self.metric(name) else {
      throw LoadError("the gate \"\(text)\" is on an unknown metric; there are \(Self.metrics)")
    }
    self.metric = metric
    let value = after.hasPrefix("=") ? after.dropFirst() : after
    guard let limit = Self.limit(value, isTime: metric.isTime), limit >= 0, limit < .infinity else {
      throw LoadError("the gate \"\(text)\" has no limit\(metric.isTime ? " such as 200ms or 1.5s" : "")")
    }
    self.limit = limit
  }

  private static func metric(_ name: Substring) -> Metric? {
    switch name {
    case "failed_share": return .failedShare
    case "late_share": return .lateShare
    case "requests": return .requests
    default: break
    }
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let percentile = parts[1] == "max" ? 100 : parts[1].hasPrefix("p") ? Double(parts[1].dropFirst()) : nil
    guard let percentile, (0...100).contains(percentile) else { return nil }
    return parts[0] == "response" ? .response(percentile) : parts[0] == "service" ? .service(percentile) : nil
  }

  private static func limit(_ text: Substring, isTime: Bool) -> Double? {
    if !isTime { return text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : Double(text) }
    for (unit, factor) in [("ns", 1.0), ("us", 1e3), ("ms", 1e6), ("s", 1e9)] where text.hasSuffix(unit) {
      return Double(text.dropLast(unit.count)).map { $0 * factor }
    }
    return nil
  }

  /// Refuses a step or a country that the load does not have.
  ///
  /// - Throws: ``LoadError`` that names those it has.
  public func check(steps: [String], countries: [String]) throws(LoadError) {
    if let step, !steps.contains(step) {
      throw LoadError(
        "the gate \"\(description)\" is on no step of the load; there are \(steps.joined(separator: ", "))")
    }
    if let country, !countries.contains(country) {
      let known = countries.isEmpty ? "it has none" : "there are \(countries.joined(separator: ", "))"
      throw LoadError("the gate \"\(description)\" is on no country of the load; \(known)")
    }
  }

  /// Whether more requests can only be worse: the gate may end a load early.
  var isUpper: Bool { sign.hasPrefix("<") && metric != .requests }

  /// What a gate found.
  public struct Verdict: Sendable {
    /// The gate.
    public let gate: LoadGate
    /// The value: a time in nanoseconds, a share, or a count; nil without samples.
    public let value: Double?
    /// Whether it holds; nil without samples.
    public let holds: Bool?

    /// The value for people.
    public var text: String {
      guard let value else { return "no samples" }
      if value == .infinity { return "no answer" }
      guard gate.metric.isTime else { return "\((value * 1e6).rounded() / 1e6)" }
      return "\((value / 1e3).rounded() / 1e3)ms"
    }
  }

  /// Asks a result.
  public func verdict(_ result: LoadResult) -> Verdict {
    let value = value(result)
    return Verdict(gate: self, value: value, holds: value.map(isMet))
  }

  private func isMet(_ value: Double) -> Bool {
    switch sign {
    case "<": value < limit
    case "<=": value <= limit
    case ">": value > limit
    default: value >= limit
    }
  }

  private func value(_ result: LoadResult) -> Double? {
    guard let cell = result.cells.sum(step: step, country: country), cell.requests > 0 else { return nil }
    switch metric {
    case .response(let percentile): return response(cell, percentile)
    case .service(let percentile): return time(cell.serviceTime, percentile)
    case .failedShare: return Double(cell.failed) / Double(cell.requests)
    case .lateShare: return cell.sent > 0 ? Double(cell.late) / Double(cell.sent) : nil
    case .requests: return Double(cell.requests)
    }
  }

  /// The response time that so many of all requests have: those without an answer have none, however long one waits.
  private func response(_ cell: LoadCell, _ percentile: Double) -> Double? {
    let answered = Double(cell.responseTime.totalCount)
    let all = Double(cell.requests)
    guard answered < all else { return time(cell.responseTime, percentile) }
    let rank = percentile / 100 * all
    return rank > answered || answered == 0 ? .infinity : time(cell.responseTime, 100 * rank / answered)
  }

  private func time(_ histogram: Histogram<UInt64>, _ percentile: Double) -> Double? {
    histogram.totalCount == 0 ? nil : Double(histogram.valueAtPercentile(percentile))
  }
}

extension LoadGate.Metric {
  fileprivate var isTime: Bool {
    switch self {
    case .response, .service: true
    case .failedShare, .lateShare, .requests: false
    }
  }
}
