/// What one run measured of a metric: a number, or a share with the counts that it is made of.
public struct MetricSample: Sendable, Equatable {
  /// The figure; nil when there was nothing to measure.
  public let value: Double?
  /// The counts of a share; nil for any other figure.
  public let counts: Counts?

  /// A part and the whole that it is a share of.
  public struct Counts: Sendable, Equatable {
    /// How many of the whole.
    public let part: Int
    /// Of how many; 0 when there was nothing to measure.
    public let whole: Int

    /// Counts.
    public init(part: Int, whole: Int) {
      self.part = part
      self.whole = whole
    }
  }

  /// A number; nil when there was nothing to measure.
  public static func number(_ value: Double?) -> MetricSample { MetricSample(value: value, counts: nil) }

  /// A share of a count.
  public static func share(of whole: Int, part: Int) -> MetricSample {
    MetricSample(
      value: whole > 0 ? Double(part) / Double(whole) : nil, counts: Counts(part: part, whole: whole))
  }
}

extension RunResult {
  /// What the run measured of a metric; nil when it has no such metric, or no such country, node or provider.
  public func sample(_ name: MetricName) -> MetricSample? {
    guard let metric = Metric.find(name.metric, name.scope),
      let place = Metric.parts(of: self, name.scope).firstIndex(of: name.part)
    else { return nil }
    return metric.measure(self, place)
  }

  /// What the run measured of every metric, scope by scope and part by part, in a fixed order.
  public var samples: [(name: MetricName, sample: MetricSample)] {
    Metric.Scope.allCases.flatMap { scope in
      let metrics = Metric.all.filter { $0.scope == scope }
      return Metric.parts(of: self, scope).enumerated().flatMap { place, part in
        metrics.map { (MetricName(metric: $0.name, scope: scope, part: part), $0.measure(self, place)) }
      }
    }
  }
}
