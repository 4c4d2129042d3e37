/// What a provider must prove before it gets a parcel: hard gates, then a weighted score.
///
/// A failed gate cannot be made good by a score.
public struct DueDiligence: Hashable, Sendable {
  /// The gates: all must be passed.
  public enum Gate: String, CaseIterable, Sendable {
    case licence, insurance, sanctions, dataSecurity, finances, dangerousGoods, references
  }

  /// The parts of the score with their weights, which sum to 1.
  public enum Part: String, CaseIterable, Sendable {
    case coverage, reliability, surge, cost, technology, compliance

    /// The weight, an assumption.
    public var weight: Double {
      switch self {
      case .coverage: 0.2
      case .reliability: 0.3
      case .surge, .cost: 0.15
      case .technology, .compliance: 0.1
      }
    }
  }

  /// The gates that are not passed.
  public internal(set) var failedGates: [Gate]
  /// Each part's score in 0...1, in the order of the cases.
  public internal(set) var scores: [Double]

  /// Whether every gate is passed.
  public var isPassed: Bool { failedGates.isEmpty }

  /// The weighted score, 0...1.
  public var score: Double { zip(Part.allCases, scores).reduce(0) { $0 + $1.0.weight * $1.1 } }

  /// The standing a provider begins with: what was asked for, unless a gate fails.
  func standing(_ wanted: ProviderStatus) -> ProviderStatus {
    isPassed || !wanted.isOnWhiteList ? wanted : .candidate
  }
}
